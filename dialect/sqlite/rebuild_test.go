package sqlite

import (
	"strings"
	"testing"

	"github.com/gmig/gmig/op"
)

// rebuilt is an alteration that SQLite has no statement for, on a column
// "note" of type text.
func rebuilt(table string) op.Operation {
	return op.AlterColumn(table, op.Column("note", op.Text), op.Column("note", op.Text).NotNull().Default("'none'"))
}

func TestRebuildKeepsRowsOfReferringTables(t *testing.T) {
	d := open(t, "_foreign_keys=1")
	d.exec(`CREATE TABLE parent (id INTEGER PRIMARY KEY, up INT REFERENCES parent ON DELETE CASCADE, note text)`,
		`CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INT REFERENCES parent(id) ON DELETE CASCADE)`,
		`INSERT INTO parent VALUES (1, NULL, 'a'), (2, 1, NULL), (3, 2, 'c')`,
		`INSERT INTO child VALUES (1, 1), (2, 1), (3, 2)`)
	child := d.text("child")
	d.mustMigrate(rebuilt("parent"))
	d.want("SELECT * FROM parent", "1|NULL|a 2|1|none 3|2|c")
	d.want("SELECT * FROM child", "1|1 2|1 3|2")
	d.want("PRAGMA foreign_keys", "1")
	if d.text("child") != child {
		t.Errorf("the referring table changed: %s", d.text("child"))
	}
	d.exec("DELETE FROM parent WHERE id = 1")
	d.want("SELECT (SELECT count(*) FROM parent), (SELECT count(*) FROM child)", "0|0")
}

func TestRebuildKeepsTriggersViewsAndIndexes(t *testing.T) {
	d := open(t, "")
	d.exec(`CREATE TABLE items (id INTEGER PRIMARY KEY, name text, note text)`,
		`CREATE TABLE log (what text)`,
		`CREATE INDEX items_lower ON items (lower(name) DESC) WHERE items.note IS NOT NULL`,
		`CREATE UNIQUE INDEX items_name ON items (name COLLATE nocase)`,
		`CREATE TRIGGER own AFTER INSERT ON items BEGIN INSERT INTO log SELECT 'own ' || name FROM items WHERE id = new.id; END`,
		`CREATE TRIGGER other AFTER INSERT ON log WHEN new.what = 'go' BEGIN UPDATE items SET name = name || '!'; END`,
		`CREATE VIEW names AS SELECT name FROM items`,
		`CREATE VIEW broken AS SELECT missing FROM nowhere`,
		`INSERT INTO items VALUES (1, 'x', NULL)`, `DELETE FROM log`)
	before := map[string]string{}
	for _, n := range []string{"items_lower", "items_name", "own", "other", "names", "broken"} {
		before[n] = d.text(n)
	}
	d.mustMigrate(rebuilt("items"))
	for n, text := range before {
		if d.text(n) != text {
			t.Errorf("%s was %s and is %s", n, text, d.text(n))
		}
	}
	d.want("SELECT count(*) FROM log", "0")
	d.exec(`INSERT INTO items VALUES (2, 'y', 'n')`, `INSERT INTO log VALUES ('go')`)
	d.want("SELECT * FROM log", "own y go")
	d.want("SELECT * FROM names", "x! y!")
}

func TestRebuildKeepsTheStatisticsOfAnalyze(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE items (id INTEGER PRIMARY KEY, code text UNIQUE, name text, note text, old text)", "CREATE INDEX `it's` ON items (name)",
		"CREATE INDEX gone ON items (old)", "INSERT INTO items (code, name, old) VALUES ('a', 'x', 1), ('b', 'x', 2), ('c', 'y', 3)", "ANALYZE")
	before := d.rows("SELECT * FROM sqlite_stat1 WHERE idx <> 'gone' ORDER BY idx")
	d.mustMigrate(rebuilt("items"), op.DropColumn("items", "old"))
	d.want("SELECT * FROM sqlite_stat1 ORDER BY idx", before)
	if !strings.Contains(before, "items|it's|3 2") {
		t.Errorf("the statistics are %s", before)
	}
}

