package sqlite

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/gmig/gmig/dialect/sqlite/ddl"
	"github.com/gmig/gmig/op"
)

// sameTokens compares two CREATE texts, whatever their identifiers' quotes,
// white space and comments.
func sameTokens(t *testing.T, got, want string) {
	t.Helper()
	all := func(string) bool { return true }
	if ddl.Normal(got, all) != ddl.Normal(want, all) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRenameTableAdaptsWhatMentionsIt(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE t (a INTEGER PRIMARY KEY, b int REFERENCES t, CHECK (t.a > 0))", "CREATE TABLE c (x REFERENCES t(a))",
		"CREATE INDEX i ON t (b)", "CREATE VIEW v AS SELECT a FROM t", "CREATE TRIGGER tr AFTER INSERT ON c BEGIN UPDATE t SET a = a; END",
		"PRAGMA legacy_alter_table = ON")
	d.mustMigrate(rebuiltTo("t", "b"), op.RenameTable("t", "new name"))
	d.want("SELECT name FROM sqlite_master WHERE sql NOT LIKE '%new name%'", "")
	d.mustMigrate(op.RenameTable("new name", "New Name"))
	d.want("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", "New Name c")
}

func TestConstraintsComeAndGo(t *testing.T) {
	for _, c := range []op.Constraint{
		op.Unique("u", "a"), op.Unique("", "a", "b"),
		op.Check("chk", "a > 0 AND b <> \"x\" -- why"), op.Check("", "a < 100"),
		op.ForeignKey("fk", "a").References("o", "id").OnDelete("CASCADE").OnUpdate("SET NULL").Deferrable("DEFERRABLE INITIALLY DEFERRED"),
		op.ForeignKey("", "a").References("o"), op.PrimaryKey("a"), op.PrimaryKey("b", "a").Named("pk"),
	} {
		d := open(t, "_foreign_keys=1")
		d.exec("CREATE TABLE o (id INTEGER PRIMARY KEY)", "INSERT INTO o VALUES (1)",
			"CREATE TABLE t (a int, b int, CONSTRAINT other CHECK (b > 0))", "INSERT INTO t VALUES (1, 2)")
		before := d.text("t")
		d.mustMigrate(op.AddConstraint("t", c))
		added := strings.TrimSuffix(before, ")") + ", " + constraint(c) + "\n)"
		sameTokens(t, d.text("t"), added)
		d.want("SELECT * FROM t", "1|2")
		d.mustMigrate(op.DropConstraint("t", c))
		sameTokens(t, d.text("t"), before)
		d.want("SELECT * FROM t", "1|2")
	}
}

func TestDropConstraintFindsItByContent(t *testing.T) {
	text := "CREATE TABLE t (a integer PRIMARY KEY AUTOINCREMENT, b UNIQUE CONSTRAINT \"named one\" CHECK ([b] > 0) REFERENCES o (id) NOT NULL)"
	for _, test := range []struct {
		drop op.Constraint
		gone string
	}{
		{op.Unique("", "b"), "UNIQUE"},
		{op.Unique("uni_t_b", "B"), "UNIQUE"}, // as a history that was written on PostgreSQL names it
		{op.Check("Named One", ""), `CONSTRAINT "named one" CHECK ([b] > 0)`},
		{op.Check("", "b>0"), `CONSTRAINT "named one" CHECK ([b] > 0)`},
		{op.ForeignKey("", "b").References("o", "id"), "REFERENCES o (id)"},
		{op.PrimaryKey("a"), "PRIMARY KEY AUTOINCREMENT"},
		{op.PrimaryKey("a").Named("t_pkey"), "PRIMARY KEY AUTOINCREMENT"},
	} {
		d := open(t, "")
		d.exec("CREATE TABLE o (id INTEGER PRIMARY KEY)", text)
		d.mustMigrate(op.DropConstraint("t", test.drop))
		sameTokens(t, d.text("t"), strings.Replace(text, test.gone, "", 1))
	}
}

func TestConstraintsThatCannotBe(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE t (a int, b int, CONSTRAINT u UNIQUE (a), PRIMARY KEY (a, b))", "INSERT INTO t VALUES (1, 1), (2, 1)")
	d.refuses("already", op.AddConstraint("t", op.Check("U", "a > 0")))
	d.refuses("(a, b): drop it first", op.AddConstraint("t", op.PrimaryKey("a")))
	d.refuses(`no unique constraint "v"; it has CONSTRAINT u UNIQUE (a)`, op.DropConstraint("t", op.Unique("v", "b")))
	d.refuses("nor any other of that kind", op.DropConstraint("t", op.Check("u", "a > 0")))
	d.refuses("UNIQUE constraint failed: t.b", op.AddConstraint("t", op.Unique("v", "b")))
	d.refuses("CHECK constraint failed: c", op.AddConstraint("t", op.Check("c", "a > 1")))
	d.refuses("no row of table", op.AddConstraint("t", op.ForeignKey("f", "a").References("t", "a")), op.Exec("CREATE TABLE o (id INTEGER PRIMARY KEY)"),
		op.AddConstraint("t", op.ForeignKey("g", "b").References("o", "id")))
	d.mustMigrate(op.AddConstraint("t", op.PrimaryKey("a", "b"))) // it has it already
}

