package migrator

import (
	"context"
	"database/sql"
	"errors"

	"github.com/gmig/gmig/dialect"
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

// inOne runs all steps in one transaction. What fails is the step that it was
// at: the last one if that is the commit.
func (m *Migrator) inOne(ctx context.Context, conn *sql.Conn, steps []versions.Step, table versionTable, result *Result) error {
	if table.unfinished != nil {
		return unfinished(*table.unfinished, table.rows())
	}
	start, rows, at := table.rows(), table.rows(), steps[0]
	var ran []*execution
	err := inTx(ctx, m.dialect, conn, func(tx dialect.Transaction) error {
		for _, at = range steps {
			e := m.execution(conn, at, rows, nil)
			e.shared, e.tx = true, tx
			if err := e.goOn(ctx); err != nil {
				return err
			}
			rows, ran = versions.Rows(rows, []versions.Step{at}), append(ran, e)
		}
		return nil
	})
	if err == nil {
		for _, e := range ran {
			e.committed(ctx)
		}
		result.Steps = append(result.Steps, steps...)
		return nil
	}
	var failed *StepError
	if !errors.As(err, &failed) {
		return m.execution(conn, at, start, nil).failure(err)
	}
	failed.At = start
	return err
}

// inOne records f in one transaction if the run would be in one.
func (o *Offline) inOne(ctx context.Context, rec *recorder, f func() error) error {
	if o.m.transactions != AllInOne {
		return f()
	}
	return rec.transaction(ctx, o.m.dialect, func(tx dialect.Transaction) error {
		rec.shared = tx
		defer func() { rec.shared = nil }()
		return f()
	})
}
