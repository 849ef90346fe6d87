package postgres_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/internal/testdb"
)

func TestTransactionCommitsAndRollsBack(t *testing.T) {
	conn, ctx, d := connect(t), context.Background(), newDialect()
	exec(t, conn, "CREATE TABLE t (a integer)")
	tx, err := d.Begin(ctx, conn)
	if err != nil {
		t.Fatal(err)
	}
	if got := value(t, conn, "current_setting('lock_timeout')"); got != "5s" {
		t.Errorf("lock_timeout is %s in the transaction", got)
	}
	if got := value(t, conn, "current_setting('statement_timeout')"); got != "1h" {
		t.Errorf("statement_timeout is %s in the transaction", got)
	}
	exec(t, conn, "INSERT INTO t VALUES (1)")
	if err := tx.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	if got := value(t, conn, "current_setting('lock_timeout')"); got != "0" {
		t.Errorf("lock_timeout is %s after the transaction", got)
	}
	if tx, err = d.Begin(ctx, conn); err != nil {
		t.Fatal(err)
	}
	exec(t, conn, "INSERT INTO t VALUES (2)")
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := tx.Rollback(cancelled); err != nil {
		t.Fatal(err)
	}
	if got := value(t, conn, "SELECT count(*) FROM t"); got != "1" {
		t.Errorf("%s rows", got)
	}
}

// PostgreSQL answers COMMIT with success in a transaction that it rolls back.
func TestCommitOfASpoiltTransactionIsAnError(t *testing.T) {
	conn, ctx := connect(t), context.Background()
	tx, err := newDialect().Begin(ctx, conn)
	if err != nil {
		t.Fatal(err)
	}
	exec(t, conn, "CREATE TABLE t (a integer)")
	conn.ExecContext(ctx, "SELECT nonsense") // a revision that swallows its error
	if err := tx.Commit(ctx); err == nil {
		t.Error("the commit reports success")
	}
	exec(t, conn, "CREATE TABLE t (a integer)") // outside of any transaction
}

func TestLockTimeoutOfZeroIsTheServers(t *testing.T) {
	conn, ctx := connect(t), context.Background()
	exec(t, conn, "SET lock_timeout = '7s'")
	d := newDialect()
	d.LockTimeout = 0
	tx, err := d.Begin(ctx, conn)
	if err != nil {
		t.Fatal(err)
	}
	if got := value(t, conn, "current_setting('lock_timeout')"); got != "7s" {
		t.Errorf("got %s", got)
	}
	if err := tx.Rollback(ctx); err != nil {
		t.Fatal(err)
	}
}

func TestLockLetsOneInAndTellsTheOtherWhoHasIt(t *testing.T) {
	ctx, url := context.Background(), testdb.Postgres(t)
	a, b := connectTo(t, url), connectTo(t, url)
	exec(t, a, "SET application_name = 'the first'")
	d := newDialect()
	d.LockWait = 100 * time.Millisecond
	unlock, err := d.Lock(ctx, a, "gmig_version")
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Lock(ctx, b, "gmig_version")
	if !errors.Is(err, dialect.ErrLocked) || !strings.Contains(err.Error(), `"the first"`) ||
		!strings.Contains(err.Error(), value(t, a, "pg_backend_pid()")) {
		t.Errorf("got %v", err)
	}
	other, err := d.Lock(ctx, b, "another history")
	if err != nil {
		t.Fatalf("another name is locked too: %v", err)
	}
	if err := other(ctx); err != nil {
		t.Error(err)
	}

	// The one that waits gets in when the lock is given back, though the
	// context of the first is cancelled by then.
	d.LockWait = time.Minute
	got := make(chan error, 1)
	go func() {
		unlock, err := d.Lock(ctx, b, "gmig_version")
		if err == nil {
			err = unlock(ctx)
		}
		got <- err
	}()
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := unlock(cancelled); err != nil {
		t.Error(err)
	}
	if err := <-got; err != nil {
		t.Error(err)
	}
	if err := unlock(ctx); err == nil || !strings.Contains(err.Error(), "lost") {
		t.Errorf("a lock that is not held is given back: %v", err)
	}
}

func TestTheSessionOfARunIsCalledAfterItsProcess(t *testing.T) {
	ctx, url := context.Background(), testdb.Postgres(t)
	a, b, d := connectTo(t, url), connectTo(t, url), newDialect()
	unlock, err := d.Lock(ctx, a, "gmig_version")
	if err != nil {
		t.Fatal(err)
	}
	d.LockWait = 0
	if _, err := d.Lock(ctx, b, "gmig_version"); err == nil || !strings.Contains(err.Error(), fmt.Sprintf(`("gmig, process %d on `, os.Getpid())) {
		t.Errorf("got %v", err)
	}
	if err := unlock(ctx); err != nil {
		t.Error(err)
	}
	if got := value(t, a, "current_setting('application_name') || current_setting('client_connection_check_interval')"); got != "0" {
		t.Errorf("after the run the settings are %q", got)
	}
}

