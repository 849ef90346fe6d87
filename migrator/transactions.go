package migrator

import (
	"context"
	"database/sql"
	"errors"

	"github.com/gmig/gmig/versions"
)

// Transactions says what of a run is in one transaction.
type Transactions string

// The ways to run in transactions.
const (
	// PerRevision gives each revision a transaction of its own.
	PerRevision Transactions = "revision"
	// AllInOne runs all revisions in one transaction. It cannot have one that
	// runs outside of a transaction, or leaves it.
	AllInOne Transactions = "all"
	// NoTransactions runs each revision as if it had NoTransaction.
	NoTransactions Transactions = "none"
)

// WithTransactions sets what of a run is in one transaction. Default:
// PerRevision.
func WithTransactions(t Transactions) Option {
	return func(m *Migrator) { m.transactions = t }
}

// outside reports whether a revision runs without a transaction around it.
func (m *Migrator) outside(step versions.Step) bool {
	return step.Revision.NoTransaction || m.transactions == NoTransactions
}

// What a revision gets that cannot be in one transaction with others.
var (
	errShared       = errors.New("it runs outside of a transaction, which cannot be one with other revisions: upgrade without --transaction all, or up to this revision first")
	errLeavesShared = errors.New("m.Autocommit commits what was done before it, which cannot be in one transaction with other revisions: upgrade without --transaction all, or up to this revision first")
)

// inOne runs all steps in one transaction.
func (m *Migrator) inOne(ctx context.Context, conn *sql.Conn, steps []versions.Step, table versionTable, result *Result) (err error) {
	if table.unfinished != nil {
		return unfinished(*table.unfinished, table.rows())
	}
	tx, err := m.dialect.Begin(ctx, conn)
	if err != nil {
		return err
	}
	committed := false
	defer func() {
		if !committed {
			err = errors.Join(err, tx.Rollback(ctx))
		}
	}()
	start, rows := table.rows(), table.rows()
	for _, step := range steps {
		e := m.execution(conn, step, rows, nil)
		e.shared, e.tx = true, tx
		if err := e.goOn(ctx); err != nil {
			var failed *StepError
			if errors.As(err, &failed) {
				failed.At = start
			}
			return err
		}
		rows = versions.Rows(rows, []versions.Step{step})
	}
	committed = true // Commit has rolled back if it fails.
	if err := tx.Commit(ctx); err != nil {
		return err
	}
	result.Steps = append(result.Steps, steps...)
	return nil
}

// inOne records f in one transaction if the run would be in one.
func (o *Offline) inOne(ctx context.Context, rec *recorder, f func() error) (err error) {
	if o.m.transactions != AllInOne {
		return f()
	}
	if rec.shared, err = o.m.dialect.Begin(ctx, rec); err != nil {
		return err
	}
	tx := rec.shared
	defer func() { rec.shared = nil }()
	if err := f(); err != nil {
		return errors.Join(err, tx.Rollback(ctx))
	}
	return rec.commit(ctx, tx)
}
