package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gmig/gmig/dialect"
)

var _ dialect.Timer = (*Dialect)(nil)

// The settings of PostgreSQL that Settings has values for.
const (
	lockTimeout      = "lock_timeout"
	statementTimeout = "statement_timeout"
)

// setTimeouts sets them for the transaction (SET LOCAL) or the session (SET).
func (d *Dialect) setTimeouts(ctx context.Context, conn dialect.Conn, set string) error {
	if err := setTimeout(ctx, conn, set, lockTimeout, d.LockTimeout); err != nil {
		return err
	}
	return setTimeout(ctx, conn, set, statementTimeout, d.StatementTimeout)
}

// setTimeout sets one; PostgreSQL counts in milliseconds.
func setTimeout(ctx context.Context, conn dialect.Conn, set, name string, value time.Duration) error {
	if value <= 0 {
		return nil // The server's setting stays.
	}
	if _, err := conn.ExecContext(ctx, fmt.Sprintf("%s %s = %d", set, name, max(1, value.Milliseconds()))); err != nil {
		return fmt.Errorf("setting %s: %w", name, err)
	}
	return nil
}

// SetTimeouts implements dialect.Timer.
func (d *Dialect) SetTimeouts(ctx context.Context, conn dialect.Conn) error {
	if d.Pooled {
		return nil // The session is others' too.
	}
	return d.setTimeouts(ctx, conn, "SET")
}

// ResetTimeouts implements dialect.Timer. It runs though ctx is cancelled; the
// settings of a connection that is gone are gone with it.
func (d *Dialect) ResetTimeouts(ctx context.Context, conn dialect.Conn) error {
	if d.Pooled {
		return nil
	}
	ctx = context.WithoutCancel(ctx)
	var errs []error
	for _, name := range []string{lockTimeout, statementTimeout} {
		if _, err := conn.ExecContext(ctx, "RESET "+name); err != nil && !isGone(err) {
			errs = append(errs, fmt.Errorf("resetting %s: %w", name, err))
		}
	}
	return errors.Join(errs...)
}

// Unhurried implements dialect.Timer. What PostgreSQL does CONCURRENTLY waits
// for every older transaction, for as long as that takes, and nobody waits
// behind it.
func (d *Dialect) Unhurried(ctx context.Context, conn dialect.Conn, run func() error) error {
	if d.LockTimeout <= 0 || d.Pooled {
		return run()
	}
	if _, err := conn.ExecContext(ctx, "SET "+lockTimeout+" = 0"); err != nil {
		return fmt.Errorf("setting %s: %w", lockTimeout, err)
	}
	err := run()
	if again := setTimeout(context.WithoutCancel(ctx), conn, "SET", lockTimeout, d.LockTimeout); !isGone(again) {
		err = errors.Join(err, again)
	}
	return err
}
