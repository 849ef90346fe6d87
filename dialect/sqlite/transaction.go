package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gmig/gmig/dialect"
)

// transaction implements dialect.Transaction.
type transaction struct {
	conn dialect.Conn
	// restore holds the statements that put the connection's settings back.
	restore []string
	// enforced tells whether the connection enforced foreign keys.
	enforced bool
	// version is the schema's version at the start.
	version int64
	// broken are the foreign keys' violations at the start.
	broken violations
}

// Begin implements dialect.Dialect. The transaction takes SQLite's write lock
// at once. On a connection that has the runners' lock it waits for it as long
// as a runner waits for another, elsewhere as the connection is set to. In it
// foreign keys are not enforced and ALTER TABLE RENAME adapts
// what refers to the table; both settings, which SQLite keeps per connection,
// are put back afterwards. So ON DELETE CASCADE and the like do nothing in a
// revision: a data step that deletes rows deletes those that refer to them too.
//
// In exchange Commit looks for rows of the main database whose foreign key
// became invalid in the transaction, and rolls back if there are any. That costs a look at every row
// of every table that has foreign keys, so it is left out if the connection
// does not enforce foreign keys and the schema did not change.
func (e engine) Begin(ctx context.Context, conn dialect.Conn) (dialect.Transaction, error) {
	t := &transaction{conn: conn}
	if err := t.begin(ctx, e); err != nil {
		return nil, errors.Join(fmt.Errorf("beginning a transaction: %w", err), t.settle(ctx))
	}
	return t, nil
}

func (t *transaction) begin(ctx context.Context, e engine) error {
	for _, setting := range []string{"foreign_keys", "legacy_alter_table"} {
		before, err := pragma(ctx, t.conn, setting)
		if err != nil {
			return err
		}
		if setting == "foreign_keys" {
			t.enforced = before != 0
		}
		if err := t.set(ctx, setting, before, 0); err != nil {
			return err
		}
	}
	if err := e.takeWriteLock(ctx, t.conn); err != nil {
		return fmt.Errorf("taking SQLite's write lock: %w", err)
	}
	if err := t.look(ctx); err != nil {
		return errors.Join(err, t.exec(ctx, "ROLLBACK"))
	}
	return nil
}

// look notes the state of the database at the start.
func (t *transaction) look(ctx context.Context) error {
	var err error
	if t.version, err = pragma(ctx, t.conn, "schema_version"); err != nil {
		return err
	}
	t.broken, err = findViolations(ctx, t.conn, t.enforced)
	if script, ok := t.conn.(dialect.Script); ok {
		noteBroken(script, t.broken.tables)
	}
	return err
}

// set changes a setting and remembers how to put it back, also if it had the
// value before: a rebuild that broke off leaves legacy_alter_table on.
func (t *transaction) set(ctx context.Context, setting string, before, value int64) error {
	t.restore = append(t.restore, fmt.Sprintf("PRAGMA %s = %d", setting, before))
	_, err := t.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA %s = %d", setting, value))
	return err
}

// Commit implements dialect.Transaction.
func (t *transaction) Commit(ctx context.Context) error {
	err := t.check(ctx)
	if err == nil {
		_, err = t.conn.ExecContext(ctx, "COMMIT")
	}
	if err != nil {
		return errors.Join(fmt.Errorf("committing: %w", err), t.Rollback(ctx))
	}
	return t.settle(ctx)
}

// check fails if the transaction broke a foreign key.
func (t *transaction) check(ctx context.Context) error {
	version, err := pragma(ctx, t.conn, "schema_version")
	script, written := t.conn.(dialect.Script)
	unchanged := version == t.version && !t.enforced
	if err != nil || unchanged && !written {
		return err
	}
	broken, err := findViolations(ctx, t.conn, t.enforced)
	if err != nil {
		return err
	}
	if written {
		requireSound(script, t.broken.tables, broken.tables)
	}
	if unchanged {
		return nil
	}
	return broken.beyond(t.broken)
}

// Rollback implements dialect.Transaction.
func (t *transaction) Rollback(ctx context.Context) error {
	err := t.exec(ctx, "ROLLBACK")
	if err != nil && strings.Contains(err.Error(), "no transaction is active") {
		err = nil // SQLite rolls back by itself when the disk is full, for one
	}
	return errors.Join(err, t.settle(ctx))
}

// settle puts the connection's settings back.
func (t *transaction) settle(ctx context.Context) error {
	var errs []error
	for _, statement := range t.restore {
		errs = append(errs, t.exec(ctx, statement))
	}
	return errors.Join(errs...)
}

// exec runs a statement that must run also when the work was cancelled.
func (t *transaction) exec(ctx context.Context, statement string) error {
	if _, err := t.conn.ExecContext(context.WithoutCancel(ctx), statement); err != nil {
		return fmt.Errorf("running %q: %w", statement, err)
	}
	return nil
}
