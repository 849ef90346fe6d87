package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// Transactional implements dialect.Dialect: what is done CONCURRENTLY commits
// on its way.
func (d *Dialect) Transactional(o op.Operation) bool {
	switch o := o.(type) {
	case *op.CreateIndexOp:
		return !o.Online
	case *op.DropIndexOp:
		return !o.Online
	}
	return true
}

// Autocommits implements dialect.Dialect. Whatever it is, the revision may want
// what came before it to be committed: a new value of an enum, for one.
func (d *Dialect) Autocommits(op.Operation) bool { return true }

// The codes of PostgreSQL for statements that end transactions themselves
// (appendix A of its manual).
const (
	activeTransaction  = "25001" // VACUUM, CREATE DATABASE and the like
	invalidTermination = "2D000" // CALL of a procedure that commits
)

// RefusedInTransaction implements dialect.Dialect.
func (d *Dialect) RefusedInTransaction(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && (refused.Code == activeTransaction || refused.Code == invalidTermination)
}

// HasRun implements dialect.Resumer.
func (d *Dialect) HasRun(ctx context.Context, db dialect.Queryer, o op.Operation) (bool, error) {
	switch o := o.(type) {
	case *op.CreateIndexOp:
		_, valid, err := d.indexState(ctx, db, o.Table, o.Name)
		return valid, err
	case *op.DropIndexOp:
		exists, _, err := d.indexState(ctx, db, o.Table, o.Name)
		return !exists, err
	}
	return false, nil
}

// indexState tells whether a table has an index, and whether that is complete.
// One that was being built CONCURRENTLY stays behind, invalid, when that fails
// or is interrupted: writers keep it up to date and nobody reads it.
func (d *Dialect) indexState(ctx context.Context, db dialect.Queryer, table, index string) (exists, valid bool, err error) {
	rows, err := db.QueryContext(ctx, `
SELECT i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = to_regclass($1) AND c.relname = $2`, d.Quote(table), index)
	if err != nil {
		return false, false, fmt.Errorf("looking up index %q: %w", index, err)
	}
	defer rows.Close()
	for rows.Next() {
		exists = true
		if err := rows.Scan(&valid); err != nil {
			return false, false, fmt.Errorf("looking up index %q: %w", index, err)
		}
	}
	return exists, valid, rows.Err()
}

// ColumnsOf implements dialect.Dialect.
func (d *Dialect) ColumnsOf(ctx context.Context, db dialect.Queryer, table string) ([]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT column_name FROM information_schema.columns WHERE table_schema = CURRENT_SCHEMA() AND table_name = $1 ORDER BY ordinal_position", table)
	if err != nil {
		return nil, err
	}
	return dialect.Strings(rows)
}
