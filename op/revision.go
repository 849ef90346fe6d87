package op

import "context"

// Revision is one entry of the history: what a revision file registers.
type Revision struct {
	// ID is unique in its history: 12 hexadecimal digits, or what the user
	// chose. It may not contain "@", "-", "+" or ":".
	ID string
	// Revises are the ids of the parents: none for a base, several for a
	// merge.
	Revises []string
	// BranchLabels name the branch that starts here.
	BranchLabels []string
	// DependsOn are ids or labels that must have run before this revision
	// without being its parents.
	DependsOn []string
	// Message says what the revision is for, in a line.
	Message string
	// Up brings the database from the parents to this revision, Down back.
	Up, Down Func
	// NoTransaction runs the revision outside of a transaction: each operation
	// is committed for itself, and the version table notes how many are done, so
	// that an interrupted revision goes on behind them. What works through
	// Migration.DB runs again then, and must be able to.
	NoTransaction bool
}

// Func is the body of an upgrade or a downgrade. It runs in the transaction of
// its revision: an error undoes what it did, unless the revision wants none or
// left it with Migration.Autocommit.
type Func func(ctx context.Context, m *Migration) error
