package migrator

import (
	"context"
	"database/sql"
)

// stoppable is a connection on which nothing begins any more when the context
// is over. The drivers of SQLite leave that to chance: a statement that is done
// before they come to interrupt it has run. A data step in Go with many small
// statements would go on and on.
type stoppable struct{ *sql.Conn }

// ExecContext implements gorm.ConnPool.
func (c stoppable) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	return c.Conn.ExecContext(ctx, query, args...)
}

// QueryContext implements gorm.ConnPool.
func (c stoppable) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	return c.Conn.QueryContext(ctx, query, args...)
}
