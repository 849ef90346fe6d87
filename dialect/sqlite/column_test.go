package sqlite

import (
	"testing"

	"github.com/gmig/gmig/op"
)

func TestAddColumn(t *testing.T) {
	tests := []struct {
		name   string
		column *op.ColumnDef
		rows   string
	}{
		{"nullable", op.Column("c", op.Text), "1|NULL 2|NULL"},
		{"with a literal default", op.Column("c", op.Text).NotNull().DefaultValue(`it's "x"`), `1|it's "x" 2|it's "x"`},
		{"with a number", op.Column("c", op.Int(64)).NotNull().Default("-3"), "1|-3 2|-3"},
		{"with a computed default", op.Column("c", op.Text).NotNull().Default("(lower('A'))"), "1|a 2|a"},
		{"virtual", op.Column("c", op.Int(64)).Generated("id * 2").Virtual(), "1|2 2|4"},
		{"stored", op.Column("c", op.Int(64)).Generated("id * 2"), "1|2 2|4"},
		{"collated", op.Column("c", op.Text).Collate("nocase"), "1|NULL 2|NULL"},
		{"numbering", op.Column("c", op.Int(64)).AutoIncrement(), "1|1 2|2"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := open(t, "")
			d.exec("CREATE TABLE t (id int, CHECK (id > 0))", "INSERT INTO t VALUES (1), (2)")
			d.mustMigrate(op.AddColumn("t", test.column))
			d.want("SELECT * FROM t", test.rows)
			fresh := "CREATE TABLE t (id int," + d.column(test.column) + ", CHECK (id > 0))"
			sameTokens(t, d.text("t"), fresh)
		})
	}
}

func TestAddColumnNotNullWithoutDefault(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE t (id int)")
	add := op.AddColumn("t", op.Column("c", op.Text).NotNull())
	d.mustMigrate(add)
	d.mustMigrate(op.DropColumn("t", "c"))
	d.exec("INSERT INTO t VALUES (1)")
	d.refuses("Cannot add a NOT NULL column", add)
}

func TestAddColumnTwice(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE t (id int)")
	d.refuses("duplicate column name", op.AddColumn("t", op.Column("ID", op.Text)))
	d.refuses("already", op.AddColumn("t", op.Column("ID", op.Text).Default("(1)")))
	d.refuses("no such table", op.AddColumn("nowhere", op.Column("a", op.Text)))
	d.refuses(`there is no table "nowhere"`, op.AddColumn("nowhere", op.Column("a", op.Text).Default("(1)")))
}

