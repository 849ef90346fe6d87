package postgres

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/gmig/gmig/dialect"
)

var _ dialect.Leaser = (*Dialect)(nil)

// leaseTime is how long a lease lasts that nobody renews: so long the next
// runner waits for one that was killed. leaseBeat is how often it is renewed.
const (
	leaseTime = 30 * time.Second
	leaseBeat = leaseTime / 6
)

// lease is a row of the lock table that is this runner's while it is renewed.
type lease struct {
	pool *sql.DB
	name string
	// id is the number that a runner with a session of its own locks.
	id int64
	// holder is unique among runners; who says to people who that is.
	holder, who string
	// lost is set when another runner has taken the row over.
	lost atomic.Bool
}

// createLockTable is a table of its own, so that no revision waits for the rows
// of the version table. holder is unique because only then a change of it waits
// for those who have locked the row FOR KEY SHARE: see check.
const createLockTable = `
CREATE TABLE IF NOT EXISTS ` + dialect.LockTable + ` (
	name text PRIMARY KEY, holder text NOT NULL UNIQUE, who text NOT NULL, since timestamptz NOT NULL, expires timestamptz NOT NULL)`

// Lease implements dialect.Leaser with a row that says who works, and until
// when. Each statement on it is a transaction of its own, so that it does not
// matter which of a pooler's sessions it runs on.
func (d *Dialect) Lease(ctx context.Context, pool *sql.DB, conn dialect.Conn, name string) (func(context.Context) error, error) {
	if pool.Stats().MaxOpenConnections == 1 {
		return nil, errors.New("leasing the runners' lock: it is renewed on a second connection: let the pool have two, with SetMaxOpenConns")
	}
	id, err := lockID(ctx, pool, name)
	if err != nil {
		return nil, fmt.Errorf("leasing the runners' lock: %w", err)
	}
	l := &lease{pool: pool, name: name, id: id, holder: rand.Text(), who: dialect.ThisProcess()}
	if err := l.createTable(ctx); err != nil {
		return nil, fmt.Errorf("leasing the runners' lock: creating table %q: %w", dialect.LockTable, err)
	}
	if err := d.Await(ctx, func() (bool, error) { return l.try(ctx) }, func() string { return holder(ctx, l.pool, l.name, l.id) }); err != nil {
		return nil, fmt.Errorf("leasing the runners' lock: %w", err)
	}
	beats, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		l.renew(beats)
	}()
	d.locks.Store(conn, l)
	return func(ctx context.Context) error {
		d.locks.Delete(conn)
		stop()
		<-ended
		return l.release(context.WithoutCancel(ctx))
	}, nil
}

// createTable makes the table. Of two that make it at once, one may be told
// that it is there, so a second try decides.
func (l *lease) createTable(ctx context.Context) error {
	var there bool
	err := queryValue(ctx, l.pool, &there, "SELECT to_regclass($1) IS NOT NULL", dialect.LockTable)
	if err != nil || there {
		return err
	}
	if _, err := l.pool.ExecContext(ctx, createLockTable); err == nil {
		return nil
	}
	_, err = l.pool.ExecContext(ctx, createLockTable)
	return err
}

// try takes the row if nobody has it, or nobody any more. It writes only then:
// to change the row is to wait for the transaction of who has it.
func (l *lease) try(ctx context.Context) (bool, error) {
	var taken bool
	err := queryValue(ctx, l.pool, &taken, "SELECT "+anyLock+
		" OR EXISTS (SELECT FROM "+dialect.LockTable+" WHERE name = $2 AND expires > clock_timestamp())", l.id, l.name)
	if err != nil || taken {
		return false, err
	}
	ours, err := l.write(ctx, `
INSERT INTO `+dialect.LockTable+` AS l (name, holder, who, since, expires)
VALUES ($1, $2, $3, clock_timestamp(), clock_timestamp() + $4 * interval '1 second')
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, who = excluded.who, since = excluded.since, expires = excluded.expires
WHERE l.expires <= clock_timestamp()`, l.name, l.holder, l.who, leaseTime.Seconds())
	if err != nil || !ours {
		return false, err
	}
	if err := queryValue(ctx, l.pool, &taken, "SELECT "+anyLock, l.id); err != nil || taken {
		return false, errors.Join(err, l.release(context.WithoutCancel(ctx)))
	}
	return true, nil
}

