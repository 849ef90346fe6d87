package migrator

import (
	"context"

	"github.com/gmig/gmig/dialect"
)

// undoable runs f in the transaction that conn is in, and undoes what f did if it
// fails. Where that cannot be, because the transaction is gone or its time is
// over, undone is false.
func undoable(ctx context.Context, conn dialect.Conn, f func() error) (undone bool, err error) {
	const savepoint = "gmig_undoable"
	if _, err := conn.ExecContext(ctx, "SAVEPOINT "+savepoint); err != nil {
		return false, err
	}
	failed := f()
	if failed != nil {
		if ctx.Err() != nil {
			return false, failed
		}
		if _, err := conn.ExecContext(ctx, "ROLLBACK TO SAVEPOINT "+savepoint); err != nil {
			return false, failed
		}
	}
	if _, err := conn.ExecContext(ctx, "RELEASE SAVEPOINT "+savepoint); err != nil {
		return false, err
	}
	return failed != nil, failed
}
