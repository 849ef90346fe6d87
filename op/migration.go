package op

import (
	"context"

	"gorm.io/gorm"
)

// Runner does what a Migration is asked to do. Package migrator has the one
// that executes on a database; others may record or print.
type Runner interface {
	// Run executes operations in order and stops at the first error.
	Run(ctx context.Context, ops ...Operation) error
	// Exec runs an SQL statement; its arguments stand for the placeholders "?".
	Exec(ctx context.Context, sql string, args ...any) error
	// Autocommit executes operations outside of the revision's transaction.
	Autocommit(ctx context.Context, ops ...Operation) error
	// Resuming tells that what runs now has run before: see
	// Migration.Resuming.
	Resuming() bool
	// Progress is told how far a long data step is.
	Progress(done, total int64)
	// DB is a GORM session on the revision's transaction.
	DB() *gorm.DB
	// Dialect is GORM's name of the database: "postgres", "sqlite".
	Dialect() string
	// Offline tells that SQL is only being written down.
	Offline() bool
}

// Migration is what a revision's functions run on.
type Migration struct {
	runner    Runner
	arguments Arguments
}

// NewMigration returns a Migration on a runner.
func NewMigration(r Runner) *Migration { return &Migration{runner: r} }

// Run executes operations one after another and stops at the first error.
func (m *Migration) Run(ctx context.Context, ops ...Operation) error {
	return m.runner.Run(ctx, ops...)
}

// Autocommit executes operations outside of a transaction, for what cannot run
// in one, CREATE INDEX CONCURRENTLY above all. What the revision did before is
// committed first, and what it does afterwards runs in a transaction of its
// own. The version table notes how many operations are done: if the revision is
// interrupted, the next upgrade goes on behind them. On SQLite, where nothing
// needs it, operations stay in the transaction; a statement of Exec does not.
func (m *Migration) Autocommit(ctx context.Context, ops ...Operation) error {
	return m.runner.Autocommit(ctx, ops...)
}

// Resuming tells that the revision was interrupted behind the place that it is
// at now: Run, Exec and Autocommit pass over what is done, and a data step that
// was committed then must not run again.
func (m *Migration) Resuming() bool { return m.runner.Resuming() }

// Progress says how far a long data step is, in rows or whatever it counts;
// total is 0 if it is not known.
func (m *Migration) Progress(done, total int64) { m.runner.Progress(done, total) }

// Exec runs one SQL statement; its arguments stand for the placeholders "?",
// as in GORM's Exec.
func (m *Migration) Exec(ctx context.Context, sql string, args ...any) error {
	return m.runner.Exec(ctx, sql, args...)
}

// DB is a GORM session on the revision's own transaction, for data steps in
// Go: what it writes is undone with the revision.
func (m *Migration) DB() *gorm.DB { return m.runner.DB() }

// Dialect is GORM's name of the database: "postgres", "sqlite".
func (m *Migration) Dialect() string { return m.runner.Dialect() }

// Offline tells that SQL is only being written down: there are no rows to
// read, and DB must not be used.
func (m *Migration) Offline() bool { return m.runner.Offline() }