func TestRebuildKeepsTheTextApartFromTheChange(t *testing.T) {
	d := open(t, "")
	text := "CREATE TABLE [my  items] ( -- all of them\n" +
		"  id INTEGER PRIMARY KEY AUTOINCREMENT,\n" +
		"  name text COLLATE nocase NOT NULL ON CONFLICT IGNORE CHECK (length(name) > 0), /* CHECK */\n" +
		"  twice int AS (id * 2) STORED,\n" +
		"  note text, CONSTRAINT n UNIQUE (name DESC) ON CONFLICT REPLACE CHECK (id > 0)\n) STRICT"
	d.exec(text, "INSERT INTO [my  items] (id, name) VALUES (7, 'x'), (9, 'y')", "DELETE FROM [my  items] WHERE id = 9")
	d.mustMigrate(rebuilt("my  items"))
	want := strings.Replace(text, "note text", "note text NOT NULL DEFAULT 'none'", 1)
	if d.text("my  items") != want {
		t.Errorf("got  %s\nwant %s", d.text("my  items"), want)
	}
	d.want("SELECT * FROM [my  items]", "7|x|14|none")
	d.exec("INSERT INTO [my  items] (name) VALUES ('z')")
	d.want("SELECT max(id) FROM [my  items]", "10")
	d.want("SELECT * FROM sqlite_sequence", "my  items|10")
}

func TestRebuildKeepsRowids(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE plain (note text, rowid int)", "INSERT INTO plain (_rowid_, note, rowid) VALUES (5, 'a', 1), (3, NULL, 2)",
		"CREATE TABLE coded (code text PRIMARY KEY, note text)", "INSERT INTO coded (rowid, code) VALUES (10, 'x')",
		"CREATE TABLE without (note text, k int PRIMARY KEY) WITHOUT ROWID", "INSERT INTO without VALUES (NULL, 4)")
	d.mustMigrate(rebuilt("plain"), rebuilt("coded"), rebuilt("without"))
	d.want("SELECT _rowid_, * FROM plain", "3|none|2 5|a|1")
	d.want("SELECT rowid, * FROM coded", "10|x|none")
	d.want("SELECT * FROM without", "none|4")
}

func TestRebuildOfATableThatNamesItself(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, note text, CHECK (t.id > 0))",
		"CREATE INDEX i ON t (note) WHERE t.id > 1",
		"INSERT INTO t VALUES (4, 'a'), (2, NULL), (8, 'c')", "DELETE FROM t WHERE id = 8")
	d.mustMigrate(rebuilt("t"))
	d.want("SELECT * FROM t", "2|none 4|a")
	d.want("SELECT * FROM sqlite_sequence", "t|8")
	d.want("SELECT name FROM sqlite_master ORDER BY name", "i sqlite_sequence t")
}

func TestRebuildFindsAFreeName(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE t (note text)", "CREATE TABLE _GMIG_t (a int)", "CREATE VIEW _gmig_t_2 AS SELECT 1", "INSERT INTO _gmig_t VALUES (1)")
	d.mustMigrate(rebuilt("t"))
	d.want("SELECT * FROM _gmig_t", "1")
	d.want("SELECT name FROM sqlite_master ORDER BY name", "_GMIG_t _gmig_t_2 t")
}

func TestRebuildLosesNoRowToAConflictClause(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE t (a int, b int CHECK (b > 0) , note text)", "INSERT INTO t VALUES (1, 1, NULL), (1, 2, NULL)")
	d.refuses("UNIQUE constraint failed: t.a", op.AddConstraint("t", op.Unique("", "a")))
	// SQLite would keep one of the rows if the table's own clause counted.
	d.refuses("UNIQUE constraint failed: t.a", op.AddColumn("t", op.Column("a2", op.Type("int UNIQUE ON CONFLICT REPLACE")).Default("(1)")),
		op.AddConstraint("t", op.Unique("u", "a")))
}

