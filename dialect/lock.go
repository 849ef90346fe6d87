package dialect

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// LockTable is the table of leases: see Leaser.
const LockTable = "gmig_lock"

// Leaser is a Dialect that can also keep other runners out where a connection
// is not a session of its own: behind a pooler in transaction mode.
type Leaser interface {
	// Lease is Lock with a row of LockTable that is this runner's for a short
	// time, and is renewed on another connection of the pool. A runner that is
	// killed leaves it behind until that time is over.
	Lease(ctx context.Context, pool *sql.DB, conn Conn, name string) (unlock func(context.Context) error, err error)
}

// ErrLocked is wrapped by the error of Lock, and of SQLite's Begin, when
// another program does not finish in time.
var ErrLocked = errors.New("another program is at work on this database")

// The pauses between two tries of Await grow from the first to the last. Who
// waits for tellAfter is told for whom.
const (
	firstPause = 20 * time.Millisecond
	lastPause  = 500 * time.Millisecond
	tellAfter  = time.Second
)

// Await calls try until it reports success, fails or LockWait is over: then the
// error wraps ErrLocked and names the holder. Trying again and again, with
// growing pauses, is what every engine can do while its connection stays idle
// and the context can end the wait.
func (s Settings) Await(ctx context.Context, try func() (done bool, err error), holder func() string) error {
	started, told := time.Now(), false
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		done, err := try()
		if done || err != nil {
			return err
		}
		waited := time.Since(started)
		if waited >= s.LockWait {
			return fmt.Errorf("%w: waited %v for %s: let it finish or end it, or allow more time with --lock-timeout",
				ErrLocked, waited.Round(time.Millisecond), holder())
		}
		// Pauses of different lengths keep runners that were started together
		// from trying together.
		sleep := pause/2 + rand.N(pause/2)
		if !told {
			if waited >= tellAfter {
				told = true
				if s.OnWait != nil {
					s.OnWait(holder())
				}
			} else {
				sleep = min(sleep, tellAfter-waited)
			}
		}
		if err := Pause(ctx, min(sleep, s.LockWait-waited)); err != nil {
			return err
		}
	}
}

// Pause waits for a time, or for the end of ctx, whose error it returns then.
func Pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
