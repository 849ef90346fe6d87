package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"github.com/gmig/gmig/dialect"
)

// transaction is a BEGIN on a pinned connection.
type transaction struct{ conn dialect.Conn }

// Begin implements dialect.Dialect. The timeouts end with the transaction.
func (d *Dialect) Begin(ctx context.Context, conn dialect.Conn) (dialect.Transaction, error) {
	if _, err := conn.ExecContext(ctx, "BEGIN"); err != nil {
		return nil, fmt.Errorf("beginning a transaction: %w", err)
	}
	t := transaction{conn: conn}
	if err := d.prepare(ctx, conn); err != nil {
		return nil, errors.Join(fmt.Errorf("beginning a transaction: %w", err), t.Rollback(ctx))
	}
	return t, nil
}

// prepare sets the timeouts of a transaction and checks the connection's lock.
func (d *Dialect) prepare(ctx context.Context, conn dialect.Conn) error {
	if err := d.setTimeouts(ctx, conn, "SET LOCAL"); err != nil {
		return err
	}
	if lock, ok := d.locks.Load(conn); ok {
		return lock.(runnersLock).check(ctx, conn)
	}
	return nil
}

// Commit implements dialect.Transaction. COMMIT in a transaction that an error
// has spoilt rolls back and reports success, so it is tried with a query first:
// code of a revision may have swallowed the error.
func (t transaction) Commit(ctx context.Context) error {
	if _, err := t.conn.ExecContext(ctx, "SELECT 1"); err != nil {
		return errors.Join(fmt.Errorf("committing: an earlier statement failed: %w", err), t.Rollback(ctx))
	}
	if _, err := t.conn.ExecContext(ctx, "COMMIT"); err != nil {
		if !answered(err) {
			err = fmt.Errorf("%w: %w", dialect.ErrCommitUnknown, err)
		}
		return fmt.Errorf("committing: %w", err)
	}
	return nil
}

// answered reports whether an error is the server's verdict on a statement. One
// of class 57, operator intervention, tells of the connection's end alone.
func answered(err error) bool {
	var coded interface{ SQLState() string }
	return errors.As(err, &coded) && !strings.HasPrefix(coded.SQLState(), "57")
}

// Rollback implements dialect.Transaction. It runs though ctx is cancelled. A
// connection that is gone needs no rollback: the server has done it.
func (t transaction) Rollback(ctx context.Context) error {
	_, err := t.conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
	if err == nil || isGone(err) {
		return nil
	}
	return fmt.Errorf("rolling back: %w", err)
}

// isGone reports whether an error says that there is no connection any more.
func isGone(err error) bool {
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone)
}
