package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/gmig/gmig/dialect"
)

// ErrLocked is wrapped by the error of Lock when another runner does not finish
// in time.
var ErrLocked = errors.New("another runner is at work on this database")

// The pauses between two tries of Lock grow from the first to the last.
const (
	firstPause = 50 * time.Millisecond
	lastPause  = time.Second
)

// Lock implements dialect.Dialect with a session advisory lock: it lives as
// long as the connection and is gone with a killed process. It is tried again
// and again instead of waited for, because a session that waits holds a
// snapshot, and CREATE INDEX CONCURRENTLY in the session that has the lock
// would wait for it for ever.
func (d *Dialect) Lock(ctx context.Context, conn dialect.Conn, name string) (func(context.Context) error, error) {
	id, err := lockID(ctx, conn, name)
	if err != nil {
		return nil, fmt.Errorf("locking %q: %w", name, err)
	}
	started := time.Now()
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		var locked bool
		if err := queryValue(ctx, conn, &locked, "SELECT pg_try_advisory_lock($1)", id); err != nil {
			return nil, fmt.Errorf("locking %q: %w", name, err)
		}
		if locked {
			return func(ctx context.Context) error { return unlock(ctx, conn, id) }, nil
		}
		if waited := time.Since(started); waited+pause > d.LockWait {
			return nil, fmt.Errorf("locking %q: %w: waited %v for %s: let it finish, or end it with pg_terminate_backend",
				name, ErrLocked, waited.Round(time.Second), holder(ctx, conn, id))
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil, fmt.Errorf("locking %q: %w", name, ctx.Err())
		case <-timer.C:
		}
	}
}

// unlock gives the lock back even when ctx is cancelled. The lock of a
// connection that is gone is gone with it.
func unlock(ctx context.Context, conn dialect.Conn, id int64) error {
	var held bool
	if err := queryValue(context.WithoutCancel(ctx), conn, &held, "SELECT pg_advisory_unlock($1)", id); err != nil {
		if errors.Is(err, sql.ErrConnDone) || errors.Is(err, driver.ErrBadConn) {
			return nil
		}
		return fmt.Errorf("unlocking: %w", err)
	}
	if !held {
		return errors.New("unlocking: the lock was lost: was the connection reset, or does a pooler such as " +
			"PgBouncer share it between clients?")
	}
	return nil
}

// lockID derives the lock's number from what the lock protects: a history (name)
// in one schema of one database. Advisory locks are per database already; its
// name is in the number for those who read pg_locks across databases.
func lockID(ctx context.Context, conn dialect.Conn, name string) (int64, error) {
	var place string
	err := queryValue(ctx, conn, &place, "SELECT current_database() || E'\\x01' || coalesce(current_schema(), '')")
	if err != nil {
		return 0, err
	}
	h := fnv.New64a()
	h.Write([]byte(place + "\x01" + name))
	return int64(binary.BigEndian.Uint64(h.Sum(nil))), nil
}

// lockHolder finds a bigint's advisory lock as pg_locks shows it: the halves of
// the number in classid and objid, and 1 in objsubid.
const lockHolder = `
SELECT l.pid, coalesce(a.application_name, ''), coalesce(host(a.client_addr), 'a local socket'), a.backend_start
FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
	AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
	AND l.classid::bigint = ($1::bigint >> 32) & 4294967295 AND l.objid::bigint = $1::bigint & 4294967295`

// holder says who has the lock.
func holder(ctx context.Context, conn dialect.Conn, id int64) string {
	const unknown = "a session that has just gone"
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
	who := fmt.Sprintf("server process %d", pid)
	if application != "" {
		who += fmt.Sprintf(" (%q)", application)
	}
	who += " from " + client
	if since.Valid {
		who += ", connected since " + since.Time.Format(time.DateTime)
	}
	return who
}
