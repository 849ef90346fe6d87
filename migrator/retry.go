package migrator

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/versions"
)

// The default of WithLockRetries: after 5 tries and 15 seconds of pauses
// between them somebody should look at what is in the way.
const (
	lockRetries = 4
	retryPause  = time.Second
)

// WithLockRetries sets how often a revision is run again, from its beginning,
// that did not get a lock on a table in time and was rolled back. Before the
// first repetition there is a pause, and each further pause is twice as long.
// Meanwhile the application can use the table, which it could not while the
// statement waited. Default: 4 repetitions after a second and more.
func WithLockRetries(n int, pause time.Duration) Option {
	return func(m *Migrator) { m.retries, m.retryPause = n, pause }
}

// Retry is a revision that is to run again after a pause.
type Retry struct {
	Step versions.Step
	// Try is the number of the next try, Of that of the last one.
	Try, Of int
	Pause   time.Duration
	// Blocker is who had the lock, nil if that was not seen.
	Blocker *dialect.Blocker
	// Err is what became of the last try.
	Err error
}

// OnRetry has f called before the pause of each repetition. Default: nothing is
// called.
func OnRetry(f func(Retry)) Option {
	return func(m *Migrator) { m.onRetry = f }
}

// BlockedError is the cause of a StepError when a revision did not get a lock
// on a table, however often it was tried.
type BlockedError struct {
	Tries int
	// Blocker is who had the lock in the last try, nil if that was not seen.
	Blocker *dialect.Blocker
	Err     error
}

// Error implements error.
func (e *BlockedError) Error() string {
	tries, blocker := "once", "Another session had the lock."
	if e.Tries > 1 {
		tries = fmt.Sprintf("%d times", e.Tries)
	}
	if e.Blocker != nil {
		blocker = "The lock was with " + e.Blocker.String()
	}
	return fmt.Sprintf("%v\nIt was tried %s. %s\nLet that session finish or end it with pg_terminate_backend, or raise lock_timeout or lock_retries under [postgres] in gmig.toml.",
		e.Err, tries, blocker)
}

// Unwrap returns the cause.
func (e *BlockedError) Unwrap() error { return e.Err }

// insistOn runs a step, again and again if it gets no lock.
func (m *Migrator) insistOn(ctx context.Context, conn *sql.Conn, step versions.Step, rows []string, unfinished *Unfinished) error {
	return m.insist(ctx, conn, step, func(try int) error {
		if try > 1 {
			// What the last try did outside of a transaction was kept.
			table, err := m.versionTable(ctx, conn)
			if err != nil {
				return err
			}
			unfinished = table.unfinished
		}
		return m.execution(conn, step, rows, unfinished).goOn(ctx)
	})
}

// insist calls attempt until it does not fail for want of a lock, as often as
// WithLockRetries says.
func (m *Migrator) insist(ctx context.Context, conn *sql.Conn, step versions.Step, attempt func(try int) error) error {
	watcher, ok := m.dialect.(dialect.LockWatcher)
	if !ok {
		return attempt(1)
	}
	pool, err := m.db.DB()
	if err != nil {
		return err
	}
	for try, pause := 1, m.retryPause; ; try, pause = try+1, 2*pause {
		stop := watcher.WatchLocks(ctx, pool, conn)
		err := attempt(try)
		blocker := stop()
		var failed *StepError
		if err == nil || !watcher.LockDenied(err) || !errors.As(err, &failed) {
			return err
		}
		if try > m.retries || !m.repeatable(failed) {
			failed.Err = &BlockedError{Tries: try, Blocker: blocker, Err: failed.Err}
			return err
		}
		m.onRetry(Retry{Step: step, Try: try + 1, Of: m.retries + 1, Pause: pause, Blocker: blocker, Err: err})
		if stopped := dialect.Pause(ctx, pause); stopped != nil {
			return errors.Join(stopped, err)
		}
	}
}

// repeatable reports whether a revision that failed can run again from its beginning: it
// left nothing behind, or it runs outside of a transaction and passes over the
// operations that it did.
func (m *Migrator) repeatable(e *StepError) bool {
	return e.Kept < 0 || e.Step.Revision.NoTransaction || m.transactions == NoTransactions
}
