package postgres

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/gmig/gmig/dialect"
)

var _ dialect.LockWatcher = (*Dialect)(nil)

// PostgreSQL's codes for a statement that did not get its lock (appendix A of
// its manual): lock_not_available, which lock_timeout and NOWAIT cause, and
// deadlock_detected.
const (
	lockNotAvailable = "55P03"
	deadlockDetected = "40P01"
)

// LockDenied implements dialect.LockWatcher.
func (d *Dialect) LockDenied(err error) bool {
	var coded interface{ SQLState() string }
	return errors.As(err, &coded) && (coded.SQLState() == lockNotAvailable || coded.SQLState() == deadlockDetected)
}

// WatchLocks implements dialect.LockWatcher. It looks several times within one
// lock timeout. A revision that is faster than the first look costs no second
// connection, and where the pool has none to give there is nothing to see.
func (d *Dialect) WatchLocks(ctx context.Context, pool *sql.DB, conn dialect.Conn) func() *dialect.Blocker {
	const looks = 8
	every := min(d.LockTimeout/looks, time.Second)
	var pid int
	if every <= 0 || queryValue(ctx, conn, &pid, "SELECT pg_backend_pid()") != nil {
		return func() *dialect.Blocker { return nil }
	}
	ctx, cancel := context.WithCancel(ctx)
	seen := make(chan *dialect.Blocker, 1)
	go func() {
		var last *dialect.Blocker
		for dialect.Pause(ctx, every) == nil {
			if b := blocker(ctx, pool, pid); b != nil {
				last = b
			}
		}
		seen <- last
	}()
	return func() *dialect.Blocker {
		cancel()
		return <-seen
	}
}

// blockers are the sessions in the way of another, the one with the oldest
// transaction first.
const blockers = `
SELECT b.pid, coalesce(a.usename, ''), coalesce(a.application_name, ''), coalesce(a.state, ''),
	coalesce(extract(epoch FROM clock_timestamp() - a.state_change), 0), coalesce(a.query, ''), count(*) OVER () - 1
FROM (SELECT DISTINCT unnest(pg_blocking_pids($1)) AS pid) b LEFT JOIN pg_stat_activity a ON a.pid = b.pid
ORDER BY a.xact_start LIMIT 1`

// blocker is who is in the way of a session now, nil for nobody.
func blocker(ctx context.Context, pool dialect.Queryer, pid int) *dialect.Blocker {
	rows, err := pool.QueryContext(ctx, blockers, pid)
	if err != nil {
		return nil // An error of the watch is no error of the revision.
	}
	defer rows.Close()
	var (
		b       dialect.Blocker
		seconds float64
	)
	if !rows.Next() || rows.Scan(&b.PID, &b.User, &b.Application, &b.State, &seconds, &b.Query, &b.Others) != nil {
		return nil
	}
	b.For = time.Duration(seconds * float64(time.Second))
	return &b
}
