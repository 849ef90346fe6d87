package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// Of a primary key and a unique constraint on the same columns in one CREATE
// TABLE, PostgreSQL makes one index and one constraint: the primary key, under
// the name of the unique constraint (transformIndexConstraints in the server's
// parse_utilcmd.c). What comes and goes later follows that: the unique
// constraint is a name that the key has or has not.

// addUnique returns what adds a unique constraint, which is to give its name to
// the primary key if it is on the same columns and has the name of the server's
// making. add adds one of its own. Without a database the server is left to tell.
func (d *Dialect) addUnique(ctx context.Context, db dialect.Queryer, table string, u *op.UniqueDef, add string) ([]string, error) {
	if u.Name == "" || u.Timing != "" {
		return []string{add}, nil
	}
	own := DefaultName(unqualified(table), "", "pkey")
	rename := d.renameConstraint(table, own, u.Name)
	if db == nil {
		return d.addUniqueTo(table, u, add, rename, own), nil
	}
	key, err := d.primaryKey(ctx, db, table)
	if err != nil {
		return nil, err
	}
	if key != nil && key.name == own && slices.Equal(key.columns, u.Columns) {
		return []string{rename}, nil
	}
	return []string{add}, nil
}

// dropUnique removes a unique constraint, or its name from the primary key.
// Without a database the server is left to tell which it is.
func (d *Dialect) dropUnique(ctx context.Context, db dialect.Queryer, o *op.DropConstraintOp, name string) ([]string, error) {
	own := DefaultName(unqualified(o.Table), "", "pkey")
	drop, rename := "ALTER TABLE "+d.Quote(o.Table)+" DROP CONSTRAINT "+ident(name), d.renameConstraint(o.Table, name, own)
	if db == nil {
		return d.dropUniqueOf(o.Table, name, drop, rename), nil
	}
	key, err := d.primaryKey(ctx, db, o.Table)
	if err != nil {
		return nil, fmt.Errorf("compiling %s: %w", o.Describe(), err)
	}
	if key != nil && key.name == name {
		return []string{rename}, nil
	}
	return []string{drop}, nil
}

func (d *Dialect) renameConstraint(table, from, to string) string {
	return "ALTER TABLE " + d.Quote(table) + " RENAME CONSTRAINT " + ident(from) + " TO " + ident(to)
}

// primaryKey looks up the primary key of a table, nil for none.
func (d *Dialect) primaryKey(ctx context.Context, db dialect.Queryer, table string) (*candidate, error) {
	keys, err := readCandidates(ctx, db, d.Quote(table), "p", "")
	if err != nil {
		return nil, fmt.Errorf("looking up the primary key: %w", err)
	}
	if len(keys) != 1 {
		return nil, nil
	}
	return &keys[0], nil
}
