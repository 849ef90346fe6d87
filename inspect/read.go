package inspect

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gmig/gmig/dialect"
)

// Read reads a database, whichever its engine. On PostgreSQL that is the schema
// that unqualified names mean and, with names like "billing.invoices", the
// further ones that are given; one that does not exist has no tables. SQLite has
// no schemas.
func Read(ctx context.Context, db dialect.Conn, d dialect.Dialect, schemas ...string) (*Schema, error) {
	switch d.Name() {
	case "sqlite":
		return SQLite(ctx, db, d)
	case "postgres":
		return readSchemas(ctx, db, d, schemas)
	}
	return nil, fmt.Errorf("inspecting a database of %q: only postgres and sqlite are known", d.Name())
}

// readSchemas merges the schemas of a PostgreSQL database.
func readSchemas(ctx context.Context, db dialect.Conn, d dialect.Dialect, schemas []string) (*Schema, error) {
	all, err := Postgres(ctx, db, d, "")
	if err != nil {
		return nil, err
	}
	current, present, err := namespaces(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("reading the schemas' names: %w", err)
	}
	for _, name := range schemas {
		if !present[name] {
			continue
		}
		all.Namespaces = append(all.Namespaces, name)
		if name == current {
			continue
		}
		s, err := Postgres(ctx, db, d, name)
		if err != nil {
			return nil, err
		}
		s.Rename(func(table string) string {
			if !strings.Contains(table, ".") {
				return name + "." + table
			}
			return strings.TrimPrefix(table, current+".")
		})
		all.Tables = append(all.Tables, s.Tables...)
		for _, e := range s.Enums {
			all.Enums = append(all.Enums, &Enum{Name: name + "." + e.Name, Values: e.Values})
		}
	}
	all.sort()
	slices.Sort(all.Namespaces)
	return all, nil
}

// namespaces returns the schema that unqualified names mean, and all there are.
func namespaces(ctx context.Context, db dialect.Conn) (current string, present map[string]bool, err error) {
	rows, err := db.QueryContext(ctx, "SELECT nspname, nspname = current_schema() FROM pg_namespace")
	if err != nil {
		return "", nil, err
	}
	defer rows.Close()
	present = map[string]bool{}
	for rows.Next() {
		var name string
		var isCurrent bool
		if err := rows.Scan(&name, &isCurrent); err != nil {
			return "", nil, err
		}
		present[name] = true
		if isCurrent {
			current = name
		}
	}
	return current, present, rows.Err()
}

// Rename gives every table a new name, wherever it is named: a table that is
// inspected in one place and stands for one in another.
func (s *Schema) Rename(name func(table string) string) {
	for _, t := range s.Tables {
		t.Name = name(t.Name)
		for _, index := range t.Indexes {
			index.Engine.Table, index.File.Table = t.Name, t.Name
		}
		for _, key := range t.ForeignKeys {
			table := name(key.Engine.RefTable)
			key.Engine.RefTable, key.File.RefTable = table, table
		}
	}
	s.sort()
}

// sort brings the tables into the order that Schema promises.
func (s *Schema) sort() {
	slices.SortFunc(s.Tables, func(a, b *Table) int { return strings.Compare(a.Name, b.Name) })
	slices.SortFunc(s.Enums, func(a, b *Enum) int { return strings.Compare(a.Name, b.Name) })
}
