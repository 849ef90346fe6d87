package ddl

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const nasty = "CREATE TABLE \"or\"\"ders\" ( -- the orders, (really\n" +
	"  `id` INTEGER PRIMARY KEY AUTOINCREMENT,\n" +
	"  [user id] int unsigned NOT NULL ON CONFLICT FAIL REFERENCES users(id, [x y]) ON DELETE set null NOT NULL DEFERRABLE INITIALLY DEFERRED, /* , */\n" +
	"  total decimal( 10 , 2 ) DEFAULT -1 CONSTRAINT positive CHECK (total > (0)) COLLATE nocase,\n" +
	"  note text DEFAULT 'CHECK (a), ''b' UNIQUE ON CONFLICT IGNORE,\n" +
	"  twice int GENERATED ALWAYS AS (total * 2) STORED,\n" +
	"  half AS (total / 2), typeless,\n" +
	"  at datetime DEFAULT (datetime('now')) NULL,\n" +
	"  CONSTRAINT u UNIQUE (note COLLATE rtrim DESC, total) CHECK (1) -- no comma before\n" +
	"  , FOREIGN KEY (total, note) REFERENCES t ON UPDATE no action MATCH full\n" +
	") STRICT, WITHOUT ROWID"

func TestParseTableFindsEveryPart(t *testing.T) {
	table, err := ParseTable(nasty)
	if err != nil {
		t.Fatal(err)
	}
	want := &Table{
		Name: `or"ders`, Strict: true, WithoutRowid: true,
		Columns: []*Column{
			{Name: "id", Type: "INTEGER", Constraints: []*Constraint{
				{Kind: PrimaryKey, Inline: true, Autoincrement: true}}},
			{Name: "user id", Type: "int unsigned", Constraints: []*Constraint{
				{Kind: NotNull, Inline: true, Conflict: "FAIL"},
				{Kind: ForeignKey, Inline: true, References: &Reference{Table: "users", Columns: []string{"id", "x y"},
					Delete: "SET NULL", Timing: "DEFERRABLE INITIALLY DEFERRED"}},
				{Kind: NotNull, Inline: true},
				{Kind: Deferral, Inline: true, Expr: "DEFERRABLE INITIALLY DEFERRED"}}},
			{Name: "total", Type: "decimal( 10 , 2 )", Constraints: []*Constraint{
				{Kind: Default, Inline: true, Expr: "-1"},
				{Kind: Check, Inline: true, Name: "positive", Expr: "total > (0)"},
				{Kind: Collate, Inline: true, Collation: "nocase"}}},
			{Name: "note", Type: "text", Constraints: []*Constraint{
				{Kind: Default, Inline: true, Expr: "'CHECK (a), ''b'"},
				{Kind: Unique, Inline: true, Conflict: "IGNORE"}}},
			{Name: "twice", Type: "int", Constraints: []*Constraint{
				{Kind: Generated, Inline: true, Expr: "total * 2", Stored: true}}},
			{Name: "half", Constraints: []*Constraint{{Kind: Generated, Inline: true, Expr: "total / 2"}}},
			{Name: "typeless"},
			{Name: "at", Type: "datetime", Constraints: []*Constraint{
				{Kind: Default, Inline: true, Expr: "(datetime('now'))"},
				{Kind: Null, Inline: true}}},
		},
		Constraints: []*Constraint{
			{Kind: Unique, Name: "u", Keys: []Key{
				{Name: "note", Expr: "note", Collation: "rtrim", Order: "DESC"}, {Name: "total", Expr: "total"}}},
			{Kind: Check, Expr: "1"},
			{Kind: ForeignKey, Keys: []Key{{Name: "total", Expr: "total"}, {Name: "note", Expr: "note"}},
				References: &Reference{Table: "t", Update: "NO ACTION", Match: "full"}},
		},
	}
	for _, c := range want.Columns {
		for _, con := range c.Constraints {
			con.Keys = []Key{{Name: c.Name, Expr: c.Name}}
		}
	}
	unexported := cmpopts.IgnoreUnexported(Table{}, Column{}, Constraint{})
	if diff := cmp.Diff(want, table, unexported); diff != "" {
		t.Error(diff)
	}
	if table.String() != nasty {
		t.Errorf("the text changed:\n%s", table)
	}
}

func TestParseTableRefusesWhatIsNoTable(t *testing.T) {
	for _, sql := range []string{"", "CREATE VIEW v AS SELECT 1", "CREATE TABLE t", "CREATE TABLE t (a", "CREATE TABLE t (a DEFAULT",
		"CREATE VIRTUAL TABLE t USING fts5(a)", "CREATE TABLE t (a UNIQUE b)", "CREATE TABLE t (a) NONSENSE",
		"CREATE TABLE t (CHECK(1), a)"} {
		if table, err := ParseTable(sql); err == nil {
			t.Errorf("%q was read as %+v", sql, table)
		}
	}
}

func TestParseIndexFindsEveryPart(t *testing.T) {
	index, err := ParseIndex("CREATE UNIQUE INDEX [i x] ON \"or ders\" (`a` COLLATE nocase DESC, lower(b, ',') ASC, 'c', (a+b) collate \"rtrim\") where a > 1 ;")
	if err != nil {
		t.Fatal(err)
	}
	want := &Index{Name: "i x", Table: "or ders", Unique: true, Where: "a > 1", Parts: []Key{
		{Name: "a", Expr: "`a`", Collation: "nocase", Order: "DESC"},
		{Expr: "lower(b, ',')", Order: "ASC"},
		{Name: "c", Expr: "'c'"},
		{Expr: "(a+b)", Collation: "rtrim"},
	}}
	if diff := cmp.Diff(want, index); diff != "" {
		t.Error(diff)
	}
}

func TestRowidColumnIsTheIntegerPrimaryKey(t *testing.T) {
	for sql, want := range map[string]string{
		"CREATE TABLE t (a INTEGER PRIMARY KEY)":               "a",
		"CREATE TABLE t (a integer, b, PRIMARY KEY (A DESC))":  "a",
		"CREATE TABLE t (a \"INTEGER\" PRIMARY KEY)":           "a",
		"CREATE TABLE t (a INTEGER PRIMARY KEY DESC)":          "",
		"CREATE TABLE t (a INT PRIMARY KEY)":                   "",
		"CREATE TABLE t (a INTEGER PRIMARY KEY) WITHOUT ROWID": "",
		"CREATE TABLE t (a INTEGER, b, PRIMARY KEY (a, b))":    "",
		"CREATE TABLE t (a INTEGER)":                           "",
	} {
		table, err := ParseTable(sql)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if c := table.RowidColumn(); c != nil {
			got = c.Name
		}
		if got != want {
			t.Errorf("%s: rowid column %q, want %q", sql, got, want)
		}
	}
}
