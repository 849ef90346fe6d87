package migrator

import (
	"fmt"
	"strings"

	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// StepError is returned by Upgrade and Downgrade when a revision fails. The
// database is as it was before that revision.
type StepError struct {
	Step versions.Step
	// At are the rows of the version table, which the failed step left alone.
	At  []string
	Err error
}

// Error implements error.
func (e *StepError) Error() string {
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
