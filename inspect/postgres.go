package inspect

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gmig/gmig/dialect"
)

// Postgres reads the tables of one schema of a PostgreSQL database, of the
// current one if its name is empty. Names and expressions come without the
// schema's own name, so what is read from a shadow compares equal to what is
// read from the schema that it stands for. Names in other schemas are
// qualified unless the search path makes them visible.
//
// Left out are views, foreign tables, partitions and tables that inherit, and
// what belongs to an extension: no revision manages them.
//
// Everything is read from the catalog, one query for each kind of object, in the
// server's own words (format_type, pg_get_expr). Atlas, whose inspection the
// tests compare with, keeps no name of a primary key, no deferrability, no
// collation or storage parameter of an index, no CHECK that mentions no column,
// and takes types and defaults apart in ways that do not lead back to the text;
// on 400 tables its query of the indexes alone takes a second or two.
//
// The connection must be pinned. To read another schema than the current one
// its search path is changed meanwhile and put back, for the session: what a
// transaction had set with SET LOCAL is then the session's if it commits.
func Postgres(ctx context.Context, db dialect.Conn, d dialect.Dialect, schemaName string) (*Schema, error) {
	name, restore, err := enterSchema(ctx, db, schemaName)
	if err != nil {
		return nil, err
	}
	s, err := readPostgres(ctx, db, d, name)
	if err2 := restore(); err == nil {
		err = err2
	}
	if err != nil {
		return nil, fmt.Errorf("inspecting schema %q: %w", name, err)
	}
	return s, nil
}

// enterSchema puts a schema first on the search path, so that the server prints
// what is in it without its name. It returns the schema's name and what puts
// the path back.
func enterSchema(ctx context.Context, db dialect.Conn, want string) (string, func() error, error) {
	var (
		current sql.NullString
		path    string
	)
	rows, err := db.QueryContext(ctx, "SELECT current_schema(), current_setting('search_path')")
	if err != nil {
		return "", nil, fmt.Errorf("reading the search path: %w", err)
	}
	if err := scanOne(rows, &current, &path); err != nil {
		return "", nil, fmt.Errorf("reading the search path: %w", err)
	}
	if want == "" && !current.Valid {
		return "", nil, fmt.Errorf("no schema of the search path %q exists: create one, or set another search_path", path)
	}
	if want == "" || want == current.String {
		return current.String, func() error { return nil }, nil
	}
	const set = "SELECT set_config('search_path', $1, false)"
	first := `"` + strings.ReplaceAll(want, `"`, `""`) + `"`
	if path != "" {
		first += ", " + path
	}
	if _, err := db.ExecContext(ctx, set, first); err != nil {
		return "", nil, fmt.Errorf("setting the search path: %w", err)
	}
	return want, func() error {
		if _, err := db.ExecContext(context.WithoutCancel(ctx), set, path); err != nil {
			return fmt.Errorf("putting the search path back: %w", err)
		}
		return nil
	}, nil
}

func readPostgres(ctx context.Context, db dialect.Conn, d dialect.Dialect, name string) (*Schema, error) {
	c, err := readCatalog(ctx, db, name)
	if err != nil {
		return nil, err
	}
	s := &Schema{}
	for _, table := range slices.Sorted(maps.Keys(c.tables)) {
		s.Tables = append(s.Tables, c.tables[table].table(table, d))
	}
	if s.Enums, err = readEnums(ctx, db, name); err != nil {
		return nil, fmt.Errorf("reading the enums: %w", err)
	}
	s.EachText(func(text *string) { *text = castElements(*text) })
	return s, nil
}

// scanOne reads the only row of a result and closes it.
func scanOne(rows *sql.Rows, to ...any) error {
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	if err := rows.Scan(to...); err != nil {
		return err
	}
	return rows.Close()
}
