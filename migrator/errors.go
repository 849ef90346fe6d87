package migrator

import (
	"errors"
	"fmt"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// StepError is returned by Upgrade and Downgrade when a revision fails. The
// database is as it was before that revision, unless Kept says otherwise.
type StepError struct {
	Step versions.Step
	// At are the rows of the version table, which the failed step left alone.
	At []string
	// Applied are the steps that were committed before, as in Result.
	Applied []versions.Step
	// Kept is how many operations of the revision were done outside of a
	// transaction and stay; -1 if the revision was undone.
	Kept int
	Err  error
	// Details are what the database said beside its error, and what to do about
	// it, a line each.
	Details []string
}

// Error implements error.
func (e *StepError) Error() string {
	text := fmt.Sprintf("running %s: %v\n", e.Step, e.Err)
	for _, line := range e.Details {
		text += "  " + line + "\n"
	}
	return text + e.stand()
}

// stand says what was kept.
func (e *StepError) stand() string {
	id := e.Step.Revision.ID
	if errors.Is(e.Err, dialect.ErrCommitUnknown) {
		return fmt.Sprintf("Whether revision %q was kept is not known: see where the database is with `gmig current`; before, it was at %s.", id, place(e.At))
	}
	if errors.Is(e.Err, errLeft) {
		return fmt.Sprintf("What revision %q did before was kept if it committed, and nothing else was; the version table says that the database is at %s.", id, place(e.At))
	}
	switch e.Kept {
	case -1:
		return fmt.Sprintf("Nothing of revision %q was kept; the database is at %s.", id, place(e.At))
	case 0:
		return fmt.Sprintf("Nothing of revision %q was done yet; run the same command again. The database is at %s.", id, place(e.At))
	case 1:
		return fmt.Sprintf("The first operation of revision %q is done and was kept; run the same command again to go on behind it. The database is at %s.", id, place(e.At))
	}
	return fmt.Sprintf("The first %d operations of revision %q are done and were kept; run the same command again to go on behind them. The database is at %s.",
		e.Kept, id, place(e.At))
}

func operations(n int) string {
	if n == 1 {
		return "1 operation"
	}
	return fmt.Sprintf("%d operations", n)
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

// details asks the dialect about an error.
func details(d dialect.Dialect, err error) []string {
	explainer, ok := d.(dialect.Explainer)
	if !ok {
		return nil
	}
	var failed *OperationError
	if !errors.As(err, &failed) {
		return explainer.Explain(err, "")
	}
	return explainer.Explain(err, failed.SQL)
}

// movedError tells that the version table changed between a plan and its
// execution.
type movedError struct{ from, to []string }

func (e *movedError) Error() string {
	return fmt.Sprintf("the database is at %s and no longer at %s: another program has moved it meanwhile; run gmig again",
		place(e.to), place(e.from))
}

// UnfinishedError is returned when a revision was interrupted outside of a
// transaction, and what is asked for is not to go on with it.
type UnfinishedError struct {
	Unfinished
	// Next is the target of an upgrade or downgrade that goes on with it.
	Next string
}

// unfinished is the error for a revision that was interrupted. rows are where
// the database is.
func unfinished(u Unfinished, rows []string) *UnfinishedError {
	e := &UnfinishedError{Unfinished: u, Next: u.Revision}
	if u.Direction == versions.Down {
		e.Next = u.Revision + "-1"
		if len(rows) == 1 {
			e.Next = "-1"
		}
	}
	return e
}

// Error implements error.
func (e *UnfinishedError) Error() string {
	return fmt.Sprintf("the %s of revision %q was interrupted behind %s: run `gmig %s %s` to go on with it, "+
		"or finish it or undo it by hand and run `gmig stamp` with where the database then is",
		e.Direction, e.Revision, operations(e.Done), e.Direction, e.Next)
}

// place names where a database stands.
func place(rows []string) string {
	if len(rows) == 0 {
		return "the base"
	}
	return `"` + strings.Join(rows, `", "`) + `"`
}
