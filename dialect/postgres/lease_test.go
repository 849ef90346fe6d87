package postgres_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/internal/testdb"
)

// pooled is a pool and one of its connections.
func pooled(t *testing.T, url string) (*sql.DB, *sql.Conn) {
	t.Helper()
	pool, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	conn, err := pool.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return pool, conn
}

func TestLeaseLetsOneInAndTellsTheOtherWhoHasIt(t *testing.T) {
	ctx, url := context.Background(), testdb.Postgres(t)
	firstPool, first := pooled(t, url)
	otherPool, other := pooled(t, url)
	d := newDialect()
	unlock, err := d.Lease(ctx, firstPool, first, "gmig_version")
	if err != nil {
		t.Fatal(err)
	}
	impatient := newDialect()
	impatient.LockWait = 50 * time.Millisecond
	_, err = impatient.Lease(ctx, otherPool, other, "gmig_version")
	if !errors.Is(err, dialect.ErrLocked) || !strings.Contains(err.Error(), "process ") {
		t.Errorf("got %v", err)
	}
	another, err := impatient.Lease(ctx, otherPool, other, "another history")
	if err != nil {
		t.Fatal(err)
	}
	if err := another(ctx); err != nil {
		t.Error(err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := unlock(cancelled); err != nil {
		t.Error(err)
	}
	if unlock, err = impatient.Lease(ctx, otherPool, other, "gmig_version"); err != nil {
		t.Fatal(err)
	}
	if err := unlock(ctx); err != nil {
		t.Error(err)
	}
}

// A runner that was killed leaves a lease that nobody renews.
func TestLeaseThatHasExpiredIsTakenOver(t *testing.T) {
	ctx, url := context.Background(), testdb.Postgres(t)
	firstPool, first := pooled(t, url)
	otherPool, other := pooled(t, url)
	stalled, next := newDialect(), newDialect()
	lost, err := stalled.Lease(ctx, firstPool, first, "gmig_version")
	if err != nil {
		t.Fatal(err)
	}
	// The stalled runner is in a transaction when its lease ends: it is not
	// taken over before the transaction is over.
	tx, err := stalled.Begin(ctx, first)
	if err != nil {
		t.Fatal(err)
	}
	exec(t, other, "UPDATE gmig_lock SET expires = now() - interval '1 second'")
	got := make(chan func(context.Context) error)
	go func() {
		unlock, err := next.Lease(ctx, otherPool, other, "gmig_version")
		if err != nil {
			t.Error(err)
		}
		got <- unlock
	}()
	select {
	case <-got:
		t.Error("taken over while the transaction was open")
	case <-time.After(300 * time.Millisecond):
	}
	if err := tx.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	unlock := <-got
	if _, err := stalled.Begin(ctx, first); err == nil || !strings.Contains(err.Error(), "another run has it now") {
		t.Errorf("the stalled runner goes on: %v", err)
	}
	if err := lost(ctx); err == nil {
		t.Error("a lease that was lost is given back")
	}
	if tx, err = next.Begin(ctx, other); err != nil {
		t.Fatal(err)
	}
	if err := tx.Rollback(ctx); err != nil {
		t.Error(err)
	}
	if err := unlock(ctx); err != nil {
		t.Error(err)
	}
}

func TestLeaseNeedsASecondConnection(t *testing.T) {
	pool, conn := pooled(t, testdb.Postgres(t))
	pool.SetMaxOpenConns(1)
	if _, err := newDialect().Lease(context.Background(), pool, conn, "x"); err == nil || !strings.Contains(err.Error(), "SetMaxOpenConns") {
		t.Errorf("got %v", err)
	}
}

// TestALeaseAndALockKeepEachOtherOut has runners of both kinds on one history,
// as with one job behind PgBouncer and one that connects to the server itself.
func TestALeaseAndALockKeepEachOtherOut(t *testing.T) {
	ctx, url := t.Context(), testdb.Postgres(t)
	leasingPool, leasing := pooled(t, url)
	_, locking := pooled(t, url)
	impatient := newDialect()
	impatient.LockWait = 50 * time.Millisecond

	unlock, err := newDialect().Lock(ctx, locking, "gmig_version")
	if err != nil {
		t.Fatal(err)
	}
	_, err = impatient.Lease(ctx, leasingPool, leasing, "gmig_version")
	if !errors.Is(err, dialect.ErrLocked) || !strings.Contains(err.Error(), "PostgreSQL's process") {
		t.Errorf("a lease beside a lock: %v", err)
	}
	if err := unlock(ctx); err != nil {
		t.Fatal(err)
	}
	leases := newDialect()
	release, err := leases.Lease(ctx, leasingPool, leasing, "gmig_version")
	if err != nil {
		t.Fatal(err)
	}
	_, err = impatient.Lock(ctx, locking, "gmig_version")
	if !errors.Is(err, dialect.ErrLocked) || !strings.Contains(err.Error(), "process ") {
		t.Errorf("a lock beside a lease: %v", err)
	}
	// Who does not renew its lease loses it to a lock as well, and notices.
	if _, err := leasingPool.Exec("UPDATE gmig_lock SET expires = clock_timestamp() - interval '1 second'"); err != nil {
		t.Fatal(err)
	}
	if unlock, err = impatient.Lock(ctx, locking, "gmig_version"); err != nil {
		t.Fatal(err)
	}
	if _, err := leases.Begin(ctx, leasing); err == nil || !strings.Contains(err.Error(), "another run has it now") {
		t.Errorf("a transaction under a lease that is lost: %v", err)
	}
	if err := release(ctx); err == nil {
		t.Error("a lease that is lost was given back")
	}
	if err := unlock(ctx); err != nil {
		t.Error(err)
	}
}

// TestRunnersOfBothKindsGoOneByOne lets them in at once, several times each.
func TestRunnersOfBothKindsGoOneByOne(t *testing.T) {
	ctx, url := t.Context(), testdb.Postgres(t)
	var inside atomic.Int32
	var group sync.WaitGroup
	for i := range 6 {
		pool, conn := pooled(t, url)
		group.Go(func() {
			d := newDialect()
			for range 4 {
				enter := func() (func(context.Context) error, error) { return d.Lock(ctx, conn, "gmig_version") }
				if i%2 == 0 {
					enter = func() (func(context.Context) error, error) { return d.Lease(ctx, pool, conn, "gmig_version") }
				}
				leave, err := enter()
				if err != nil {
					t.Error(err)
					return
				}
				if n := inside.Add(1); n != 1 {
					t.Errorf("%d runners are inside", n)
				}
				if _, err := conn.ExecContext(ctx, "SELECT pg_sleep(0.01)"); err != nil {
					t.Error(err)
				}
				inside.Add(-1)
				if err := leave(ctx); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
}