// deleteExpired waits for no transaction that has looked at the row: see check.
const deleteExpired = "DELETE FROM " + dialect.LockTable + " WHERE name IN (SELECT name FROM " + dialect.LockTable +
	" WHERE name = $1 AND expires <= clock_timestamp() FOR UPDATE SKIP LOCKED)"

// leased reports whether another runner has a lease, for one that has the lock
// of its session. Each of the two shows what it has before it looks for the
// other's, so that one of them at least sees the other and steps back. A lease
// that has expired goes: its runner, should it still be there, finds that out
// before it commits.
func leased(ctx context.Context, conn dialect.Conn, name string) (bool, error) {
	var there, taken bool
	err := queryValue(ctx, conn, &there, "SELECT to_regclass($1) IS NOT NULL", dialect.LockTable)
	if err != nil || !there {
		return false, err
	}
	if err := queryValue(ctx, conn, &taken, "SELECT EXISTS (SELECT FROM "+dialect.LockTable+" WHERE name = $1)", name); err != nil || !taken {
		return false, err
	}
	if _, err := conn.ExecContext(ctx, deleteExpired, name); err != nil {
		return false, fmt.Errorf("removing a lease that has expired: %w", err)
	}
	err = queryValue(ctx, conn, &taken, "SELECT EXISTS (SELECT FROM "+dialect.LockTable+" WHERE name = $1)", name)
	return taken, err
}

// renew keeps the row until ctx ends. A beat that does not reach the database
// is none: the next may, and check decides before anything is committed.
func (l *lease) renew(ctx context.Context) {
	for dialect.Pause(ctx, leaseBeat) == nil {
		ours, err := l.write(ctx, "UPDATE "+dialect.LockTable+" SET expires = clock_timestamp() + $3 * interval '1 second' WHERE name = $1 AND holder = $2",
			l.name, l.holder, leaseTime.Seconds())
		if err == nil && !ours {
			l.lost.Store(true)
			return
		}
	}
}

// check fails if the row is another's, and keeps it from becoming that until
// the transaction ends: FOR KEY SHARE lets it be renewed, and not taken over.
func (l *lease) check(ctx context.Context, conn dialect.Conn) error {
	if l.lost.Load() {
		return errExpired
	}
	var ours int
	err := queryValue(ctx, conn, &ours, "SELECT 1 FROM "+dialect.LockTable+" WHERE name = $1 AND holder = $2 FOR KEY SHARE", l.name, l.holder)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return errExpired
	case err != nil:
		return fmt.Errorf("checking the runners' lock: %w", err)
	}
	return nil
}

// errExpired tells that other runners may be at work.
var errExpired = fmt.Errorf("the lease that keeps other runs of gmig out was not renewed for %v, and another run has it now", leaseTime)

// release gives the row back. One that cannot be given back expires.
func (l *lease) release(ctx context.Context) error {
	ours, err := l.write(ctx, "DELETE FROM "+dialect.LockTable+" WHERE name = $1 AND holder = $2", l.name, l.holder)
	switch {
	case err != nil:
		return fmt.Errorf("giving the lease of the runners' lock back: %w: it ends by itself in %v", err, leaseTime)
	case !ours:
		return errExpired
	}
	return nil
}

// write runs a statement on the row and reports whether there was one.
func (l *lease) write(ctx context.Context, statement string, args ...any) (bool, error) {
	done, err := l.pool.ExecContext(ctx, statement, args...)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n == 1, err
}

// leaseHolder says who has the row, empty for nobody.
func leaseHolder(ctx context.Context, conn dialect.Queryer, name string) string {
	var who string
	if queryValue(ctx, conn, &who, "SELECT who || ', since ' || since FROM "+dialect.LockTable+" WHERE name = $1", name) != nil {
		return ""
	}
	return who
}
