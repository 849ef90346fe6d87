package migrator

import (
	"cmp"
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// OfflineDataError is returned by Offline for a revision that uses m.DB(): what
// such code does depends on rows that are not there while SQL is written down.
type OfflineDataError struct{ Step versions.Step }

// Error implements error.
func (e *OfflineDataError) Error() string {
	return fmt.Sprintf("writing %s as SQL: revision %q works through m.DB(), which needs the database: run the upgrade without --sql, or have the revision ask m.Offline() and use m.Exec there",
		e.Step, e.Step.Revision.ID)
}

// offlineRunner is the op.Runner that records.
type offlineRunner struct {
	m       *Migrator
	dialect dialect.Dialect // compiles
	rec     *recorder
	// outside tells that the revision wants no transaction; tx is the one that
	// the script is in, nil for none.
	outside bool
	tx      dialect.Transaction
	// shared tells that the transaction is that of several steps: it is
	// neither begun nor committed here.
	shared bool
	// failed is the error of an operation, of which a part may stand in the
	// script.
	failed error
}

var _ op.Runner = (*offlineRunner)(nil)

func (r *offlineRunner) begin(ctx context.Context) (err error) {
	if r.shared {
		return nil
	}
	r.tx, err = r.m.dialect.Begin(ctx, r.rec)
	return err
}

func (r *offlineRunner) commit(ctx context.Context) error {
	if r.shared {
		return nil
	}
	tx := r.tx
	r.tx = nil // Commit has rolled back if it fails.
	return r.rec.commit(ctx, tx)
}

// Run implements op.Runner.
func (r *offlineRunner) Run(ctx context.Context, ops ...op.Operation) error {
	err := inGroups(ops,
		func(ops []op.Operation) (int, error) { return r.together(ctx, ops) },
		func(o op.Operation) error { return r.operation(ctx, o) })
	r.failed = cmp.Or(r.failed, err)
	return err
}

// operation records an operation: in the script's transaction, or else in one
// of its own if it can be in one.
func (r *offlineRunner) operation(ctx context.Context, o op.Operation) error {
	transactional := r.m.dialect.Transactional(o)
	_, isExec := o.(*op.ExecOp)
	switch {
	case r.tx != nil && !transactional:
		return &OperationError{Operation: o, Err: errTransaction}
	case r.tx == nil && transactional && !isExec:
		return r.rec.transaction(ctx, r.m.dialect, func(dialect.Transaction) error { return r.record(ctx, o) })
	}
	return r.record(ctx, o)
}

func (r *offlineRunner) record(ctx context.Context, o op.Operation) error {
	statements, err := r.dialect.Compile(ctx, r.rec.schema(), o)
	if err != nil {
		return &OperationError{Operation: o, Err: err}
	}
	return r.statements(ctx, o, statements)
}

func (r *offlineRunner) statements(ctx context.Context, o op.Operation, statements []string) error {
	for _, statement := range statements {
		if _, err := r.rec.ExecContext(ctx, statement); err != nil {
			return &OperationError{Operation: o, SQL: statement, Err: err}
		}
	}
	return nil
}

// Autocommit implements op.Runner. A script that is interrupted there says
// itself how far it came: it keeps no note in the version table.
func (r *offlineRunner) Autocommit(ctx context.Context, ops ...op.Operation) error {
	leaves := false
	for _, o := range ops {
		leaves = leaves || r.m.dialect.Autocommits(o)
	}
	if r.tx == nil || !leaves {
		return r.Run(ctx, ops...)
	}
	if r.shared {
		return errLeavesShared
	}
	if err := r.commit(ctx); err != nil {
		return err
	}
	if err := r.Run(ctx, ops...); err != nil {
		return err
	}
	return r.begin(ctx)
}

// Resuming implements op.Runner: a script is written for a database where
// nothing was interrupted.
func (r *offlineRunner) Resuming() bool { return false }

// Progress implements op.Runner.
func (r *offlineRunner) Progress(done, total int64) {}

// Exec implements op.Runner. Arguments are written as literals.
func (r *offlineRunner) Exec(ctx context.Context, query string, args ...any) (err error) {
	statement := query
	if len(args) > 0 {
		statement, err = withLiterals(r.m.db, query, args)
	}
	if err == nil {
		_, err = r.rec.ExecContext(ctx, statement)
	}
	if err != nil {
		return &OperationError{Operation: op.Exec(query), SQL: statement, Err: err}
	}
	return nil
}

// DB implements op.Runner. A script knows no rows, so it stops the revision. On
// the way to where the script starts, it is a session on the replica.
func (r *offlineRunner) DB() *gorm.DB {
	if r.rec.writing || r.rec.replica == nil {
		panic(noData{})
	}
	return r.m.session(context.Background(), r.rec.replica, r.tx != nil)
}

// noData is what DB panics with, for want of an error to return.
type noData struct{}

// withoutData runs a revision's function and returns an *OfflineDataError if it
// asks for the database.
func withoutData(ctx context.Context, f op.Func, m *op.Migration) (err error) {
	defer func() {
		switch cause := recover().(type) {
		case nil:
		case noData:
			err = &OfflineDataError{}
		default:
			panic(cause)
		}
	}()
	return f(ctx, m)
}

// Dialect implements op.Runner.
func (r *offlineRunner) Dialect() string { return r.m.dialect.Name() }

// Offline implements op.Runner.
func (r *offlineRunner) Offline() bool { return true }