func TestLockEndsWithItsContext(t *testing.T) {
	url := testdb.Postgres(t)
	a, b := connectTo(t, url), connectTo(t, url)
	if _, err := newDialect().Lock(context.Background(), a, "x"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 80*time.Millisecond)
	defer cancel()
	if _, err := newDialect().Lock(ctx, b, "x"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

// A pooler in transaction mode can hand one session to two runners, to whom
// PostgreSQL would give the lock twice.
func TestLockIsNotTakenTwiceInASession(t *testing.T) {
	ctx, conn := context.Background(), connect(t)
	unlock, err := newDialect().Lock(ctx, conn, "gmig_version")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newDialect().Lock(ctx, conn, "gmig_version"); err == nil || !strings.Contains(err.Error(), "PgBouncer") {
		t.Errorf("got %v", err)
	}
	if err := unlock(ctx); err != nil {
		t.Error(err)
	}
}

func TestBeginFailsWhenTheLockWasLost(t *testing.T) {
	ctx, conn, d := context.Background(), connect(t), newDialect()
	unlock, err := d.Lock(ctx, conn, "gmig_version")
	if err != nil {
		t.Fatal(err)
	}
	tx, err := d.Begin(ctx, conn)
	if err != nil {
		t.Fatal(err)
	}
	exec(t, conn, "SELECT pg_advisory_unlock_all()")
	if err := tx.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Begin(ctx, conn); err == nil || !strings.Contains(err.Error(), "was lost") {
		t.Errorf("got %v", err)
	}
	if err := unlock(ctx); err == nil || !strings.Contains(err.Error(), "was lost") {
		t.Errorf("got %v", err)
	}
	exec(t, conn, "CREATE TABLE t (a integer)") // outside of any transaction
}

func TestAfterDDLForgetsWhatWasPrepared(t *testing.T) {
	conn, ctx := connect(t), context.Background()
	exec(t, conn, "CREATE TABLE t (a integer)", "BEGIN")
	read := func() error {
		rows, err := conn.QueryContext(ctx, "SELECT * FROM t WHERE a = $1", 1)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
		}
		return rows.Err()
	}
	if err := read(); err != nil {
		t.Fatal(err)
	}
	exec(t, conn, "SAVEPOINT s", "ALTER TABLE t ADD COLUMN b text")
	if err := read(); err == nil || !strings.Contains(err.Error(), "cached plan") {
		t.Fatalf("without the remedy: got %v", err)
	}
	exec(t, conn, "ROLLBACK TO SAVEPOINT s")
	if err := newDialect().AfterDDL(ctx, conn); err != nil {
		t.Fatal(err)
	}
	if err := read(); err != nil {
		t.Fatal(err)
	}
	exec(t, conn, "ALTER TABLE t ADD COLUMN b text")
	if err := newDialect().AfterDDL(ctx, conn); err != nil {
		t.Fatal(err)
	}
	if err := read(); err != nil {
		t.Errorf("after it: %v", err)
	}
}

// cutAtCommit is a connection that ends when COMMIT is sent.
type cutAtCommit struct {
	*sql.Conn
	other *sql.Conn
	pid   string
}

func (c cutAtCommit) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if query == "COMMIT" {
		if _, err := c.other.ExecContext(ctx, "SELECT pg_terminate_backend("+c.pid+", 10000)"); err != nil {
			return nil, err
		}
	}
	return c.Conn.ExecContext(ctx, query, args...)
}

func TestACommitWithoutAnAnswerIsUnknown(t *testing.T) {
	ctx, url := context.Background(), testdb.Postgres(t)
	conn := connectTo(t, url)
	cut := cutAtCommit{conn, connectTo(t, url), value(t, conn, "pg_backend_pid()")}
	tx, err := newDialect().Begin(ctx, cut)
	if err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(ctx); !errors.Is(err, dialect.ErrCommitUnknown) {
		t.Errorf("got %v", err)
	}
	deferred := connectTo(t, url)
	exec(t, deferred, "CREATE TABLE t (a integer UNIQUE DEFERRABLE INITIALLY DEFERRED)")
	if tx, err = newDialect().Begin(ctx, deferred); err != nil {
		t.Fatal(err)
	}
	exec(t, deferred, "INSERT INTO t VALUES (1), (1)")
	if err := tx.Commit(ctx); err == nil || errors.Is(err, dialect.ErrCommitUnknown) {
		t.Errorf("the server's verdict: %v", err)
	}
}
