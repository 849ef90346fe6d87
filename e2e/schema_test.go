package e2e

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

// autoMigrateCmd is `automigrate`: let GORM give the project's database the schema of the models.
func autoMigrateCmd(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: automigrate")
	}
	p := projectOf(ts)
	p.autoMigrate(ts, p.url)
}

// schemaEqualsAutoMigrateCmd is `[!] schema-equals-automigrate`: the project's database has the schema
// that GORM's AutoMigrate gives an empty one, gmig's version table and the order of columns aside.
func schemaEqualsAutoMigrateCmd(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 0 {
		ts.Fatalf("usage: [!] schema-equals-automigrate")
	}
	p := projectOf(ts)
	scratch := p.newDatabase()
	p.autoMigrate(ts, scratch)
	got, want := p.schema(ts, p.url), p.schema(ts, scratch)
	if want == "" {
		ts.Fatalf("AutoMigrate made no schema to compare with")
	}
	diff := gocmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n"))
	if neg && diff == "" {
		ts.Fatalf("the schema is AutoMigrate's")
	}
	if !neg && diff != "" {
		ts.Fatalf("the schema is not AutoMigrate's (-AutoMigrate +gmig):\n%s", diff)
	}
}

// autoMigrate runs testdata/automigrate, a program that imports the project's models.
func (p *project) autoMigrate(ts *testscript.TestScript, url string) {
	source, err := os.ReadFile(filepath.Join(p.checkout, "e2e/testdata/automigrate/main.go"))
	ts.Check(err)
	dir := filepath.Join(p.dir, "automigrate")
	ts.Check(os.MkdirAll(dir, 0o777))
	ts.Check(os.WriteFile(filepath.Join(dir, "main.go"), source, 0o666))
	ts.Check(ts.Exec("go", "run", "./automigrate", url))
	ts.Check(os.RemoveAll(dir))
}

// schema is the text of a database's schema, without gmig's version table and the order of columns
// in a table; empty for a database without tables.
func (p *project) schema(ts *testscript.TestScript, url string) string {
	if file, ok := p.sqliteFile(url); ok {
		if _, err := os.Stat(file); err != nil {
			return ""
		}
		return p.sqliteSchema(ts, url)
	}
	dump, err := pgDump()
	ts.Check(err)
	cmd := exec.Command(dump, "--schema-only", "--no-owner", "--exclude-table=gmig_version", "--dbname="+url)
	var errors strings.Builder
	cmd.Stderr = &errors
	out, err := cmd.Output()
	if err != nil {
		ts.Fatalf("pg_dump: %v\n%s", err, &errors)
	}
	return normaliseDump(string(out))
}

// pgDump finds pg_dump on PATH, or where Debian's packages have it, the newest.
func pgDump() (string, error) {
	if path, err := exec.LookPath("pg_dump"); err == nil {
		return path, nil
	}
	paths, _ := filepath.Glob("/usr/lib/postgresql/*/bin/pg_dump")
	if len(paths) == 0 {
		return "", fmt.Errorf("no pg_dump to compare schemas with: install PostgreSQL's client programs (apt-get install postgresql-client)")
	}
	return slices.MaxFunc(paths, func(a, b string) int {
		return cmp.Or(len(a)-len(b), strings.Compare(a, b))
	}), nil
}

