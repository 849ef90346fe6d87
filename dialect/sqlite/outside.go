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

// ColumnsOf implements dialect.Dialect.
func (engine) ColumnsOf(ctx context.Context, db dialect.Queryer, table string) ([]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM pragma_table_info(?) ORDER BY cid", table)
	if err != nil {
		return nil, err
	}
	return dialect.Strings(rows)
}
