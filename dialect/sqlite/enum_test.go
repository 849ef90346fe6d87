package sqlite

import (
	"strings"
	"testing"

	"github.com/gmig/gmig/op"
)

var (
	mood   = op.Enum("mood", "sad", "ok")
	better = op.Enum("mood", "sad", "it's", "ok")
)

func TestAnEnumIsATextWithACheck(t *testing.T) {
	d := open(t, "")
	d.mustMigrate(op.CreateEnum("mood", mood.Values...),
		op.CreateTable("t", op.Column("m", mood).NotNull().DefaultValue("ok"), op.Column("list", mood.Array()), op.Column("open", op.Enum("mood"))),
		op.AddColumn("t", op.Column("n", op.Enum("s.state", "it's"))))
	if got := d.text("t"); got != "CREATE TABLE `t` (`m` text CONSTRAINT `enum_mood` CHECK (`m` IN ('sad','ok')) NOT NULL DEFAULT \"ok\","+
		"`list` text,`open` text, `n` text CONSTRAINT `enum_s.state` CHECK (`n` IN ('it''s')))" {
		t.Errorf("got %s", got)
	}
	d.exec("INSERT INTO t (n) VALUES ('it''s'), (NULL)")
	d.refuses("CHECK constraint failed: enum_mood", op.Exec("INSERT INTO t (m) VALUES ('angry')"))
	d.mustMigrate(op.DropTable("t"), op.DropEnum("mood"))
}

func TestAlterEnumChangesEveryColumnThatHasIt(t *testing.T) {
	d := open(t, "_foreign_keys=1")
	d.mustMigrate(op.CreateTable("a", op.Column("m", mood), op.Column("n", mood), op.Column("other", op.Enum("mood2", "sad")), op.PrimaryKey("m")))
	d.exec("CREATE TABLE own (m text CHECK (m IN ('sad', 'ok')), note text DEFAULT 'enum_mood' /* enum_mood */)",
		"CREATE TABLE b (m text CHECK (length(m) < 9) constraint enum_mood check(M in ( 'sad' , 'ok' )) REFERENCES a (m), x text CONSTRAINT enum_mood CHECK (x <> ''))",
		"INSERT INTO a (m, n) VALUES ('ok', 'sad')", "INSERT INTO b (m) VALUES ('ok')")
	d.mustMigrate(op.AlterEnum(mood, better))
	d.exec("INSERT INTO a (m, n) VALUES ('it''s', 'it''s')", "INSERT INTO b (m) VALUES ('it''s')")
	d.want("SELECT m, n FROM a", "ok|sad it's|it's")
	d.refuses("enum_mood2", op.Exec("UPDATE a SET other = 'ok'"))
	d.refuses("length(m) < 9", op.Exec("INSERT INTO b (m) VALUES ('much too long')"))
	d.refuses("CHECK constraint failed", op.Exec("INSERT INTO own (m) VALUES ('it''s')"))
	d.refuses("enum_mood", op.AlterEnum(better, mood)) // a row has the value
	d.exec("UPDATE b SET m = 'ok'", "DELETE FROM a WHERE m = 'it''s'")
	d.mustMigrate(op.AlterEnum(better, mood))
	d.refuses("enum_mood", op.Exec("INSERT INTO b (m) VALUES ('it''s')"))
}

func TestRenamingAValueChangesRowsAndDefaults(t *testing.T) {
	d := open(t, "")
	d.mustMigrate(op.CreateTable("t", op.Column("id", op.Int(64)), op.Column("m", mood).NotNull().DefaultValue("ok"), op.Column("n", mood), op.PrimaryKey("id")))
	d.exec("INSERT INTO t (n) VALUES ('sad'), (NULL)")
	before := d.dump()
	d.mustMigrate(op.RenameEnumValue("mood", "ok", "it's"))
	d.exec("INSERT INTO t (n) VALUES ('it''s')")
	d.want("SELECT m, n FROM t", "it's|sad it's|NULL it's|it's")
	d.refuses("enum_mood", op.Exec("INSERT INTO t (n) VALUES ('ok')"))
	d.refuses(`has no value "ok"`, op.RenameEnumValue("mood", "ok", "fine"))
	d.exec("DELETE FROM t WHERE id = 3")
	d.mustMigrate(op.RenameEnumValue("mood", "it's", "ok"))
	if after := d.dump(); after != before {
		t.Errorf("there and back:\n%s\nwas\n%s", after, before)
	}
}

func TestAColumnGetsAndLosesItsEnum(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE t (m text CHECK (m <> '') DEFAULT 'ok')", "INSERT INTO t VALUES ('ok')")
	before := d.text("t")
	text := op.Column("m", op.Text).DefaultValue("ok")
	enum := op.Column("m", mood).DefaultValue("ok")
	d.mustMigrate(op.AlterColumn("t", text, enum))
	d.refuses("enum_mood", op.Exec("INSERT INTO t VALUES ('angry')"))
	d.mustMigrate(op.AlterColumn("t", enum, op.Column("m", op.Enum("state", "ok", "new")).DefaultValue("ok")))
	d.refuses("enum_state", op.Exec("INSERT INTO t VALUES ('angry')"))
	d.mustMigrate(op.AlterColumn("t", op.Column("m", op.Enum("state", "ok", "new")).DefaultValue("ok"), text))
	sameTokens(t, d.text("t"), before)
	// The check may be missing, in a table that AutoMigrate made.
	d.mustMigrate(op.AlterColumn("t", enum, op.Column("m", op.Text)), op.AlterColumn("t", op.Column("m", mood), op.Column("m", better)))
	if got := d.text("t"); !strings.Contains(got, "it''s") {
		t.Errorf("got %s", got)
	}
}

func TestTheEnumOfAColumnFollowsItsNewName(t *testing.T) {
	d := open(t, "")
	d.mustMigrate(op.CreateTable("t", op.Column("m", mood)), op.RenameColumn("t", "m", "new name"), op.RenameTable("t", "u"), op.AlterEnum(mood, better))
	d.exec("INSERT INTO u VALUES ('it''s')")
	d.refuses("enum_mood", op.Exec("INSERT INTO u VALUES ('angry')"))
}
