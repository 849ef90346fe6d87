package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	gormsqlite "gorm.io/driver/sqlite"

	"github.com/gmig/gmig/dialect/sqlite/ddl"
	"github.com/gmig/gmig/op"
)

// database is one connection to a SQLite file, driven as the migrator does it.
type database struct {
	*sql.Conn
	t    *testing.T
	pool *sql.DB
	engine
	// groups are how many operations each part of the last migration did at once.
	groups []int
}

// open creates a database; settings are of the driver, "_foreign_keys=1".
func open(t *testing.T, settings string) *database {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(t.TempDir(), "test.db")+"?"+settings)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	conn, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return &database{Conn: conn, t: t, pool: db, engine: New(gormsqlite.Open("")).(engine)}
}

// other is a second connection to the file.
func (d *database) other() (*sql.Conn, error) {
	conn, err := d.pool.Conn(context.Background())
	if err == nil {
		d.t.Cleanup(func() { conn.Close() })
	}
	return conn, err
}

// exec runs statements, which may be several in one text.
func (d *database) exec(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if _, err := d.ExecContext(context.Background(), text); err != nil {
			d.t.Fatalf("%s: %v", text, err)
		}
	}
}

// migrate runs operations in one transaction, together where they can be. What
// comes of that is compared with what they lead to one by one.
func (d *database) migrate(ops ...op.Operation) error {
	d.t.Helper()
	ctx := context.Background()
	tx, err := d.Begin(ctx, d)
	if err != nil {
		return err
	}
	compared := len(ops) > 1
	var failed error
	var contents string
	if compared {
		d.exec("SAVEPOINT singly")
		failed = d.singly(ops)
		contents = d.contents()
		if _, err := d.ExecContext(ctx, "ROLLBACK TO singly"); err != nil {
			return errors.Join(failed, tx.Rollback(ctx)) // SQLite has rolled all back
		}
		d.exec("RELEASE singly")
	}
	groups, err := d.together(ops)
	d.groups = groups
	switch {
	case compared && (err == nil) != (failed == nil):
		d.t.Errorf("%s in groups of %v: one by one gave %v, together %v", describe(ops), groups, failed, err)
	case compared && err == nil && d.contents() != contents:
		d.t.Errorf("%s in groups of %v: one by one led to\n%s\ntogether to\n%s", describe(ops), groups, contents, d.contents())
	}
	if err != nil {
		if rollback := tx.Rollback(ctx); rollback != nil {
			d.t.Fatal(rollback)
		}
		if failed != nil {
			return failed
		}
		return err
	}
	return tx.Commit(ctx)
}

// singly runs operations one by one.
func (d *database) singly(ops []op.Operation) error {
	for _, o := range ops {
		if err := d.run(o); err != nil {
			return err
		}
	}
	return nil
}

// together runs operations in the groups that Merge makes of them.
func (d *database) together(ops []op.Operation) (groups []int, err error) {
	for len(ops) > 0 {
		statements, n := d.Merge(context.Background(), d, ops)
		if n == 0 {
			n, err = 1, d.run(ops[0])
		} else {
			err = d.all(statements)
		}
		if err != nil {
			return groups, err
		}
		groups, ops = append(groups, n), ops[n:]
	}
	return groups, nil
}

func describe(ops []op.Operation) string {
	var all []string
	for _, o := range ops {
		all = append(all, o.Describe())
	}
	return strings.Join(all, "; ")
}

func (d *database) run(o op.Operation) error {
	ctx := context.Background()
	statements, err := d.Compile(ctx, d, o)
	if err != nil {
		return err
	}
	return d.all(statements)
}

func (d *database) all(statements []string) error {
	for _, s := range statements {
		if _, err := d.ExecContext(context.Background(), s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

// mustMigrate runs operations that must succeed.
func (d *database) mustMigrate(ops ...op.Operation) {
	d.t.Helper()
	if err := d.migrate(ops...); err != nil {
		d.t.Fatal(err)
	}
}

// refuses runs an operation that must fail with an error that has a text in
// it, and change nothing.
func (d *database) refuses(part string, ops ...op.Operation) {
	d.t.Helper()
	before := d.dump()
	err := d.migrate(ops...)
	if err == nil || !strings.Contains(err.Error(), part) {
		d.t.Errorf("%s gave %v, want an error with %q", ops[len(ops)-1].Describe(), err, part)
	}
	if after := d.dump(); after != before {
		d.t.Errorf("a failed migration changed the database from\n%s\nto\n%s", before, after)
	}
}

// rows is the result of a query, values joined by "|" and rows by a space.
func (d *database) rows(query string) string {
	d.t.Helper()
	rows, err := d.QueryContext(context.Background(), query)
	if err != nil {
		d.t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		d.t.Fatal(err)
	}
	var all []string
	for rows.Next() {
		values := make([]sql.NullString, len(columns))
		pointers := make([]any, len(columns))
		for i := range values {
			pointers[i] = &values[i]
		}
		if err := rows.Scan(pointers...); err != nil {
			d.t.Fatal(err)
		}
		var row []string
		for _, v := range values {
			if !v.Valid {
				v.String = "NULL"
			}
			row = append(row, v.String)
		}
		all = append(all, strings.Join(row, "|"))
	}
	if err := rows.Err(); err != nil {
		d.t.Fatalf("%s: %v", query, err)
	}
	return strings.Join(all, " ")
}

// want compares the result of a query.
func (d *database) want(query, result string) {
	d.t.Helper()
	if got := d.rows(query); got != result {
		d.t.Errorf("%s\ngot  %s\nwant %s", query, got, result)
	}
}

// text is the CREATE text of a table, an index, a trigger or a view.
func (d *database) text(name string) string {
	d.t.Helper()
	return d.rows("SELECT sql FROM sqlite_master WHERE name = '" + strings.ReplaceAll(name, "'", "''") + "'")
}

// dump is the schema and all rows.
func (d *database) dump() string {
	d.t.Helper()
	all := d.rows("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name")
	names, err := queryNames(context.Background(), d, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
	if err != nil {
		d.t.Fatal(err)
	}
	for _, n := range names {
		all += "\n" + n + ": " + d.rows("SELECT * FROM "+tableRef{"", n}.quoted())
	}
	return all + "\n" + d.rows("PRAGMA foreign_keys") + d.rows("PRAGMA legacy_alter_table")
}

// contents is the schema in its order, and all rows with their rowids and the
// types of their values.
func (d *database) contents() string {
	d.t.Helper()
	all := d.rows("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid")
	names, err := queryNames(context.Background(), d, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
	if err != nil {
		d.t.Fatal(err)
	}
	for _, n := range names {
		selected := []string{"*"}
		if t, err := load(context.Background(), d, ddl.SpellName(n)); err == nil && !strings.HasPrefix(n, "sqlite_") {
			r := rebuild{old: t, text: t.text}
			selected = []string{"'" + r.rowid() + "'"}
			if name := r.rowid(); name != "" {
				selected = []string{name}
			}
			for _, c := range t.text.Columns {
				selected = append(selected, "quote("+ddl.QuoteName(c.Name)+")")
			}
		}
		all += "\n" + n + ": " + d.rows("SELECT "+strings.Join(selected, ", ")+" FROM "+tableRef{"", n}.quoted())
	}
	return all + "\n" + d.rows("PRAGMA foreign_keys") + d.rows("PRAGMA legacy_alter_table")
}
