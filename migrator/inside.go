package migrator

import (
	"errors"

	"github.com/gmig/gmig/dialect"
)

// errLeft is what a revision gets that ends the transaction it runs in: what
// follows would be undone by nothing.
var errLeft = errors.New("it has ended the transaction that it runs in: leave BEGIN, COMMIT and ROLLBACK to gmig, " +
	"and run what must be outside of a transaction with m.Autocommit, or give the revision NoTransaction: true")

// inside fails if the step should be in a transaction and has ended it.
func (e *execution) inside() error {
	keeper, ok := e.m.dialect.(dialect.TransactionKeeper)
	if e.tx == nil || !ok || !keeper.LeftTransaction(e.conn) {
		return nil
	}
	if _, replays := e.tx.(replayed); replays {
		return errEnded
	}
	return errLeft
}