func TestAlterColumn(t *testing.T) {
	c := func(kind op.DataType) *op.ColumnDef { return op.Column("c", kind) }
	tests := []struct {
		name          string
		before, after string
		from, to      *op.ColumnDef
		rows          string
	}{
		{"type", "`c` text", "`c` integer", c(op.Text), c(op.Int(64)), "1|5 2|NULL"},
		{"type that SQLite spells alike", "`c` text", "`c` text", c(op.String(10)), c(op.String(20)), "1|5 2|NULL"},
		{"not null with default", "`c` text", "`c` text NOT NULL DEFAULT 'd'", c(op.Text), c(op.Text).NotNull().Default("'d'"), "1|5 2|d"},
		{"not null with a default of GORM", "`c` text DEFAULT \"d\"", "`c` text NOT NULL DEFAULT \"d\"",
			c(op.Text).DefaultValue("d"), c(op.Text).NotNull().DefaultValue("d"), "1|5 2|d"},
		{"default alone", "`c` text DEFAULT 1", "`c` text DEFAULT 2", c(op.Text).Default("1"), c(op.Text).Default("2"), "1|5 2|NULL"},
		{"no default", "`c` text DEFAULT 1", "`c` text", c(op.Text).Default("1"), c(op.Text), "1|5 2|NULL"},
		{"null", "`c` text CONSTRAINT nn NOT NULL ON CONFLICT FAIL", "`c` text", c(op.Text).NotNull(), c(op.Text), "1|5"},
		{"explicit null", "`c` text NULL", "`c` text NOT NULL DEFAULT 0", c(op.Text), c(op.Text).NotNull().Default("0"), "1|5 2|0"},
		{"collation", "`c` text COLLATE nocase", "`c` text COLLATE rtrim", c(op.Text).Collate("NOCASE"), c(op.Text).Collate("rtrim"), "1|5 2|NULL"},
		{"raw type with a collation", "`c` text COLLATE nocase", "`c` text", c(op.Type("text COLLATE NOCASE")), c(op.Text), "1|5 2|NULL"},
		{"becomes generated", "`c` text", "`c` text GENERATED ALWAYS AS (id + 1) STORED", c(op.Text), c(op.Text).Generated("id + 1"), "1|2 2|3"},
		{"no longer generated", "`c` text AS (id + 1) VIRTUAL", "`c` text", c(op.Text).Generated("id + 1").Virtual(), c(op.Text), "1|2 2|3"},
		{"other expression", "`c` text AS (id + 1)", "`c` text GENERATED ALWAYS AS (id + 2) VIRTUAL",
			c(op.Text).Generated("id + 1").Virtual(), c(op.Text).Generated("id + 2").Virtual(), "1|3 2|4"},
		{"what it does not tell stays", "`c` varchar(3) CHECK (c <> '') UNIQUE DEFAULT 1", "`c` varchar(3) CHECK (c <> '') UNIQUE DEFAULT 2",
			c(op.Text).Default("1"), c(op.Text).Default("2"), "1|5 2|NULL"},
		{"comment alone", "`c` text", "`c` text", c(op.Text), c(op.Text).Comment("why"), "1|5 2|NULL"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := open(t, "")
			d.exec("CREATE TABLE t (id int PRIMARY KEY, " + test.before + ", UNIQUE (id))")
			if test.from.GeneratedAs != nil {
				d.exec("INSERT INTO t (id) VALUES (1), (2)")
			} else {
				d.exec("INSERT INTO t (id, c) VALUES (1, '5')", "INSERT OR IGNORE INTO t (id, c) SELECT 2, NULL WHERE "+
					"(SELECT \"notnull\" = 0 FROM pragma_table_info('t') WHERE name = 'c')")
			}
			d.mustMigrate(op.AlterColumn("t", test.from, test.to))
			d.want("SELECT * FROM t", test.rows)
			sameTokens(t, d.text("t"), "CREATE TABLE t (id int PRIMARY KEY, "+test.after+", UNIQUE (id))")
		})
	}
}

func TestAlterColumnToNotNullWithoutDefaultRefusesNulls(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE t (c text)", "INSERT INTO t VALUES (NULL)")
	alter := op.AlterColumn("t", op.Column("c", op.Text), op.Column("c", op.Text).NotNull())
	d.refuses("NOT NULL constraint failed: t.c", alter)
	d.mustMigrate(op.Exec("UPDATE t SET c = 'x'"), alter)
	d.want("SELECT * FROM t", "x")
}

func TestAlterColumnToAutoIncrementAndBack(t *testing.T) {
	d := open(t, "")
	plain, counting := op.Column("id", op.Int(64)), op.Column("id", op.Int(64)).AutoIncrement()
	d.mustMigrate(op.CreateTable("t", plain, op.Column("note", op.Text), op.PrimaryKey("id")))
	d.exec("INSERT INTO t VALUES (3, 'x')")
	before := d.text("t")
	d.mustMigrate(op.AlterColumn("t", plain, counting))
	sameTokens(t, d.text("t"), "CREATE TABLE `t` (`id` integer PRIMARY KEY AUTOINCREMENT, `note` text)")
	d.exec("INSERT INTO t (note) VALUES ('y')")
	d.want("SELECT * FROM t", "3|x 4|y")
	d.mustMigrate(op.AlterColumn("t", counting, plain))
	sameTokens(t, d.text("t"), before)
	d.want("SELECT * FROM t", "3|x 4|y")
}

func TestAlterColumnThatIsNot(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE t (a text, b text, PRIMARY KEY (a, b))")
	d.refuses(`has no column "c"`, op.AlterColumn("t", op.Column("c", op.Text), op.Column("c", op.Bool)))
	d.refuses("RenameColumn", op.AlterColumn("t", op.Column("a", op.Text), op.Column("b", op.Text)))
	d.refuses("(a, b): drop it first", op.AlterColumn("t", op.Column("a", op.Text), op.Column("a", op.Int(64)).AutoIncrement()))
	d.refuses("not one of a column", op.AlterColumn("t", op.Column("a", op.Text), op.Column("a", op.Type("text UNIQUE nonsense"))))
}

