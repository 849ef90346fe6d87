package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

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

// Rest implements dialect.Resumer. An index that is complete may have been there
// before, and the operation have failed for that: it counts only if it is like
// the one that is wanted.
func (d *Dialect) Rest(ctx context.Context, db dialect.Queryer, o op.Operation) (statements []string, begun bool, err error) {
	switch o := o.(type) {
	case *op.CreateIndexOp:
		index, err := d.findIndex(ctx, db, o.Table, o.Name)
		if index == nil || err != nil || !index.valid || !index.like(o) {
			return nil, false, err
		}
		return commentIndex(o), true, nil
	case *op.DropIndexOp:
		index, err := d.findIndex(ctx, db, o.Table, o.Name)
		return nil, index == nil && err == nil, err
	}
	return nil, false, nil
}

// index is an index of a table.
type index struct {
	// valid tells that it is complete. One that was being built CONCURRENTLY
	// stays behind, invalid, when that fails or is interrupted: writers keep it up
	// to date and nobody reads it.
	valid           bool
	unique, partial bool
	// columns are those of its keys, empty for an expression.
	columns []string
}

// findIndex looks up an index of a table, nil for none.
func (d *Dialect) findIndex(ctx context.Context, db dialect.Queryer, table, name string) (found *index, err error) {
	rows, err := db.QueryContext(ctx, `
SELECT i.indisvalid, i.indisunique, i.indpred IS NOT NULL,
	(SELECT json_agg(coalesce(a.attname, '') ORDER BY k.place) FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(number, place)
		LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number AND k.number <> 0
		WHERE k.place <= i.indnkeyatts)::text
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = to_regclass($1) AND c.relname = $2`, d.Quote(table), name)
	if err != nil {
		return nil, fmt.Errorf("looking up index %q: %w", name, err)
	}
	defer rows.Close()
	for rows.Next() {
		var columns string
		found = &index{}
		err := rows.Scan(&found.valid, &found.unique, &found.partial, &columns)
		if err == nil {
			err = json.Unmarshal([]byte(columns), &found.columns)
		}
		if err != nil {
			return nil, fmt.Errorf("looking up index %q: %w", name, err)
		}
	}
	return found, rows.Err()
}

// like reports whether an index is what an operation creates, as far as that
// shows without its expressions.
func (i *index) like(o *op.CreateIndexOp) bool {
	return i.unique == o.IsUnique && i.partial == (o.Predicate != "") &&
		slices.EqualFunc(i.columns, o.Parts, func(column string, part op.IndexPart) bool {
			return part.SQL == "" && column == part.Column || part.SQL != "" && column == ""
		})
}
