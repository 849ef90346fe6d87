package migrator

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// execution is one step at work on a connection: its revision's function runs
// on it, and the version table is written with what the function did.
type execution struct {
	m    *Migrator
	conn *sql.Conn
	step versions.Step
	// from is where the plan believes the database to be.
	from []string
	// outside tells that the revision wants no transaction.
	outside bool
	// shared tells that the transaction is that of several steps: it is
	// neither begun nor committed here.
	shared bool
	// tx is the running transaction, nil outside of one.
	tx dialect.Transaction
	// ctx is the step's, for the data steps that take none.
	ctx context.Context
	// resumed is where the step was interrupted, nil if it was not; passing
	// tells that what runs now had run before that.
	resumed *Unfinished
	passing bool
	// failed is the error of an operation, nil if none has failed.
	failed error
	// identities are those of the operations up to each place, from the first
	// on, as far as they have begun.
	identities []identity
	// count is how many operations have run by now, or were passed over.
	count int
	// kept is how many operations a failure does not undo, -1 for the whole
	// step being undone.
	kept int
	// leaving tells that an Autocommit is at work that has to be outside of a
	// transaction.
	leaving bool
	// took is how long the step took.
	took time.Duration
	// asked tells that the function has asked whether it resumes, so that its
	// data steps know what they do.
	asked bool
}

// run executes the step.
func (e *execution) run(ctx context.Context) (err error) {
	e.ctx = ctx
	e.passing = e.resumed != nil && (e.resumed.Done > 0 || e.resumed.Left)
	if e.shared && e.outside {
		return errShared
	}
	defer func() {
		// Also when the revision's function panics.
		if e.tx != nil && !e.shared {
			err = errors.Join(err, e.tx.Rollback(ctx))
		}
	}()
	if err := e.begin(ctx); err != nil {
		return err
	}
	if err := e.enter(ctx); err != nil {
		return err
	}
	if e.outside {
		if err := e.commit(ctx); err != nil {
			return err
		}
	}
	work := func() error { return e.work(ctx) }
	if e.outside {
		inside := work
		work = func() error { return e.limited(ctx, inside) }
	}
	if err := work(); err != nil {
		return err
	}
	if e.tx == nil {
		if err := e.begin(ctx); err != nil {
			return err
		}
	}
	session := e.m.session(ctx, e.conn, true)
	if e.kept >= 0 {
		if err := e.m.clearProgress(session); err != nil {
			return err
		}
	}
	if err := e.m.writeVersion(session, e.step); err != nil {
		return err
	}
	return e.commit(ctx)
}

// call runs the revision's function. Rows that it leaves open are closed behind
// it by the end of its context: nothing could run on the connection otherwise,
// not even a rollback.
func (e *execution) call(ctx context.Context, f op.Func) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	e.ctx = ctx
	if err := f(ctx, op.NewMigration(e).With(e.m.arguments)); err != nil {
		return err
	}
	return cmp.Or(e.overlooked(), busy(e.m.dialect, e.conn), e.inside())
}

// work runs the revision's function.
func (e *execution) work(ctx context.Context) error {
	f := function(e.step)
	if f == nil {
		return nil
	}
	if err := e.call(ctx, f); err != nil {
		return err
	}
	if e.passing {
		return e.errEdited()
	}
	return nil
}

// errEdited is what a resumed revision gets that no longer is what it was when
// it was interrupted.
func (e *execution) errEdited() error {
	return fmt.Errorf("it was interrupted behind %s, and is another one now: put its file back as it was, or finish it by hand and run `gmig stamp`", operations(e.resumed.Done))
}

// enter looks, in the first transaction of the step, whether the database is
// where the plan believes it to be, and sees to the version table.
func (e *execution) enter(ctx context.Context) error {
	table, err := e.m.versionTable(ctx, e.conn)
	if err != nil {
		return err
	}
	rows, before := table.rows(), slices.Sorted(slices.Values(e.from))
	if !slices.Equal(rows, before) || !sameUnfinished(table.unfinished, e.resumed) {
		return &movedError{from: before, to: rows}
	}
	if err := e.m.ensureVersionTable(ctx, e.conn, table); err != nil {
		return err
	}
	e.m.onStep(e.step)
	return nil
}

func (e *execution) begin(ctx context.Context) (err error) {
	if e.shared && e.tx != nil {
		return nil
	}
	e.tx, err = e.m.dialect.Begin(ctx, e.conn)
	return err
}

func (e *execution) commit(ctx context.Context) error {
	if e.shared {
		return nil
	}
	tx := e.tx
	e.tx = nil // Commit has rolled back if it fails.
	return tx.Commit(ctx)
}

// function is what a step runs of its revision, nil for nothing.
func function(step versions.Step) op.Func {
	switch step.Direction {
	case versions.Up:
		return step.Revision.Up
	case versions.Down:
		return step.Revision.Down
	}
	return nil
}

// transact runs f in a transaction in which the version table exists. f gets
// what the table held at the start.
func (m *Migrator) transact(ctx context.Context, conn *sql.Conn, f func(versionTable) error) error {
	return inTx(ctx, m.dialect, conn, func(dialect.Transaction) error {
		table, err := m.versionTable(ctx, conn)
		if err != nil {
			return err
		}
		if err := m.ensureVersionTable(ctx, conn, table); err != nil {
			return err
		}
		return f(table)
	})
}

// inTx runs f in a transaction, which it commits unless f fails or panics.
func inTx(ctx context.Context, d dialect.Dialect, conn dialect.Conn, f func(dialect.Transaction) error) (err error) {
	tx, err := d.Begin(ctx, conn)
	if err != nil {
		return err
	}
	ended := false
	defer func() {
		if !ended {
			err = errors.Join(err, tx.Rollback(ctx))
		}
	}()
	if err := f(tx); err != nil {
		return err
	}
	ended = true // Commit has rolled back if it fails.
	return tx.Commit(ctx)
}