func TestDropColumn(t *testing.T) {
	d := open(t, "")
	d.exec(`CREATE TABLE o (id INTEGER PRIMARY KEY)`,
		`CREATE TABLE t (id INTEGER PRIMARY KEY, a int UNIQUE CHECK (a > 0) REFERENCES o, b text, CONSTRAINT u UNIQUE (a), CHECK (t.a <> 3))`,
		`CREATE INDEX i ON t (a DESC) WHERE a > 1`, `CREATE INDEX j ON t (b)`,
		`CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT new.b; END`,
		`CREATE VIEW v AS SELECT b FROM t`, `CREATE VIEW broken AS SELECT missing FROM t`,
		`INSERT INTO o VALUES (5)`, `INSERT INTO t VALUES (1, 5, 'x')`)
	d.mustMigrate(op.DropColumn("t", "A"))
	d.want("SELECT * FROM t", "1|x")
	d.want("SELECT name FROM sqlite_master ORDER BY name", "broken j o t tr v")
	sameTokens(t, d.text("t"), "CREATE TABLE t (id INTEGER PRIMARY KEY, b text)")
}

func TestDropColumnThatIsMentioned(t *testing.T) {
	for mention, part := range map[string]string{
		"CREATE INDEX ab ON t (a, b)":                                                         `index "ab" is also on "b"`,
		"CREATE INDEX ab ON t (a) WHERE b > 1":                                                `index "ab" is also on "b"`,
		"CREATE INDEX ab ON t (a + b)":                                                        `index "ab" is also on "b"`,
		"CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT new.a; END":                         `trigger "tr"`,
		"CREATE TRIGGER tr AFTER INSERT ON o BEGIN UPDATE t SET a = 1; END":                   `trigger "tr"`,
		"CREATE VIEW v AS SELECT a FROM t":                                                    "no such column: a",
		"CREATE TABLE u (x int REFERENCES t (a))":                                             `table "u" refers to it`,
		"DROP TABLE t; CREATE TABLE t (a, b, c, UNIQUE (a, b))":                               `together with "b"`,
		"DROP TABLE t; CREATE TABLE t (a, b, c, CHECK (a > b))":                               `together with "b"`,
		"DROP TABLE t; CREATE TABLE t (a, b CHECK (b > a), c)":                                `column "b" mentions it`,
		"DROP TABLE t; CREATE TABLE t (a, b AS (a + 1), c)":                                   `column "b" mentions it`,
		"DROP TABLE t; CREATE TABLE t (a)":                                                    "only one",
		"DROP TABLE t; CREATE TABLE t (a, b, c, FOREIGN KEY (a, b) REFERENCES o (id, id))":    `together with "b"`,
		"DROP TABLE t; CREATE TABLE t (a PRIMARY KEY, b, c); CREATE TABLE u (x REFERENCES t)": `table "u" refers to it`,
		"DROP TABLE t; CREATE TABLE t (b)":                                                    `has no column "a"`,
	} {
		d := open(t, "")
		d.exec("CREATE TABLE o (id int)", "CREATE TABLE t (a int, b int, c int)", mention)
		d.refuses(part, op.DropColumn("t", "a"))
	}
}

func TestRenameColumnAdaptsWhatMentionsIt(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE t (a int UNIQUE, CHECK (a > 0))", "CREATE TABLE c (x REFERENCES t(a))", "CREATE INDEX i ON t (a)",
		"CREATE VIEW v AS SELECT a FROM t", "CREATE TRIGGER tr AFTER INSERT ON c BEGIN UPDATE t SET a = a; END",
		"PRAGMA legacy_alter_table = ON")
	d.mustMigrate(rebuiltTo("t", "a"), op.RenameColumn("t", "a", "b c"))
	d.want("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND sql NOT LIKE '%b c%'", "")
	d.mustMigrate(op.RenameColumn("t", "b c", "B C"))
}
