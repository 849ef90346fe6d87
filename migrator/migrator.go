// Package migrator runs the revisions of a set on a database and keeps the
// version table, which says where in the history the database stands. It
// returns data and errors: it prints nothing, never exits and changes no global
// state, so that an application can upgrade its own database with it:
//
//	m, err := migrator.New(db, versions.All)
//	...
//	result, err := m.Upgrade(ctx, "head")
package migrator

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/engines"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// Migrator runs the revisions of one set on one database.
type Migrator struct {
	db      *gorm.DB
	dialect dialect.Dialect
	graph   *versions.Graph
	// settings are those of the dialect.
	settings dialect.Settings
	// retries and retryPause are those of WithLockRetries.
	retries    int
	retryPause time.Duration
	onRetry    func(Retry)
	// set is where the checksums come from.
	set *versions.Set
	// table is the name of the version table, and of the runners' lock.
	table      string
	onStep     func(versions.Step)
	onProgress func(step versions.Step, done, total int64)
	onLoss     func(Loss) error
	// onOperation returns what is called at the end of the operation.
	onOperation func(versions.Step, op.Operation) func()
	log         *slog.Logger
	// arguments are what the revisions may read of the command line.
	arguments    op.Arguments
	transactions Transactions
}

// New returns a Migrator for a set on a database. It fails if the revisions
// make no history, or if the database's engine is not one that gmig knows; it
// does not connect.
func New(db *gorm.DB, set *versions.Set, opts ...Option) (*Migrator, error) {
	g, err := set.Graph()
	if err != nil {
		return nil, err
	}
	m := &Migrator{
		db: db, graph: g, set: set, settings: dialect.DefaultSettings(),
		table:   versions.VersionTable,
		retries: lockRetries, retryPause: retryPause,
		onRetry:      func(Retry) {},
		onStep:       func(versions.Step) {},
		onProgress:   func(versions.Step, int64, int64) {},
		onLoss:       func(Loss) error { return nil },
		onOperation:  func(versions.Step, op.Operation) func() { return func() {} },
		log:          slog.New(slog.DiscardHandler),
		transactions: PerRevision,
	}
	for _, o := range opts {
		o(m)
	}
	if m.dialect, err = engines.With(db.Dialector, m.settings); err != nil {
		return nil, err
	}
	switch m.transactions {
	case PerRevision, AllInOne, NoTransactions:
		return m, nil
	}
	return nil, fmt.Errorf("transactions %q: write one of %q, %q and %q", m.transactions, PerRevision, AllInOne, NoTransactions)
}

// Result is what a run did.
type Result struct {
	// Steps ran and were committed, in this order.
	Steps []versions.Step
}

// Upgrade brings the database to a revision that is at or above the present
// one: "head", an id, "+1" and all else that versions.Graph.Upgrade takes. Each
// revision runs in a transaction of its own with its row of the version table.
// After an error, a *StepError, the result holds the steps that were committed
// before.
func (m *Migrator) Upgrade(ctx context.Context, target string) (*Result, error) {
	return m.move(ctx, target, m.graph.Upgrade)
}

// Downgrade takes the database back to a revision: "-1", "base", an id. It
// works like Upgrade.
func (m *Migrator) Downgrade(ctx context.Context, target string) (*Result, error) {
	return m.move(ctx, target, m.graph.Downgrade)
}

// planner is versions.Graph.Upgrade or Downgrade.
type planner func(current []string, target string) ([]versions.Step, error)

// move runs what plan says, on one connection and under the runners' lock.
func (m *Migrator) move(ctx context.Context, target string, plan planner) (*Result, error) {
	result := &Result{}
	err := m.alone(ctx, func(conn *sql.Conn) error {
		for {
			err := m.follow(ctx, conn, target, plan, result)
			var moved *movedError
			if !errors.As(err, &moved) || relative(target) {
				return err
			}
			// SQLite has no lock but the transaction's own: another runner
			// was here between the plan and the transaction. What is left to
			// do is planned anew from where it left the database.
		}
	})
	return result, err
}

// follow plans the way to target from where the database is, and goes it.
func (m *Migrator) follow(ctx context.Context, conn *sql.Conn, target string, plan planner, result *Result) error {
	table, err := m.versionTable(ctx, conn)
	if err != nil {
		return err
	}
	rows := table.rows()
	steps, err := plan(rows, target)
	if err != nil {
		return err
	}
	if err := resumable(table.unfinished, steps, rows); err != nil {
		return err
	}
	if m.transactions == AllInOne && len(steps) > 0 {
		return m.insist(ctx, conn, steps[0], func(int) error { return m.inOne(ctx, conn, steps, table, result) })
	}
	for _, step := range steps {
		if err := m.insistOn(ctx, conn, step, rows, table.unfinished); err != nil {
			var failed *StepError
			if errors.As(err, &failed) {
				failed.Applied = slices.Clone(result.Steps)
			}
			return err
		}
		table.unfinished = nil
		rows = versions.Rows(rows, []versions.Step{step})
		result.Steps = append(result.Steps, step)
	}
	return nil
}

// execution is a step to run where the database is. unfinished is what was
// interrupted, nil for nothing.
func (m *Migrator) execution(conn *sql.Conn, step versions.Step, rows []string, unfinished *Unfinished) *execution {
	e := &execution{m: m, conn: conn, step: step, from: rows, resumed: unfinished, outside: m.outside(step), kept: -1}
	if unfinished != nil {
		e.kept = unfinished.Done
	}
	return e
}

// goOn runs the step unless the run is over.
func (e *execution) goOn(ctx context.Context) error {
	started := time.Now()
	err := ctx.Err()
	if err == nil {
		err = e.run(ctx)
	}
	e.took = time.Since(started)
	if err == nil {
		if !e.shared {
			e.committed(ctx)
		}
		return nil
	}
	// A driver whose connection the end of ctx has cut may say only that.
	if stopped := context.Cause(ctx); stopped != nil && !errors.Is(err, stopped) {
		err = fmt.Errorf("%w: %w", stopped, err)
	}
	return e.failure(err)
}

// committed tells the logger of the step.
func (e *execution) committed(ctx context.Context) {
	e.m.log.InfoContext(ctx, "ran migration", "revision", e.step.Revision.ID, "direction", e.step.Direction.String(), "duration", e.took)
}

// failure tells of the step's error.
func (e *execution) failure(err error) *StepError {
	return &StepError{Step: e.step, At: e.from, Kept: e.kept, Err: err, Details: details(e.m.dialect, err)}
}

// relative reports whether a target counts from where the database is, so that
// it means something else once the database has moved.
func relative(target string) bool { return strings.ContainsAny(target, "+-") }
