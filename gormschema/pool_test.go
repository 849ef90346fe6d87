package gormschema

import (
	"context"
	"database/sql"
	"testing"

	"gorm.io/gorm"
)

// recorder remembers the last statement.
type recorder struct {
	gorm.ConnPool
	query string
}

func (r *recorder) ExecContext(_ context.Context, query string, _ ...any) (sql.Result, error) {
	r.query = query
	return nil, nil
}

func TestPoolBuildsIndexesInTheTransaction(t *testing.T) {
	for query, want := range map[string]string{
		`CREATE INDEX CONCURRENTLY IF NOT EXISTS "i" ON "t" ("a")`:        `CREATE INDEX IF NOT EXISTS "i" ON "t" ("a")`,
		`CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "i" ON "t" ("a")`: `CREATE UNIQUE INDEX IF NOT EXISTS "i" ON "t" ("a")`,
		`CREATE TABLE "t" ("concurrently " text)`:                         `CREATE TABLE "t" ("concurrently " text)`,
		`CREATE INDEX "CONCURRENTLY " ON "t" ("a")`:                       `CREATE INDEX "CONCURRENTLY " ON "t" ("a")`,
	} {
		r := &recorder{}
		if _, err := (pool{ConnPool: r}).ExecContext(context.Background(), query); err != nil {
			t.Fatal(err)
		}
		if r.query != want {
			t.Errorf("%s\nran as %s\nwant   %s", query, r.query, want)
		}
	}
}

func TestPoolPassesForATransaction(t *testing.T) {
	if _, ok := any(pool{}).(gorm.TxCommitter); !ok {
		t.Error("a plugin such as dbresolver would choose another connection")
	}
}