func TestPrimaryKeyMovesToAnAutoIncrementColumn(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE t (code text, PRIMARY KEY (code))", "INSERT INTO t VALUES ('x'), ('y')")
	id := op.Column("id", op.Uint(64)).AutoIncrement()
	d.mustMigrate(op.DropConstraint("t", op.PrimaryKey("code")), op.AddColumn("t", id), op.AddConstraint("t", op.PrimaryKey("id")))
	sameTokens(t, d.text("t"), "CREATE TABLE t (code text, id integer PRIMARY KEY AUTOINCREMENT)")
	d.want("SELECT id, code FROM t", "1|x 2|y")
	d.mustMigrate(op.DropConstraint("t", op.PrimaryKey("id")), op.DropColumn("t", "id"), op.AddConstraint("t", op.PrimaryKey("code")))
	sameTokens(t, d.text("t"), "CREATE TABLE t (code text, PRIMARY KEY (code))")
	d.want("SELECT code FROM t", "x y")
}

func TestCreateIndexLeavesOutWhatIsPostgreSQLs(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE t (`a.b` text, c int)")
	d.mustMigrate(op.CreateIndex("i.1", "t", "a.b").
		Keys(op.KeyExpr("lower(c)").Collate("nocase").Order("desc nulls last"), op.Key("c").Class("int4_ops").Order("ASC")).
		Unique().Where("c > 1").Using("gin").Include("c").With("fillfactor=70").Option("WITH PARSER x").Comment("why").
		NullsNotDistinct().Concurrently())
	sameTokens(t, d.text("i.1"), "CREATE UNIQUE INDEX `i.1` ON `t`(`a.b`, lower(c) COLLATE nocase DESC, `c` ASC) WHERE c > 1")
	d.refuses("x`y", op.CreateIndex("j", "t").Keys(op.Key("c").Collate("x`y")))
	d.refuses("already exists", op.CreateIndex("i.1", "t", "c"))
	d.mustMigrate(op.DropIndex("i.1", "t"))
	d.want("SELECT name FROM sqlite_master", "t")
	d.refuses("no such index", op.DropIndex("i.1", "t"))
}

func TestOperationsThatAreNothingHere(t *testing.T) {
	d := open(t, "")
	for _, o := range []op.Operation{op.CommentTable("t", "", "x"), op.Exec("").On("postgres", "SELECT 1"), op.Exec("SELECT 1").On("sqlite", " ")} {
		statements, err := d.Compile(context.Background(), d, o)
		if err != nil || len(statements) > 0 {
			t.Errorf("%s: %q, %v", o.Describe(), statements, err)
		}
	}
}

func TestCompileWithoutAConnection(t *testing.T) {
	d := New(nil)
	for want, o := range map[string]op.Operation{
		"DROP TABLE `a`.`b`":                         op.DropTable("a.b"),
		"DROP TABLE `a.b`":                           op.DropTable("`a.b`"),
		"ALTER TABLE `t` ADD COLUMN `a` x DEFAULT 1": op.AddColumn("t", op.Column("a", op.Type("x")).Default("1")),
		"ALTER TABLE `t` DROP COLUMN `a`":            op.DropColumn("t", "a"),
		"SELECT 2":                                   op.Exec("SELECT 1").On("sqlite", "SELECT 2"),
	} {
		statements, err := d.Compile(context.Background(), nil, o)
		if err != nil || !slices.Equal(statements, []string{want}) {
			t.Errorf("%s: %q, %v", o.Describe(), statements, err)
		}
	}
	if _, err := d.Compile(context.Background(), nil, op.AddConstraint("t", op.Unique("u", "a"))); err == nil || !strings.Contains(err.Error(), "without a connection") {
		t.Errorf("a rebuild without a connection gave %v", err)
	}
}

func TestATableWithAPointInItsName(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE `a.b` (note text UNIQUE)", "INSERT INTO `a.b` VALUES ('x')")
	d.mustMigrate(rebuilt("a.b"), op.RenameTable("a.b", "`c.d`"), op.CreateTable("`e.f`", op.Column("x.y", op.Text)),
		op.AddConstraint("`e.f`", op.ForeignKey("f", "x.y").References("`c.d`", "note")))
	d.want("SELECT note FROM `c.d`", "x")
	d.refuses("unknown database", op.CreateTable("g.h", op.Column("a", op.Text))) // as with GORM
}
