package gormschema

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/inspect"
)

// The SQLSTATEs of a refused CREATE SCHEMA: the role lacks the privilege, or the
// server is a standby.
const (
	insufficientPrivilege  = "42501"
	readOnlySQLTransaction = "25006"
)

// openPostgres opens a schema in a transaction of the live database. It comes
// first on the search path, so that GORM's tables go there while types and
// functions of the application's own schemas are found. Closing rolls back.
func openPostgres(ctx context.Context, db *gorm.DB, d dialect.Dialect, tables []*table, enums []EnumType) (*shadow, error) {
	live, err := db.DB()
	if err != nil {
		return nil, fmt.Errorf("open the shadow: find the connection: %w", err)
	}
	tx, err := live.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("open the shadow: %w", err)
	}
	space, err := openNamespaces(ctx, tx, tables, enums)
	if err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	s := on(session(ctx, db), pool{tx, space.shadowTypes})
	if space.qualified {
		s.Dialector = shadowDialector{s.Dialector, space}
	}
	return &shadow{
		db:       s,
		keysLast: true,
		rename:   space.inSchema,
		schemas:  space.order[1:],
		inspect:  func() (*inspect.Schema, error) { return space.inspect(ctx, tx, d) },
		close: func() {
			// The error of a rollback has no consequence: the server undoes the
			// transaction of a connection that is gone too.
			_ = tx.Rollback()
		},
	}, nil
}

// namespaces are the schemas of a shadow: one for the tables that are not
// qualified, and one for each schema that qualified tables name, so that a
// table "billing.invoices" is never the live one.
type namespaces struct {
	// path is the connection's own search path, and current the schema that it
	// leads to, empty for none.
	path, current string
	// qualified tells whether a model names a schema.
	qualified bool
	// shadows holds the schema of the shadow for each real one; the empty name
	// is the one of unqualified tables.
	shadows map[string]string
	// order lists the keys of shadows.
	order []string
	// enums are the types of the application, which the shadow has too.
	enums []EnumType
}

// openNamespaces creates the schemas of a shadow for tables.
func openNamespaces(ctx context.Context, tx *sql.Tx, tables []*table, enums []EnumType) (*namespaces, error) {
	var pid int
	var current sql.NullString
	n := &namespaces{shadows: map[string]string{}, enums: enums}
	err := tx.QueryRowContext(ctx, `SELECT pg_backend_pid(), current_schema(), current_setting('search_path')`).
		Scan(&pid, &current, &n.path)
	if err != nil {
		return nil, fmt.Errorf("open the shadow: read the search path: %w", err)
	}
	n.current = current.String
	// The number of the server process keeps two runs at the same time apart:
	// with one name, the second would wait for the first.
	base := fmt.Sprintf("gmig_shadow_%d", pid)
	if err := n.add(ctx, tx, "", base); err != nil {
		return nil, err
	}
	var names []string
	for _, t := range tables {
		names = append(names, t.name)
	}
	for _, e := range enums {
		names = append(names, e.Name)
	}
	for _, name := range names {
		n.qualified = n.qualified || strings.Contains(name, ".")
		real, _ := n.split(name)
		if _, ok := n.shadows[real]; ok {
			continue
		}
		if err := n.add(ctx, tx, real, fmt.Sprintf("%s_%d", base, len(n.order))); err != nil {
			return nil, err
		}
	}
	if err := n.createEnums(ctx, tx, enums); err != nil {
		return nil, err
	}
	return n, n.use(ctx, tx)
}

// add creates the schema that stands for a real one. A name that is taken, by a
// schema that somebody left there, gets underscores.
func (n *namespaces) add(ctx context.Context, tx *sql.Tx, real, name string) error {
	for taken := true; taken; {
		err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)`, name).Scan(&taken)
		if err != nil {
			return fmt.Errorf("open the shadow: look for schema %q: %w", name, err)
		}
		if taken {
			name += "_"
		}
	}
	_, err := tx.ExecContext(ctx, `CREATE SCHEMA "`+name+`"`)
	var state interface{ SQLState() string }
	if errors.As(err, &state) {
		switch state.SQLState() {
		case insufficientPrivilege:
			return fmt.Errorf("create the shadow schema %q: %w: grant the role CREATE on the database, on which gmig creates a schema in a transaction that it rolls back, or give it a scratch database with dev_url in gmig.toml", name, err)
		case readOnlySQLTransaction:
			return fmt.Errorf("create the shadow schema %q: %w: connect to a server that can be written to", name, err)
		}
	}
	if err != nil {
		return fmt.Errorf("create the shadow schema %q: %w", name, err)
	}
	n.shadows[real] = name
	n.order = append(n.order, real)
	return nil
}

// use puts the shadow of unqualified tables first on the search path.
func (n *namespaces) use(ctx context.Context, tx *sql.Tx) error {
	path := `"` + n.shadows[""] + `"`
	if n.path != "" {
		path += ", " + n.path
	}
	if _, err := tx.ExecContext(ctx, "SET LOCAL search_path = "+path); err != nil {
		return fmt.Errorf("open the shadow: set the search path to %q: %w", path, err)
	}
	return nil
}

// split parts the name that a model gives its table. The schema is empty for
// the one that unqualified names mean. GORM takes a name with one dot as a
// qualified one.
func (n *namespaces) split(table string) (schema, name string) {
	parts := strings.Split(table, ".")
	if len(parts) != 2 {
		return "", table
	}
	if parts[0] == n.current {
		return "", parts[1]
	}
	return parts[0], parts[1]
}

// inSchema returns the name of a model's table in the result: "public.users" is
// "users" where unqualified names mean the schema public.
func (n *namespaces) inSchema(table string) string {
	schema, name := n.split(table)
	if schema == "" {
		return name
	}
	return schema + "." + name
}

// real returns the name in the result for one that the inspection of a
// namespace found: qualified with a shadow's schema, or of the schema in hand.
func (n *namespaces) real(table, in string) string {
	for _, schema := range n.order {
		if name, ok := strings.CutPrefix(table, n.shadows[schema]+"."); ok {
			table, in = name, schema
			break
		}
	}
	if in == "" {
		return table
	}
	return in + "." + table
}
