package ddl

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3" // the judge of what is a CREATE TABLE text

	"github.com/gmig/gmig/dialect/sqlite/ddl/ddltest"
	"github.com/gmig/gmig/internal/counts"
)

func FuzzTokenize(f *testing.F) {
	for _, seed := range []string{nasty, "'", `"a""`, "[a", "/*", "/* *", "--", "x'0", "X'ab'", "1_000.5e+3x", "a->>'$.b' ->c||d", "\x00?1:a@b$c::d", "\ufeffa", "1e", ".5.", "0x", "!", "0 .%"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input string) {
		tokens := Tokenize(input)
		if Join(tokens) != input {
			t.Errorf("the tokens of %q are %q", input, tokens)
		}
		for _, token := range tokens {
			if token.Text == "" {
				t.Errorf("%q has an empty token", input)
			}
		}
		normal := Normal(input, func(string) bool { return true })
		if again := Normal(normal, func(string) bool { return true }); complete(tokens) && again != normal {
			t.Errorf("the normal form of %q is %q, and that of this %q", input, normal, again)
		}
	})
}

// complete tells whether a text has only tokens that SQLite knows.
func complete(tokens []Token) bool {
	return !slices.ContainsFunc(tokens, func(t Token) bool { return t.Kind == Other || t.Kind == Comment || t.Kind == Variable })
}

func FuzzParseCreateTable(f *testing.F) {
	f.Add(nasty)
	f.Add("CREATE TABLE t(A\"\"ConstrAint`x`)")
	f.Add("CREATE TABLE t(a text \v\vUNIQUE)")
	for seed := range uint64(50) {
		f.Add(ddltest.Table(rand.New(rand.NewPCG(seed, 0))))
	}
	db := openJudge(f)
	f.Fuzz(func(t *testing.T, text string) { judge(t, db, text) })
}

