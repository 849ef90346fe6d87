package migrator

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

var _ op.Runner = (*execution)(nil)

// errTransaction is what an operation gets that cannot run in a transaction.
var errTransaction = errors.New("it cannot run in a transaction: run it with m.Autocommit, or give the revision NoTransaction: true")

// Run implements op.Runner.
func (e *execution) Run(ctx context.Context, ops ...op.Operation) error {
	err := inGroups(ops,
		func(ops []op.Operation) (int, error) { return e.together(ctx, ops) },
		func(o op.Operation) error { return e.operation(ctx, o) })
	if err != nil {
		return e.fail(err)
	}
	return e.m.dialect.AfterDDL(ctx, e.conn)
}

// operation executes one operation in the way that the revision is in: in its
// transaction, or else in one of its own if the operation can.
func (e *execution) operation(ctx context.Context, o op.Operation) error {
	if passed, err := e.passed(o); passed || err != nil {
		return err
	}
	if err := e.unable(ctx); err != nil {
		return &OperationError{Operation: o, Err: err}
	}
	_, isExec := o.(*op.ExecOp)
	transactional := e.m.dialect.Transactional(o)
	switch {
	case e.tx != nil && !transactional:
		return &OperationError{Operation: o, Err: errTransaction}
	case e.tx != nil:
		if err := e.execute(ctx, o); err != nil {
			return err
		}
		if err := e.inside(); err != nil {
			return &OperationError{Operation: o, Err: err}
		}
		e.count++
		return nil
	case isExec:
		return e.text(ctx, func() error { return e.execute(ctx, o) })
	case transactional:
		return e.inOwnTransaction(ctx, func() error { return e.execute(ctx, o) })
	}
	return e.bare(ctx, func() error {
		return e.unhurried(ctx, func() error { return e.resume(ctx, o) })
	})
}

// unable is why no operation can run now, nil if one can. Drivers answer a
// cancelled context in their own ways, and pgx also gives the connection up.
func (e *execution) unable(ctx context.Context) error {
	return cmp.Or(e.overlooked(), context.Cause(ctx), busy(e.m.dialect, e.conn), e.inside())
}

// passed reports whether an operation has run before an interruption.
func (e *execution) passed(o op.Operation) (bool, error) {
	e.identify(o)
	switch {
	case !e.passing:
		return false, nil
	case e.count == e.resumed.Done:
		return false, e.errEdited() // The transaction was left here.
	}
	e.count++
	if e.count == e.resumed.Done && e.edited() {
		return false, e.errEdited()
	}
	e.passing = e.count < e.resumed.Done || e.resumed.Left
	return true, nil
}

// note is how far the step is.
func (e *execution) note(done int, left bool) Unfinished {
	u := Unfinished{Revision: e.step.Revision.ID, Direction: e.step.Direction, Done: done, Left: left}
	if done < len(e.identities) {
		u.Identity = string(e.identities[done])
	}
	return u
}

// execute tells of what an operation drops, and performs it.
func (e *execution) execute(ctx context.Context, o op.Operation) error {
	if err := e.lose(ctx, o); err != nil {
		return &OperationError{Operation: o, Err: err}
	}
	return e.perform(ctx, o)
}

// perform compiles and runs an operation.
func (e *execution) perform(ctx context.Context, o op.Operation) error {
	defer e.m.onOperation(e.step, o)()
	statements, err := e.m.dialect.Compile(ctx, e.conn, o)
	if err != nil {
		return &OperationError{Operation: o, Err: err}
	}
	return e.statements(ctx, o, statements)
}

func (e *execution) statements(ctx context.Context, o op.Operation, statements []string) error {
	for _, statement := range statements {
		if _, err := e.conn.ExecContext(ctx, statement); err != nil {
			return &OperationError{Operation: o, SQL: statement, Err: err}
		}
	}
	return nil
}

// resume is execute outside of a transaction: the first operation after an
// interruption may have been done.
func (e *execution) resume(ctx context.Context, o op.Operation) error {
	if resumer, ok := e.m.dialect.(dialect.Resumer); ok && e.resumed != nil && e.count == e.resumed.Done {
		switch rest, begun, err := resumer.Rest(ctx, e.conn, o); {
		case err != nil:
			return &OperationError{Operation: o, Err: err}
		case begun:
			return e.statements(ctx, o, rest)
		}
	}
	return e.execute(ctx, o)
}

// text runs SQL text of the user's, of which nobody knows whether it may run in
// a transaction. A revision with NoTransaction has it in one with the note that
// it is done, so that it is never done twice, unless the engine refuses that.
func (e *execution) text(ctx context.Context, run func() error) error {
	if e.leaving {
		return e.bare(ctx, run)
	}
	err := e.inOwnTransaction(ctx, run)
	var failed *OperationError
	if errors.As(err, &failed) && e.m.dialect.RefusedInTransaction(failed.Err) {
		return e.bare(ctx, run)
	}
	return err
}

