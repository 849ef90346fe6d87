package migrator

import "fmt"

// fail notes that an operation has failed. A part of it may have been done, and
// the count of those that are done would be wrong: so no other follows it and
// nothing is committed, also if the revision overlooks the error. PostgreSQL has
// it so in a transaction.
func (e *execution) fail(err error) error {
	if e.failed == nil {
		e.failed = err
	}
	return err
}

// overlooked is the error of an execution that goes on behind one that failed,
// nil if none has.
func (e *execution) overlooked() error {
	if e.failed == nil {
		return nil
	}
	return overlooked(e.failed)
}

func overlooked(err error) error {
	return fmt.Errorf("an operation failed and the revision went on, which must return the error of m.Run, m.Autocommit and m.Exec: %w", err)
}