func TestRebuildRefusesEnforcedForeignKeys(t *testing.T) {
	d := open(t, "_foreign_keys=1")
	d.exec("CREATE TABLE t (note text)")
	if err := d.run(rebuilt("t")); err == nil || !strings.Contains(err.Error(), "Begin") {
		t.Errorf("a rebuild outside of the dialect's transaction gave %v", err)
	}
}

func TestRebuildUnderAwkwardNames(t *testing.T) {
	for _, name := range []string{"select", "it's", "a`b", `qu"ote`, "ürün ☃", "a]b", " "} {
		d := open(t, "")
		d.mustMigrate(op.CreateTable(name, op.Column(name+"1", op.Int(64)), op.Column("note", op.Text), op.PrimaryKey(name+"1")),
			op.CreateIndex(name+"2", name, name+"1"))
		d.exec("INSERT INTO " + d.Quote(name) + " VALUES (1, NULL)")
		d.mustMigrate(rebuilt(name), op.RenameColumn(name, name+"1", name+"3"), op.DropIndex(name+"2", name),
			op.AddConstraint(name, op.Unique(name+"4", "note")), op.RenameTable(name, name+"5"))
		d.want("SELECT * FROM "+d.Quote(name+"5"), "1|none")
	}
}

func TestRebuildInAnAttachedDatabase(t *testing.T) {
	d := open(t, "")
	d.exec("ATTACH ':memory:' AS billing")
	d.mustMigrate(op.CreateTable("billing.invoices", op.Column("id", op.Int(64)).AutoIncrement(), op.Column("note", op.Text)),
		op.CreateIndex("i", "billing.invoices", "note"))
	d.exec("CREATE TRIGGER billing.tr AFTER DELETE ON invoices BEGIN SELECT 1; END", "INSERT INTO billing.invoices VALUES (3, NULL)")
	d.mustMigrate(rebuilt("billing.invoices"))
	d.want("SELECT * FROM billing.invoices", "3|none")
	d.want("SELECT name FROM billing.sqlite_master ORDER BY name", "i invoices sqlite_sequence tr")
	d.want("SELECT count(*) FROM sqlite_master", "0")
}

// rebuiltTo makes an integer column NOT NULL.
func rebuiltTo(table, column string) op.Operation {
	return op.AlterColumn(table, op.Column(column, op.Int(64)), op.Column(column, op.Int(64)).NotNull())
}

func TestRebuildKeepsWhatColumnsCompute(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, price int, vat int GENERATED ALWAYS AS (price / 5) VIRTUAL, "+
		"total int AS (price + vat) STORED, note text, CHECK (total >= price))",
		"CREATE INDEX dear ON t (total DESC, vat) WHERE total > 100", "INSERT INTO t (price) VALUES (100), (10)")
	before := d.text("dear")
	d.mustMigrate(rebuilt("t"))
	d.want("SELECT * FROM t", "1|100|20|120|none 2|10|2|12|none")
	d.want("SELECT total FROM t INDEXED BY dear WHERE total > 100", "120")
	if d.text("dear") != before {
		t.Errorf("the index was %s and is %s", before, d.text("dear"))
	}
}

func TestRebuildLeavesForeignKeysOff(t *testing.T) {
	d := open(t, "_foreign_keys=0")
	d.exec("CREATE TABLE parent (id INTEGER PRIMARY KEY, note text)", "CREATE TABLE child (p int REFERENCES parent ON DELETE CASCADE)",
		"INSERT INTO parent VALUES (1, 'a')", "INSERT INTO child VALUES (1), (99)")
	d.mustMigrate(rebuilt("parent"))
	d.want("PRAGMA foreign_keys", "0")
	d.want("SELECT p FROM child", "1 99")
}
