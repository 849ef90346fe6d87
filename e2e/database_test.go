package e2e

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/rogpeppe/go-internal/testscript"
	_ "gorm.io/driver/sqlite" // the driver "sqlite3"
)

// open connects to a database of the project.
func (p *project) open(ts *testscript.TestScript, address string) *sql.DB {
	driver, dsn := "pgx", address
	if file, ok := p.sqliteFile(address); ok {
		driver, dsn = "sqlite3", file+"?_foreign_keys=on"
	}
	db, err := sql.Open(driver, dsn)
	ts.Check(err)
	return db
}

// sqliteFile is the path of the file that a SQLite URL names.
func (p *project) sqliteFile(address string) (path string, ok bool) {
	file, ok := strings.CutPrefix(address, "sqlite://")
	if !filepath.IsAbs(file) {
		file = filepath.Join(p.dir, file)
	}
	return file, ok
}

// sqlCmd is `[!] sql STATEMENT`: run a statement on the project's database and print the rows that it
// returns, a line each, with "|" between columns.
func sqlCmd(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: sql STATEMENT")
	}
	p := projectOf(ts)
	db := p.open(ts, p.url)
	defer db.Close()
	rows, err := query(db, args[0])
	switch {
	case err == nil && neg:
		ts.Fatalf("the statement is accepted: %s", args[0])
	case err != nil && !neg:
		ts.Fatalf("%s: %v", args[0], err)
	case err != nil:
		fmt.Fprintln(ts.Stderr(), err)
		return
	}
	for _, row := range rows {
		fmt.Fprintln(ts.Stdout(), strings.Join(row, "|"))
	}
	ts.Stdout()
}

// feedCmd is `feed FILE`: run a script of SQL on the project's database with psql or sqlite3, as an
// administrator does.
func feedCmd(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: feed FILE")
	}
	p := projectOf(ts)
	p.feed(ts, p.url, ts.ReadFile(args[0]))
}

func query(db *sql.DB, statement string) ([][]string, error) {
	rows, err := db.Query(statement)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var all [][]string
	for rows.Next() {
		values, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			return nil, err
		}
		row := make([]string, len(values))
		for i, value := range values {
			switch value := value.(type) {
			case nil:
				row[i] = "NULL"
			case []byte:
				row[i] = string(value)
			default:
				row[i] = fmt.Sprint(value)
			}
		}
		all = append(all, row)
	}
	return all, rows.Err()
}

// wrongPasswordCmd is `wrong-password`: make DATABASE_URL name a role of the project's
// PostgreSQL server with a password, s3cr3tw0rd, that is not the role's.
func wrongPasswordCmd(ts *testscript.TestScript, neg bool, args []string) {
	p := projectOf(ts)
	db := p.open(ts, p.url)
	defer db.Close()
	u, err := url.Parse(p.url)
	ts.Check(err)
	role := "gmig_stranger_" + strings.TrimPrefix(u.Path, "/")
	_, err = db.Exec("CREATE ROLE " + role + " LOGIN PASSWORD 'another'")
	ts.Check(err)
	ts.Defer(func() {
		db := p.open(ts, p.url)
		defer db.Close()
		_, err := db.Exec("DROP ROLE " + role)
		ts.Check(err)
	})
	u.User = url.UserPassword(role, "s3cr3tw0rd")
	stranger := p.open(ts, u.String())
	defer stranger.Close()
	if stranger.Ping() == nil {
		ts.Fatalf("the server takes any password: let it ask for one (scram-sha-256 in pg_hba.conf)")
	}
	ts.Setenv("DATABASE_URL", u.String())
}

// onlyVersionTableCmd is `[!] only-version-table`: the database holds nothing but gmig's version table.
func onlyVersionTableCmd(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 0 {
		ts.Fatalf("usage: [!] only-version-table")
	}
	p := projectOf(ts)
	objects := p.objects(ts)
	objects = slices.DeleteFunc(objects, func(o string) bool { return o == "gmig_version" || o == "gmig_version_pkey" })
	if neg && len(objects) == 0 {
		ts.Fatalf("nothing is in the database beside the version table")
	}
	if !neg && len(objects) != 0 {
		ts.Fatalf("left in the database beside the version table: %s", strings.Join(objects, ", "))
	}
}

// objects lists the names of what a user can make in the project's database.
func (p *project) objects(ts *testscript.TestScript) []string {
	statement := `SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`
	if p.engine == "postgres" {
		const own = `NOT IN (SELECT oid FROM pg_namespace WHERE nspname LIKE 'pg\_%' OR nspname = 'information_schema')`
		statement = `
			SELECT relname::text FROM pg_class WHERE relnamespace ` + own + `
			UNION ALL SELECT proname::text FROM pg_proc WHERE pronamespace ` + own + `
			UNION ALL SELECT typname::text FROM pg_type WHERE typtype IN ('e', 'd') AND typnamespace ` + own + `
			UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE oid ` + own + ` AND nspname <> 'public'
			ORDER BY 1`
	} else if _, err := os.Stat(filepath.Join(p.dir, "app.db")); err != nil {
		ts.Fatalf("no database: %v", err)
	}
	db := p.open(ts, p.url)
	defer db.Close()
	rows, err := query(db, statement)
	ts.Check(err)
	names := make([]string, len(rows))
	for i, row := range rows {
		names[i] = row[0]
	}
	return names
}