// normaliseDump drops the comments and settings of a dump and sorts the lines within a CREATE TABLE.
func normaliseDump(dump string) string {
	var out, columns []string
	inTable := false
	for line := range strings.Lines(dump) {
		line = strings.TrimRight(line, "\n")
		switch {
		case inTable && strings.HasPrefix(line, ")"):
			slices.Sort(columns)
			out = append(append(out, columns...), line)
			columns, inTable = nil, false
		case inTable:
			columns = append(columns, strings.TrimSuffix(line, ","))
		case line == "", strings.HasPrefix(line, "--"), strings.HasPrefix(line, "SET "),
			strings.HasPrefix(line, "SELECT pg_catalog."), strings.HasPrefix(line, `\`):
		default:
			inTable = strings.HasPrefix(line, "CREATE TABLE ")
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// sqliteSchema prints each object's CREATE statement as tokens, the columns and constraints of a
// table a line each and sorted.
func (p *project) sqliteSchema(ts *testscript.TestScript, url string) string {
	db := p.open(ts, url)
	defer db.Close()
	rows, err := query(db, `SELECT type, name, sql FROM sqlite_master
		WHERE sql IS NOT NULL AND name <> 'gmig_version' AND tbl_name <> 'gmig_version' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
		ORDER BY type DESC, name`)
	ts.Check(err)
	var out []string
	for _, row := range rows {
		out = append(out, row[0]+" "+row[1])
		if row[0] == "table" {
			out = append(out, tableItems(row[2])...)
		} else {
			out = append(out, "    "+strings.Join(sqlTokens(row[2]), " "))
		}
	}
	return strings.Join(out, "\n")
}

// tableItems returns the columns and constraints of a CREATE TABLE, sorted, with what follows the
// closing parenthesis at the end.
func tableItems(statement string) []string {
	var items []string
	var item []string
	depth := 0
	for _, token := range sqlTokens(statement) {
		switch token {
		case "(":
			if depth++; depth == 1 {
				item = nil
				continue
			}
		case ")":
			if depth--; depth == 0 {
				items, item = append(items, "    "+strings.Join(item, " ")), nil
				continue
			}
		case ",":
			if depth == 1 {
				items, item = append(items, "    "+strings.Join(item, " ")), nil
				continue
			}
		}
		item = append(item, token)
	}
	slices.Sort(items)
	return append(items, "    ) "+strings.Join(item, " "))
}

// sqlTokens splits SQL into words, quoted texts without their quotes, and single signs. Words lose
// their case; an identifier reads the same however it is quoted.
func sqlTokens(statement string) []string {
	closing := map[byte]byte{'\'': '\'', '"': '"', '`': '`', '[': ']'}
	isWord := func(c byte) bool {
		return c == '_' || c == '.' || c >= 0x80 || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
	}
	var tokens []string
	for i := 0; i < len(statement); {
		c := statement[i]
		switch {
		case closing[c] != 0:
			end := i + 1 + strings.IndexByte(statement[i+1:], closing[c])
			if end <= i {
				return append(tokens, statement[i:])
			}
			tokens = append(tokens, strings.ToLower(statement[i+1:end]))
			i = end + 1
		case isWord(c):
			end := i
			for end < len(statement) && isWord(statement[end]) {
				end++
			}
			tokens = append(tokens, strings.ToLower(statement[i:end]))
			i = end
		default:
			if !strings.ContainsRune(" \t\r\n", rune(c)) {
				tokens = append(tokens, string(c))
			}
			i++
		}
	}
	return tokens
}

func TestTableItemsIgnoresOrderAndQuotesOnly(t *testing.T) {
	base := tableItems("CREATE TABLE `a` (`id` integer PRIMARY KEY,`n` decimal(10,2) DEFAULT \"0\",CHECK (n > 0))")
	for _, same := range []string{
		`create table "a" ("n" decimal(10,2) default '0', "id" INTEGER PRIMARY KEY, CHECK (n > 0))`,
	} {
		if diff := gocmp.Diff(base, tableItems(same)); diff != "" {
			t.Errorf("%s differs:\n%s", same, diff)
		}
	}
	for _, other := range []string{
		"CREATE TABLE a (id integer, n decimal(10,2) DEFAULT 0, PRIMARY KEY (id), CHECK (n > 0))",
		"CREATE TABLE a (id integer PRIMARY KEY, n decimal(12,2) DEFAULT 0, CHECK (n > 0))",
		"CREATE TABLE a (id integer PRIMARY KEY, n decimal(10,2) DEFAULT 0, CHECK (n > 0)) STRICT",
	} {
		if gocmp.Equal(base, tableItems(other)) {
			t.Errorf("%s is taken for the same", other)
		}
	}
}

func TestNormaliseDumpIgnoresOrderOfColumnsOnly(t *testing.T) {
	const a = "-- dump\nSET x = 1;\nCREATE TABLE t (\n    a bigint NOT NULL,\n    b text\n);\nALTER TABLE t ADD x;\n"
	const b = "CREATE TABLE t (\n    b text,\n    a bigint NOT NULL\n);\n\nALTER TABLE t ADD x;\n"
	if diff := gocmp.Diff(normaliseDump(a), normaliseDump(b)); diff != "" {
		t.Errorf("another order of columns differs:\n%s", diff)
	}
	for _, other := range []string{strings.Replace(b, "text", "bytea", 1), strings.Replace(b, "ADD x", "ADD y", 1)} {
		if normaliseDump(a) == normaliseDump(other) {
			t.Errorf("taken for the same:\n%s", other)
		}
	}
}
