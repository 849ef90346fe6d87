package sqlite

import (
	"strings"
	"testing"

	"github.com/gmig/gmig/op"
)

func TestRenameConstraintChangesItsNameAlone(t *testing.T) {
	const text = "CREATE TABLE t (a int CONSTRAINT 'an \"old\" one' /* why */ CHECK (a > 0), b int, constraint/**/[uni] UNIQUE (b) ON CONFLICT IGNORE," +
		" CONSTRAINT fk FOREIGN KEY (b) REFERENCES o)"
	for _, test := range []struct{ from, to, before, after string }{
		{`an "old" one`, "chk", `'an "old" one'`, "`chk`"},
		{"UNI", "uni b", "[uni]", "`uni b`"},
		{"fk", "FK", " fk ", " `FK` "},
	} {
		d := open(t, "_foreign_keys=1")
		d.exec("CREATE TABLE o (id INTEGER PRIMARY KEY)", "INSERT INTO o VALUES (1)", text, "CREATE INDEX i ON t (a)", "INSERT INTO t VALUES (2, 1)")
		d.mustMigrate(op.RenameConstraint("t", test.from, test.to))
		if got, want := d.text("t"), strings.Replace(text, test.before, test.after, 1); strings.ReplaceAll(got, `"`, "`") != strings.ReplaceAll(want, `"`, "`") {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		d.want("SELECT * FROM t", "2|1")
		d.want("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL", "i")
	}
}

func TestRenameIndexKeepsWhatItIs(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE t (a TEXT)", `CREATE UNIQUE INDEX "old" ON t (lower(a) COLLATE NOCASE DESC) WHERE a <> 'index'`)
	before := d.text("old")
	d.mustMigrate(op.RenameIndex("t", "OLD", "new index"))
	d.want("SELECT name FROM sqlite_master WHERE type = 'index'", "new index")
	sameTokens(t, d.text("new index"), strings.Replace(before, `"old"`, `"new index"`, 1))
}

func TestRenamingWhatIsNotThereIsRefused(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE t (a int, CONSTRAINT x CHECK (a > 0), CONSTRAINT y CHECK (a < 9))", "CREATE INDEX i ON t (a)", "CREATE INDEX j ON t (a)")
	d.refuses(`no index "x"`, op.RenameIndex("t", "x", "z"))
	d.refuses(`no constraint "i"`, op.RenameConstraint("t", "i", "z"))
	d.refuses(`a constraint "y" already`, op.RenameConstraint("t", "x", "y"))
	d.refuses("already", op.RenameIndex("t", "i", "j"))
}

func TestFillGivesNullAValue(t *testing.T) {
	d := open(t, "")
	d.exec(`CREATE TABLE t (a int, "b c" text)`, "INSERT INTO t VALUES (1, NULL), (2, 'x')")
	d.mustMigrate(op.Fill("t", "b c", "'n' || a"))
	d.want("SELECT * FROM t", "1|n1 2|x")
	d.exec("UPDATE t SET a = NULL")
	d.mustMigrate(op.FillValue("t", "a", int8(7)))
	d.want("SELECT a FROM t", "7 7")
}
