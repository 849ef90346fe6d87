package inspect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	gormsqlite "gorm.io/driver/sqlite"

	"github.com/gmig/gmig/dialect/sqlite"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

func TestSQLiteGivesBothSpellings(t *testing.T) {
	db := open(t)
	exec(t, db, "CREATE TABLE Users (key INTEGER PRIMARY KEY AUTOINCREMENT, CODE text)")
	exec(t, db, "CREATE TABLE t (\n"+
		"ID integer, n VARCHAR( 10 ) NOT NULL DEFAULT \"it's\" COLLATE NoCase UNIQUE,\n"+
		"s text DEFAULT 'x', flag numeric DEFAULT TRUE, at datetime DEFAULT CURRENT_TIMESTAMP, r real, b blob,\n"+
		"g int AS (ID + 1), h int GENERATED ALWAYS AS (\"n\" || \"x\") STORED,\n"+
		"u REFERENCES users ON DELETE no action ON UPDATE Set Null NOT DEFERRABLE,\n"+
		"CONSTRAINT pk PRIMARY KEY (s, id), CONSTRAINT chk CHECK (N /* why */ <>''), CHECK (id == 1))")
	exec(t, db, "CREATE UNIQUE INDEX i ON T (S, lower( n ) COLLATE NOCASE ASC, id desc) where FLAG and n <> \"x\"")
	got := read(t, db, sqlite.New(gormsqlite.Open(""))).Table("t")
	col := op.Column
	raw := func(name, kind string) *op.ColumnDef { return col(name, op.Type(kind)) }
	want := &inspect.Table{
		Name: "t",
		Columns: []inspect.Pair[*op.ColumnDef]{
			{Engine: raw("ID", "integer"), File: col("ID", op.Int(64))},
			{Engine: raw("n", "varchar(10)").NotNull().Default("'it''s'").Collate("nocase"),
				File: raw("n", "VARCHAR( 10 )").NotNull().DefaultValue("it's").Collate("NoCase")},
			{Engine: raw("s", "text").Default("'x'"), File: col("s", op.Text).Default("'x'")},
			{Engine: raw("flag", "numeric").Default("true"), File: col("flag", op.Bool).Default("TRUE")},
			{Engine: raw("at", "datetime").Default("current_timestamp"), File: col("at", op.Time).Default("CURRENT_TIMESTAMP")},
			{Engine: raw("r", "real"), File: col("r", op.Float(64))},
			{Engine: raw("b", "blob"), File: col("b", op.Bytes)},
			{Engine: raw("g", "int").Generated("id + 1").Virtual(), File: raw("g", "int").Generated("ID + 1").Virtual()},
			{Engine: raw("h", "int").Generated("n || 'x'"), File: raw("h", "int").Generated(`"n" || "x"`)},
			{Engine: raw("u", ""), File: raw("u", "")},
		},
		PrimaryKey: inspect.Pair[*op.PrimaryKeyDef]{Engine: op.PrimaryKey("s", "ID").Named("pk"), File: op.PrimaryKey("s", "ID").Named("pk")},
		Uniques:    []inspect.Pair[*op.UniqueDef]{{Engine: op.Unique("", "n"), File: op.Unique("", "n")}},
		ForeignKeys: []inspect.Pair[*op.ForeignKeyDef]{{
			Engine: op.ForeignKey("", "u").References("Users", "key").OnUpdate("SET NULL"),
			File:   op.ForeignKey("", "u").References("Users", "key").OnUpdate("SET NULL").OnDelete("NO ACTION").Deferrable("NOT DEFERRABLE"),
		}},
		Checks: []inspect.Pair[*op.CheckDef]{
			{Engine: op.Check("", "id = 1"), File: op.Check("", "id == 1")},
			{Engine: op.Check("chk", "n <> ''"), File: op.Check("chk", "N /* why */ <>''")},
		},
		Indexes: []inspect.Pair[*op.CreateIndexOp]{{
			Engine: op.CreateIndex("i", "t", "s").Keys(op.KeyExpr("lower(n)").Collate("nocase"), op.Key("ID").Order("DESC")).Unique().Where("flag and n <> 'x'"),
			File:   op.CreateIndex("i", "t", "s").Keys(op.KeyExpr("lower( n )").Collate("NOCASE"), op.Key("ID").Order("DESC")).Unique().Where("FLAG and n <> \"x\""),
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	users := read(t, db, sqlite.New(gormsqlite.Open(""))).Table("Users")
	key := inspect.Pair[*op.ColumnDef]{Engine: raw("key", "integer").AutoIncrement(), File: col("key", op.Int(64)).AutoIncrement()}
	if diff := cmp.Diff(key, users.Columns[0]); diff != "" {
		t.Error(diff)
	}
}

func TestSQLiteHidesWhatIsNoOrdinaryTable(t *testing.T) {
	db := open(t)
	for _, text := range []string{
		"CREATE VIRTUAL TABLE Boxes USING rtree(id, x0, x1)",
		"CREATE TABLE boxes_mine (id INTEGER PRIMARY KEY AUTOINCREMENT)", "CREATE TABLE other_node (a)",
		"CREATE VIEW v AS SELECT 1", "ANALYZE",
		// A table of a module that this build does not have.
		"PRAGMA writable_schema = ON",
		"INSERT INTO sqlite_master VALUES ('table', 'docs', 'docs', 0, 'create virtual /* using x */ table docs using \"FTS5\"(body)')",
		"INSERT INTO sqlite_master VALUES ('table', 'docs_data', 'docs_data', 99, 'CREATE TABLE docs_data(a)')",
	} {
		exec(t, db, text)
	}
	var names []string
	for _, table := range read(t, db, sqlite.New(gormsqlite.Open(""))).Tables {
		names = append(names, table.Name)
	}
	if got := strings.Join(names, " "); got != "boxes_mine other_node" {
		t.Errorf("the tables are %s", got)
	}
}

func TestSQLiteTellsWhichTextItCannotRead(t *testing.T) {
	db := open(t)
	exec(t, db, "PRAGMA writable_schema = ON")
	exec(t, db, "INSERT INTO sqlite_master VALUES ('table', 'odd', 'odd', 99, 'CREATE TABLE odd(')")
	_, err := inspect.SQLite(t.Context(), db, sqlite.New(gormsqlite.Open("")))
	if err == nil || !strings.Contains(err.Error(), `"odd"`) {
		t.Errorf("got %v", err)
	}
}

func BenchmarkSQLite(b *testing.B) {
	db := open(b)
	for i := range 400 {
		text := fmt.Sprintf("CREATE TABLE t%d (id integer PRIMARY KEY AUTOINCREMENT", i)
		for c := range 16 {
			text += fmt.Sprintf(", `column_%d` text NOT NULL DEFAULT \"x\"", c)
		}
		exec(b, db, text+")")
		exec(b, db, fmt.Sprintf("CREATE INDEX i%d ON t%d (column_1, column_2)", i, i))
	}
	d := sqlite.New(gormsqlite.Open(""))
	for b.Loop() {
		read(b, db, d)
	}
}
