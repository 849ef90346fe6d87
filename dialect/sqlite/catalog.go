package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/sqlite/ddl"
)

// errOffline tells that an operation needs the table's present text.
var errOffline = errors.New("SQLite has no statement for it, and the table cannot be rebuilt without a connection to read its definition from")

// tableRef names a table (or an index) of a database; schema is empty for the
// main one.
type tableRef struct{ schema, name string }

func (t tableRef) quoted() string {
	if t.schema == "" {
		return ddl.QuoteName(t.name)
	}
	return ddl.QuoteName(t.schema) + "." + ddl.QuoteName(t.name)
}

// master is the table of the schema of t's database.
func (t tableRef) master() string { return tableRef{t.schema, "sqlite_master"}.quoted() }

// resolve finds the existing table that a name means: one whose name has a
// point in it goes before one in an attached database.
func resolve(ctx context.Context, db dialect.Queryer, written string) (tableRef, error) {
	schema, table := ddl.SplitName(written)
	if schema == "" || db == nil {
		return tableRef{schema, table}, nil
	}
	names, err := queryNames(ctx, db, "SELECT name FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE", written)
	if err != nil {
		return tableRef{}, err
	}
	if len(names) > 0 {
		return tableRef{"", names[0]}, nil
	}
	return tableRef{schema, table}, nil
}

// object is an index, a trigger or a view with its text.
type object struct{ kind, name, sql string }

// table is an existing table with all that goes when it is dropped.
type table struct {
	tableRef
	text              *ddl.Table
	indexes, triggers []object
}

// load reads a table from the schema.
func load(ctx context.Context, db dialect.Queryer, written string) (*table, error) {
	if db == nil {
		return nil, errOffline
	}
	ref, err := resolve(ctx, db, written)
	if err != nil {
		return nil, err
	}
	objects, err := queryObjects(ctx, db, "SELECT type, name, sql FROM "+ref.master()+
		" WHERE tbl_name = ? COLLATE NOCASE AND sql IS NOT NULL ORDER BY rowid", ref.name)
	if err != nil {
		return nil, err
	}
	t := &table{tableRef: ref}
	for _, o := range objects {
		switch o.kind {
		case "table":
			t.name = o.name
			if t.text, err = ddl.ParseTable(o.sql); err != nil {
				return nil, fmt.Errorf("table %q cannot be altered: %w", o.name, err)
			}
		case "index":
			t.indexes = append(t.indexes, o)
		case "trigger":
			t.triggers = append(t.triggers, o)
		}
	}
	if t.text == nil {
		return nil, fmt.Errorf("there is no table %q", written)
	}
	return t, nil
}

// in puts the schema of an attached database into a CREATE text as SQLite keeps
// it: without one, the name behind INDEX or TRIGGER.
func (t tableRef) in(sql string) string {
	if t.schema == "" {
		return sql
	}
	tokens := ddl.Tokenize(sql)
	for i, token := range tokens {
		if word := strings.ToUpper(token.Text); word == "INDEX" || word == "TRIGGER" {
			head, tail := ddl.Join(tokens[:i+1]), strings.TrimLeft(ddl.Join(tokens[i+1:]), " \t\r\n")
			return head + " " + ddl.QuoteName(t.schema) + "." + tail
		}
	}
	return sql
}

// freeName is a name beside the table's that nothing in its database has.
func freeName(ctx context.Context, db dialect.Queryer, t tableRef) (string, error) {
	base := "_gmig_" + t.name
	if db == nil {
		return base, nil
	}
	taken, err := queryNames(ctx, db, "SELECT name FROM "+t.master())
	if err != nil {
		return "", err
	}
	used := map[string]bool{}
	for _, n := range taken {
		used[ddl.FoldName(n)] = true
	}
	free := base
	for i := 2; used[ddl.FoldName(free)]; i++ {
		free = fmt.Sprintf("%s_%d", base, i)
	}
	return free, nil
}

// pragma reads the value of a setting that is a number.
func pragma(ctx context.Context, db dialect.Queryer, name string) (int64, error) {
	var value int64
	err := query(ctx, db, "PRAGMA "+name, nil, func(scan func(...any) error) error { return scan(&value) })
	return value, err
}

func queryNames(ctx context.Context, db dialect.Queryer, sql string, args ...any) ([]string, error) {
	var names []string
	err := query(ctx, db, sql, args, func(scan func(...any) error) error {
		names = append(names, "")
		return scan(&names[len(names)-1])
	})
	return names, err
}

func queryObjects(ctx context.Context, db dialect.Queryer, sql string, args ...any) ([]object, error) {
	var objects []object
	err := query(ctx, db, sql, args, func(scan func(...any) error) error {
		var o object
		err := scan(&o.kind, &o.name, &o.sql)
		objects = append(objects, o)
		return err
	})
	return objects, err
}

// query calls each for every row of a query.
func query(ctx context.Context, db dialect.Queryer, sql string, args []any, each func(scan func(...any) error) error) error {
	rows, err := db.QueryContext(ctx, sql, args...)
	if err != nil {
		return fmt.Errorf("reading the schema with %q: %w", sql, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			return fmt.Errorf("reading the schema with %q: %w", sql, err)
		}
	}
	return rows.Err()
}
