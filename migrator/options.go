package migrator

import (
	"log/slog"

	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// Option changes how a Migrator works.
type Option func(*Migrator)

// OnStep has f called before each step runs, in the step's transaction. Default: nothing is called.
func OnStep(f func(versions.Step)) Option {
	return func(m *Migrator) { m.onStep = f }
}

// WithArguments gives the revisions arguments to read, with op.Migration.X and
// Tag. Default: none.
func WithArguments(a op.Arguments) Option {
	return func(m *Migrator) { m.arguments = a }
}

// OnProgress has f called when a revision says how far it is, with
// op.Migration.Progress. Default: nothing is called.
func OnProgress(f func(step versions.Step, done, total int64)) Option {
	return func(m *Migrator) { m.onProgress = f }
}

// OnOperation has f called before each operation of a revision, and what f
// returns after it: to show what takes long. Default: nothing is called.
func OnOperation(f func(versions.Step, op.Operation) (end func())) Option {
	return func(m *Migrator) { m.onOperation = f }
}

// WithLogger logs each revision that has run. Default: nothing is logged.
func WithLogger(l *slog.Logger) Option {
	return func(m *Migrator) { m.log = l }
}

// WithVersionTable sets the name of the version table, for several sets in one
// database. It may be qualified with a schema. Runs with the same name wait for
// each other; on SQLite, which has one writer at a time, others do so too.
// Default: versions.VersionTable, "gmig_version".
func WithVersionTable(name string) Option {
	return func(m *Migrator) { m.table = name }
}
