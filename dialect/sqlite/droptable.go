package sqlite

import (
	"context"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// dropTable drops a table that no view reads, as PostgreSQL does it. SQLite would
// leave a view behind that fails, and with it each later rename in the database.
func (e engine) dropTable(ctx context.Context, db dialect.Queryer, o *op.DropTableOp) ([]string, error) {
	t, err := resolve(ctx, db, o.Name)
	if err != nil {
		return nil, err
	}
	drop := []string{"DROP TABLE " + t.quoted()}
	if db == nil {
		return drop, nil
	}
	views, err := workingViews(ctx, db, t)
	return append(drop, views...), err
}
