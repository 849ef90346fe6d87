package gormschema

import (
	"context"
	"database/sql"
	"regexp"

	"gorm.io/gorm"
)

// pool is the connection of a shadow as GORM sees it. It passes for a running
// transaction: plugins that choose a connection per statement, such as
// dbresolver, leave a transaction alone and would send the shadow's tables to
// the live database otherwise.
type pool struct {
	gorm.ConnPool
	// rewrite changes a statement before it runs; nil changes none.
	rewrite func(statement string) string
}

// concurrently matches the part of CREATE INDEX that PostgreSQL refuses in a
// transaction.
var concurrently = regexp.MustCompile(`(?i)^(\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+)CONCURRENTLY\s+`)

// ExecContext runs a statement, without CONCURRENTLY: nobody writes to a shadow.
func (p pool) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if p.rewrite != nil {
		query = p.rewrite(query)
	}
	return p.ConnPool.ExecContext(ctx, concurrently.ReplaceAllString(query, "$1"), args...)
}

// Commit implements gorm.TxCommitter. Whoever opened the shadow ends it.
func (p pool) Commit() error { return nil }

// Rollback implements gorm.TxCommitter. Whoever opened the shadow ends it.
func (p pool) Rollback() error { return nil }
