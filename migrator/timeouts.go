package migrator

import (
	"context"
	"errors"

	"github.com/gmig/gmig/dialect"
)

// limited runs f, which is outside of a transaction, under the time limits that
// the dialect gives transactions.
func (e *execution) limited(ctx context.Context, f func() error) error {
	timer, ok := e.m.dialect.(dialect.Timer)
	if !ok {
		return f()
	}
	if err := timer.SetTimeouts(ctx, e.conn); err != nil {
		return err
	}
	err := f()
	return errors.Join(err, timer.ResetTimeouts(ctx, e.conn))
}

// unhurried runs an operation that can be in no transaction.
func (e *execution) unhurried(ctx context.Context, run func() error) error {
	if timer, ok := e.m.dialect.(dialect.Timer); ok {
		return timer.Unhurried(ctx, e.conn, run)
	}
	return run()
}
