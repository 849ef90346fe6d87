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

// mergeIntoKey returns what adds a unique constraint on the columns of the
// primary key, nil if it is one of its own.
func (d *Dialect) mergeIntoKey(ctx context.Context, db dialect.Queryer, table string, u *op.UniqueDef) ([]string, error) {
	key, err := d.primaryKey(ctx, db, table)
	if err != nil || key == nil {
		return nil, err
	}
	own := DefaultName(unqualified(table), "", "pkey")
	if u.Name == "" || u.Timing != "" || !slices.Equal(key.columns, u.Columns) || key.name != own {
		return nil, nil
	}
	return []string{d.renameConstraint(table, own, u.Name)}, nil
}

// dropUnique removes a unique constraint, or its name from the primary key.
// Without a database the server is left to tell which it is.
func (d *Dialect) dropUnique(ctx context.Context, db dialect.Queryer, o *op.DropConstraintOp, u *op.UniqueDef, name string) ([]string, error) {
	own := DefaultName(unqualified(o.Table), "", "pkey")
	drop, rename := "ALTER TABLE "+d.Quote(o.Table)+" DROP CONSTRAINT "+ident(name), d.renameConstraint(o.Table, name, own)
	if db == nil {
		if len(u.Columns) != 1 {
			return []string{drop}, nil
		}
		return []string{"DO $gmig$ BEGIN\n" +
			"\tIF EXISTS (SELECT FROM pg_constraint WHERE conrelid = " + literal(d.Quote(o.Table)) + "::regclass AND conname = " + literal(name) + " AND contype = 'p') THEN\n" +
			"\t\t" + rename + "; -- it is the primary key too\n" +
			"\tELSE\n" +
			"\t\t" + drop + ";\n" +
			"\tEND IF;\nEND $gmig$"}, nil
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
