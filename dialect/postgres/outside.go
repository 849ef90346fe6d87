package postgres

import (
	"context"
	"fmt"

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

// indexState tells whether there is an index, and whether it is complete.
const indexState = `SELECT i.indisvalid FROM pg_index i WHERE i.indexrelid = to_regclass($1)`

// Resume implements dialect.Resumer. An index that was being built CONCURRENTLY
// stays behind, invalid; writers keep it up to date and nobody reads it.
func (d *Dialect) Resume(ctx context.Context, db dialect.Queryer, o op.Operation) (done bool, cleanup []string, err error) {
	switch o := o.(type) {
	case *op.CreateIndexOp:
		exists, valid, err := d.indexState(ctx, db, beside(o.Table, o.Name))
		if err != nil || !exists || valid {
			return valid, nil, err
		}
		return false, []string{"DROP INDEX CONCURRENTLY " + beside(o.Table, o.Name)}, nil
	case *op.DropIndexOp:
		exists, _, err := d.indexState(ctx, db, beside(o.Table, o.Name))
		return !exists, nil, err
	}
	return false, nil, nil
}

func (d *Dialect) indexState(ctx context.Context, db dialect.Queryer, index string) (exists, valid bool, err error) {
	rows, err := db.QueryContext(ctx, indexState, index)
	if err != nil {
		return false, false, fmt.Errorf("looking up index %s: %w", index, err)
	}
	defer rows.Close()
	for rows.Next() {
		exists = true
		if err := rows.Scan(&valid); err != nil {
			return false, false, err
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
