package postgres

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/gmig/gmig/dialect"
)

// runnersLock is what a connection holds to keep other runners out.
type runnersLock interface {
	// check fails in a transaction if the lock was lost.
	check(ctx context.Context, conn dialect.Conn) error
}

// sessionLock is a session advisory lock on a connection.
type sessionLock struct {
	conn dialect.Conn
	// name is of the history, id the lock's number.
	name string
	id   int64
}

// Lock implements dialect.Dialect with a session advisory lock of the connection
// that works. So work and lock have one end. A connection for the lock alone
// could be cut while the work goes on; and the server lets go of it as soon as a
// process is killed, while the last statement of that process may run for long.
// The lock is tried again and again instead of waited for, because a
// session that waits holds a snapshot, and CREATE INDEX CONCURRENTLY in the
// session that has the lock would wait for it for ever.
func (d *Dialect) Lock(ctx context.Context, conn dialect.Conn, name string) (func(context.Context) error, error) {
	id, err := lockID(ctx, conn, name)
	if err != nil {
		return nil, fmt.Errorf("locking %q: %w", name, err)
	}
	lock := sessionLock{conn, name, id}
	err = d.Await(ctx, func() (bool, error) { return lock.try(ctx) }, func() string { return holder(ctx, conn, name, id) })
	if err != nil {
		return nil, fmt.Errorf("locking %q: %w", name, err)
	}
	restore := setSession(ctx, conn)
	d.locks.Store(conn, lock)
	return func(ctx context.Context) error {
		d.locks.Delete(conn)
		restore(ctx)
		return lock.release(ctx)
	}, nil
}

// adviseLease says what to do behind a pooler.
const adviseLease = "connect to the server itself, or write lock = \"lease\" under [postgres] in gmig.toml"

// errShared tells that the session is not this runner's alone.
var errShared = errors.New("the server's session has this lock already: a pooler such as PgBouncer shares it between clients: " +
	adviseLease)

// try takes the lock if it is free. PostgreSQL would give a session a lock that
// it has a second time. A pooler in transaction mode can give two runners the
// same session, and then that would let both in.
func (l sessionLock) try(ctx context.Context) (bool, error) {
	const try = `
SELECT CASE WHEN ` + ownLock + ` THEN 'shared' WHEN pg_try_advisory_lock($1) THEN 'locked' ELSE 'taken' END`
	var outcome string
	if err := queryValue(ctx, l.conn, &outcome, try, l.id); err != nil {
		return false, err
	}
	switch outcome {
	case "shared":
		return false, errShared
	case "taken":
		return false, nil
	}
	leased, err := leased(ctx, l.conn, l.name)
	if leased || err != nil {
		return false, errors.Join(err, l.release(ctx))
	}
	return true, nil
}

// check fails if the session does not have the lock any more.
func (l sessionLock) check(ctx context.Context, conn dialect.Conn) error {
	var has bool
	if err := queryValue(ctx, conn, &has, "SELECT "+ownLock, l.id); err != nil {
		return fmt.Errorf("checking the runners' lock: %w", err)
	}
	if !has {
		return errLost
	}
	return nil
}

// errLost tells that other runners may be at work.
var errLost = errors.New("the lock that keeps other runs of gmig out was lost: did a revision run DISCARD ALL or " +
	"pg_advisory_unlock_all(), or does a pooler such as PgBouncer share the connection between clients? Then " + adviseLease)

// release gives the lock back even when ctx is cancelled. The lock of a
// connection that is gone is gone with it.
func (l sessionLock) release(ctx context.Context) error {
	var held bool
	err := queryValue(context.WithoutCancel(ctx), l.conn, &held, "SELECT pg_advisory_unlock($1)", l.id)
	switch {
	case err == nil && held, isGone(err):
		return nil
	case err == nil:
		err = errLost
	}
	return fmt.Errorf("unlocking: %w", err)
}

// lockID derives the lock's number from what the lock protects: a history (name)
// in one schema of one database. Advisory locks are per database already; its
// name is in the number for those who read pg_locks across databases.
func lockID(ctx context.Context, conn dialect.Queryer, name string) (int64, error) {
	var place string
	err := queryValue(ctx, conn, &place, "SELECT current_database() || E'\\x01' || coalesce(current_schema(), '')")
	if err != nil {
		return 0, err
	}
	h := fnv.New64a()
	h.Write([]byte(place + "\x01" + name))
	return int64(binary.BigEndian.Uint64(h.Sum(nil))), nil
}

// thisLock finds a bigint's advisory lock as pg_locks shows it: the halves of
// the number in classid and objid, and 1 in objsubid.
const thisLock = `l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
	AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
	AND l.classid::bigint = ($1::bigint >> 32) & 4294967295 AND l.objid::bigint = $1::bigint & 4294967295`

// anyLock tells whether a session has the lock.
const anyLock = `EXISTS (SELECT FROM pg_locks l WHERE ` + thisLock + `)`

// ownLock tells whether the session has the lock.
const ownLock = `EXISTS (SELECT FROM pg_locks l WHERE l.pid = pg_backend_pid() AND ` + thisLock + `)`

const lockHolder = `
SELECT l.pid, coalesce(a.application_name, ''), coalesce(host(a.client_addr), 'a local socket'), a.backend_start
FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
WHERE ` + thisLock

// holder says who has the lock, or the lease in its place.
func holder(ctx context.Context, conn dialect.Queryer, name string, id int64) string {
	if who := sessionHolder(ctx, conn, id); who != "" {
		return who
	}
	if who := leaseHolder(ctx, conn, name); who != "" {
		return who
	}
	return "a run that has just ended"
}

func sessionHolder(ctx context.Context, conn dialect.Queryer, id int64) string {
	const unknown = ""
	rows, err := conn.QueryContext(ctx, lockHolder, id)
	if err != nil {
		return unknown
	}
	defer rows.Close()
	var (
		pid                 int
		application, client string
		since               sql.NullTime
	)
	if !rows.Next() || rows.Scan(&pid, &application, &client, &since) != nil {
		return unknown
	}
	who := fmt.Sprintf("PostgreSQL's process %d", pid)
	if application != "" {
		who += fmt.Sprintf(" (%q)", application)
	}
	who += " from " + client
	if since.Valid {
		who += ", connected since " + since.Time.Format(time.DateTime)
	}
	return who
}
