package migrator

import (
	"context"
	"database/sql"
	"errors"

	"gorm.io/gorm"

	"github.com/gmig/gmig/dialect"
)

// pool is the pinned connection as GORM's pool. It refuses what would wait for
// ever: where the rows of a query are still open and the driver can do no other
// meanwhile, it calls the connection bad, and database/sql closes that as soon
// as its rows are closed.
type pool struct {
	stoppable
	dialect dialect.Dialect
}

// ExecContext implements gorm.ConnPool.
func (p *pool) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := busy(p.dialect, p.Conn); err != nil {
		return nil, err
	}
	return p.stoppable.ExecContext(ctx, query, args...)
}

// QueryContext implements gorm.ConnPool.
func (p *pool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := busy(p.dialect, p.Conn); err != nil {
		return nil, err
	}
	return p.stoppable.QueryContext(ctx, query, args...)
}

// QueryRowContext implements gorm.ConnPool. A row has no error but that of its
// query.
func (p *pool) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if err := busy(p.dialect, p.Conn); err != nil {
		var cancel context.CancelCauseFunc
		ctx, cancel = context.WithCancelCause(ctx)
		cancel(err)
	}
	return p.Conn.QueryRowContext(ctx, query, args...)
}

// errBusy is what a revision gets that asks for too much at once.
var errBusy = errors.New("the rows of another query are still open, and PostgreSQL does one at a time on a revision's connection: read them in batches, with GORM's FindInBatches, or close them first")

// busy returns errBusy if the connection can do nothing now.
func busy(d dialect.Dialect, conn *sql.Conn) error {
	if e, ok := d.(dialect.Exclusive); ok && e.Busy(conn) {
		return errBusy
	}
	return nil
}

// inTransaction is a connection on which gmig has begun a transaction. It hides
// BeginTx from GORM and takes part in gorm.TxCommitter, so that GORM's
// Transaction makes a savepoint and its Create opens nothing.
type inTransaction struct{ gorm.ConnPool }

// errNotYours is what a revision gets that tries to end gmig's transaction.
var errNotYours = errors.New("the transaction belongs to gmig, which commits it with the revision's row: return nil or an error instead")

// Commit implements gorm.TxCommitter.
func (*inTransaction) Commit() error { return errNotYours }

// Rollback implements gorm.TxCommitter.
func (*inTransaction) Rollback() error { return errNotYours }