// inOwnTransaction runs an operation of a revision without a transaction
// together with the note that it is done.
func (e *execution) inOwnTransaction(ctx context.Context, run func() error) error {
	err := inTx(ctx, e.m.dialect, e.conn, func(dialect.Transaction) error {
		if err := run(); err != nil {
			return err
		}
		return e.m.writeProgress(e.m.session(ctx, e.conn, true), e.note(e.count+1, false))
	})
	if err != nil {
		return err
	}
	e.count++
	e.kept = e.count
	return nil
}

// bare runs an operation that can be in no transaction between two notes: that
// it comes now, and that it is done.
func (e *execution) bare(ctx context.Context, run func() error) error {
	session := e.m.session(ctx, e.conn, false)
	if e.kept < 0 {
		if err := e.m.writeProgress(session, e.note(e.count, false)); err != nil {
			return err
		}
		e.kept = e.count
	}
	if err := run(); err != nil {
		return err
	}
	e.count++
	e.kept = e.count
	return e.m.writeProgress(session, e.note(e.count, false))
}

// Autocommit implements op.Runner.
func (e *execution) Autocommit(ctx context.Context, ops ...op.Operation) error {
	leaves := false
	for _, o := range ops {
		leaves = leaves || e.m.dialect.Autocommits(o)
	}
	e.leaving = leaves
	defer func() { e.leaving = false }()
	switch {
	case e.tx == nil || !leaves:
		return e.Run(ctx, ops...)
	case e.shared:
		return errLeavesShared
	case e.passing && e.count+len(ops) <= e.resumed.Done:
		return e.Run(ctx, ops...) // All were done.
	}
	// What an interrupted run noted here needs no second note.
	noted := e.passing
	if noted && e.count == e.resumed.Done {
		e.passing = false
	}
	if err := e.unable(ctx); err != nil {
		return err
	}
	if !noted {
		if err := e.m.writeProgress(e.m.session(ctx, e.conn, true), e.note(e.count, true)); err != nil {
			return e.fail(err)
		}
	}
	if err := e.commit(ctx); err != nil {
		return e.fail(err)
	}
	e.kept = max(e.kept, e.count)
	if err := e.limited(ctx, func() error { return e.Run(ctx, ops...) }); err != nil {
		return e.fail(err)
	}
	return e.fail(e.begin(ctx))
}

// Exec implements op.Runner. Without arguments the text goes to the database
// as it is: GORM would take each "?" in it for a placeholder.
func (e *execution) Exec(ctx context.Context, query string, args ...any) error {
	if passed, err := e.passed(op.Exec(query)); passed || err != nil {
		return err
	}
	if err := e.unable(ctx); err != nil {
		return &OperationError{Operation: op.Exec(query), SQL: query, Err: err}
	}
	run := func() (err error) {
		if len(args) > 0 {
			err = e.m.session(ctx, e.conn, e.tx != nil).Exec(query, args...).Error
		} else {
			_, err = e.conn.ExecContext(ctx, query)
		}
		if err != nil {
			return &OperationError{Operation: op.Exec(query), SQL: query, Err: err}
		}
		return nil
	}
	if e.tx == nil {
		if err := e.text(ctx, run); err != nil {
			return e.fail(err)
		}
	} else {
		if err := run(); err != nil {
			return err
		}
		if err := e.inside(); err != nil {
			return &OperationError{Operation: op.Exec(query), SQL: query, Err: err}
		}
		e.count++
	}
	return e.m.dialect.AfterDDL(ctx, e.conn)
}

// errResumed is what a data step gets that would run a second time.
func (e *execution) errResumed() error {
	return fmt.Errorf("revision %q was interrupted behind %s, and works through m.DB() before that place, which would happen twice: "+
		"have it ask m.Resuming() there, or finish the revision by hand and run `gmig stamp %s`", e.step.Revision.ID, operations(e.resumed.Done), e.step.Revision.ID)
}

// DB implements op.Runner.
func (e *execution) DB() *gorm.DB {
	session := e.m.session(e.ctx, e.conn, e.tx != nil)
	if e.passing && !e.outside && !e.asked {
		_ = session.AddError(e.errResumed())
		return session
	}
	return session.Session(&gorm.Session{NewDB: true, Context: e.ctx})
}

// Resuming implements op.Runner.
func (e *execution) Resuming() bool {
	e.asked = true
	return e.passing
}

// Progress implements op.Runner.
func (e *execution) Progress(done, total int64) { e.m.onProgress(e.step, done, total) }

// Dialect implements op.Runner.
func (e *execution) Dialect() string { return e.m.dialect.Name() }

// Offline implements op.Runner.
func (e *execution) Offline() bool { return false }