func TestRandomTablesAreReadAsSQLiteDoes(t *testing.T) {
	db := openJudge(t)
	judged := 0
	for seed := range uint64(1000) {
		if judge(t, db, ddltest.Table(rand.New(rand.NewPCG(seed, 1)))) {
			judged++
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	counts.Say(t, "%d random tables read and edited", judged)
	if judged < 500 {
		t.Errorf("SQLite accepts only %d of the texts", judged)
	}
}

// judge compares what was read of a text with what SQLite made of it, before
// and after edits. It tells whether SQLite accepts the text.
func judge(t *testing.T, db *sql.DB, text string) bool {
	t.Helper()
	if !strings.HasPrefix(strings.ToUpper(strings.TrimSpace(text)), "CREATE") {
		return false
	}
	kept, before := shape(db, text)
	if kept == "" {
		return false
	}
	table, err := ParseTable(kept)
	if err != nil {
		t.Errorf("SQLite accepts\n%s\nbut: %v", kept, err)
		return true
	}
	for _, c := range table.Columns {
		if tokens := Tokenize(c.Type); len(tokens) > 1 && strings.ContainsAny(c.Type, "\"'`[") {
			return false // SQLite forgets all but the first word then
		}
		if NormalType(NormalType(c.Type)) != NormalType(c.Type) {
			return false // a quoted blank, say, of which the pragma shows less
		}
		if strings.HasSuffix(FoldName(c.Type), "always") {
			return false // SQLite cuts this off, also without AS behind it
		}
	}
	if table.String() != kept {
		t.Errorf("the tokens of\n%s\nare\n%s", kept, table)
	}
	if read := describe(table); read != before {
		t.Errorf("%s\nwas read as\n%s\nand SQLite says\n%s", kept, read, before)
	}
	edit := func(what, want string, change func(*Table) error) {
		edited, err := ParseTable(kept)
		if err != nil {
			t.Fatal(err)
		}
		if err := change(edited); err != nil {
			t.Errorf("%s in\n%s\n%v", what, kept, err)
			return
		}
		_, after := shape(db, edited.String())
		if want == "" {
			want = describe(edited)
		}
		if after != want {
			t.Errorf("%s in\n%s\ngave\n%s\nwhich is to SQLite\n%s\nand should be\n%s", what, kept, edited, after, want)
		}
	}
	edit("adding a column", before+"added text 1 <nil> 0 0\n", func(t *Table) error { return t.AddColumn("added text NOT NULL -- new") })
	edit("adding and dropping a column", before, func(t *Table) error {
		if err := t.AddColumn("added text"); err != nil {
			return err
		}
		return t.DropColumn("Added")
	})
	edit("adding and dropping a constraint", before, func(t *Table) error {
		if err := t.AddConstraint("CHECK (1 -- one\n)"); err != nil {
			return err
		}
		return t.DropConstraint(t.Constraints[len(t.Constraints)-1])
	})
	for i, c := range table.AllConstraints() {
		switch c.Kind {
		case PrimaryKey, Generated, NotNull, Default:
			continue // others may depend on it, or SQLite's answer does
		}
		edit(fmt.Sprintf("dropping %q", table.Text(c)), before, func(t *Table) error { return t.DropConstraint(t.AllConstraints()[i]) })
	}
	for _, c := range table.Columns {
		if key := table.PrimaryKey(); key != nil && EqualNames(key.Keys[0].Name, c.Name) {
			continue // its type decides whether SQLite sees conflicting clauses
		}
		edit(fmt.Sprintf("setting the type of %q", c.Name), "", func(t *Table) error { return t.SetType(c.Name, "text") })
		if c.Last(Generated) == nil && c.Last(PrimaryKey) == nil {
			edit(fmt.Sprintf("dropping NOT NULL of %q", c.Name), "", func(t *Table) error { return t.DropColumnConstraints(c.Name, NotNull) })
			edit(fmt.Sprintf("dropping DEFAULT of %q", c.Name), "", func(t *Table) error { return t.DropColumnConstraints(c.Name, Default) })
			edit(fmt.Sprintf("adding DEFAULT to %q", c.Name), "", func(t *Table) error {
				return t.AddColumnConstraint(c.Name, "DEFAULT 7", Default, NotNull, Collate)
			})
		}
	}
	return true
}

func openJudge(t testing.TB) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

// shape creates a table, in a transaction that is rolled back, and returns its
// text and its columns as SQLite keeps them: nothing if it refuses the text.
func shape(db *sql.DB, text string) (kept, columns string) {
	tx, err := db.Begin()
	if err != nil {
		return "", ""
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.Exec(text); err != nil {
		return "", ""
	}
	var name string
	if err := tx.QueryRow("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'create virtual%' AND name NOT LIKE 'sqlite%'").Scan(&name, &kept); err != nil {
		return "", ""
	}
	rows, err := tx.Query("SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?)", name)
	if err != nil {
		return "", ""
	}
	defer rows.Close()
	for rows.Next() {
		var column, kind, notNull string
		var value sql.NullString
		var key, hidden int
		if err := rows.Scan(&column, &kind, &notNull, &value, &key, &hidden); err != nil {
			return "", ""
		}
		columns += line(column, kind, notNull, value, key, hidden)
	}
	return kept, columns
}

// describe says of a parsed table what shape says.
func describe(t *Table) string {
	var b strings.Builder
	for _, c := range t.Columns {
		var value sql.NullString
		if d := c.Last(Default); d != nil {
			value = sql.NullString{String: d.Expr, Valid: true}
			if strings.HasPrefix(d.Expr, "(") { // the pragma leaves these out
				value.String = d.Expr[1 : len(d.Expr)-1]
			}
		}
		hidden, key, notNull := 0, 0, "0"
		if g := c.Last(Generated); g != nil {
			hidden = 2
			if g.Stored {
				hidden = 3
			}
		}
		if k := t.PrimaryKey(); k != nil {
			for i, part := range k.Keys {
				if EqualNames(part.Name, c.Name) {
					key = i + 1
				}
			}
		}
		if c.Last(NotNull) != nil || t.WithoutRowid && key > 0 {
			notNull = "1"
		}
		b.WriteString(line(c.Name, c.Type, notNull, value, key, hidden))
	}
	return b.String()
}

func line(column, kind, notNull string, value sql.NullString, key, hidden int) string {
	text := "<nil>"
	if value.Valid {
		text = NormalDefault(value.String)
	}
	return fmt.Sprintf("%s %s %s %s %d %d\n", column, NormalType(kind), notNull, text, key, hidden)
}
