package migrator

import (
	"fmt"
	"strings"

	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// StepError is returned by Upgrade and Downgrade when a revision fails. The
// database is as it was before that revision, unless Kept says otherwise.
type StepError struct {
	Step versions.Step
	// At are the rows of the version table, which the failed step left alone.
	At []string
	// Kept is how many operations of the revision were done outside of a
	// transaction and stay; -1 if the revision was undone.
	Kept int
	Err  error
}

// Error implements error.
func (e *StepError) Error() string {
	if e.Kept >= 0 {
		return fmt.Sprintf("running %s: %v\nThe first %d operations of revision %q are done and were kept; run the same command again to go on behind them. The database is at %s.",
			e.Step, e.Err, e.Kept, e.Step.Revision.ID, place(e.At))
	}
	return fmt.Sprintf("running %s: %v\nNothing of revision %q was kept; the database is at %s.",
		e.Step, e.Err, e.Step.Revision.ID, place(e.At))
}

// Unwrap returns the cause.
func (e *StepError) Unwrap() error { return e.Err }

// OperationError is the cause of a StepError when an operation failed.
type OperationError struct {
	Operation op.Operation
	// SQL is the statement that failed, empty if the operation could not be
	// compiled.
	SQL string
	Err error
}

// Error implements error.
func (e *OperationError) Error() string {
	text := fmt.Sprintf("%s: %v", e.Operation.Describe(), e.Err)
	if e.SQL != "" {
		text += "\n  SQL: " + strings.ReplaceAll(strings.TrimSpace(e.SQL), "\n", "\n       ")
	}
	return text
}

// Unwrap returns the cause.
func (e *OperationError) Unwrap() error { return e.Err }

// movedError tells that the version table changed between a plan and its
// execution.
type movedError struct{ from, to []string }

func (e *movedError) Error() string {
	return fmt.Sprintf("the database is at %s and no longer at %s: another program has moved it meanwhile; run gmig again",
		place(e.to), place(e.from))
}

// UnfinishedError is returned when a revision was interrupted outside of a
// transaction, and what is asked for is not to go on with it.
type UnfinishedError struct{ Unfinished }

// Error implements error.
func (e *UnfinishedError) Error() string {
	return fmt.Sprintf("the %s of revision %[2]q was interrupted behind %d of its operations, which were kept: "+
		"run `gmig %[1]s %[2]s` to go on with it, or finish it by hand and run `gmig stamp`", e.Direction, e.Revision, e.Done)
}

// place names where a database stands.
func place(rows []string) string {
	if len(rows) == 0 {
		return "the base"
	}
	return `"` + strings.Join(rows, `", "`) + `"`
}
