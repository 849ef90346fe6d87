package sqlite

import (
	"context"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// Transactional implements dialect.Dialect: SQLite rolls all back.
func (engine) Transactional(op.Operation) bool { return true }

// Autocommits implements dialect.Dialect: only a statement of the user's, such
// as VACUUM, may have to.
func (engine) Autocommits(o op.Operation) bool {
	exec, ok := o.(*op.ExecOp)
	return ok && strings.TrimSpace(exec.For(dialectName)) != ""
}

// RefusedInTransaction implements dialect.Dialect. SQLite has one code for all
// errors of a statement, so that its words must tell: "cannot VACUUM from within
// a transaction", "Safety level may not be changed inside a transaction". A
// PRAGMA that only does nothing in a transaction gives no error.
func (engine) RefusedInTransaction(err error) bool {
	text := err.Error()
	return strings.Contains(text, "from within a transaction") || strings.Contains(text, "inside a transaction")
}

// ColumnsOf implements dialect.Dialect.
func (engine) ColumnsOf(ctx context.Context, db dialect.Queryer, table string) ([]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM pragma_table_info(?) ORDER BY cid", table)
	if err != nil {
		return nil, err
	}
	return dialect.Strings(rows)
}
