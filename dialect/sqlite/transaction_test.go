package sqlite

import (
	"context"
	"strings"
	"testing"

	"github.com/gmig/gmig/op"
)

func TestCommitRefusesNewForeignKeyViolations(t *testing.T) {
	for _, settings := range []string{"_foreign_keys=1", "_foreign_keys=0"} {
		d := open(t, settings)
		d.exec("PRAGMA foreign_keys = OFF",
			"CREATE TABLE p (id INTEGER PRIMARY KEY)", "CREATE TABLE c (p_id int REFERENCES p)",
			"CREATE TABLE mismatched (a int REFERENCES c(p_id))", "INSERT INTO mismatched VALUES (1)",
			"INSERT INTO p VALUES (1)", "INSERT INTO c VALUES (1), (99)", "PRAGMA foreign_keys = "+settings[len(settings)-1:])
		d.refuses(`the row with rowid 1 of table "c" refers to no row of table "p"`, op.DropTable("p"))
		d.mustMigrate(op.AddColumn("p", op.Column("x", op.Text))) // the violations of before do not count
		if settings == "_foreign_keys=0" {
			continue
		}
		d.refuses("foreign key mismatch", op.AlterColumn("p", op.Column("x", op.Text), op.Column("x", op.Bool)),
			op.DropConstraint("p", op.PrimaryKey("id")))
	}
}

// Where foreign keys are not enforced, rows that refer to none are there before,
// and follow a table to its new name.
func TestViolationsOfBeforeFollowARenamedTable(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE p (id INTEGER PRIMARY KEY, up int REFERENCES p)", "INSERT INTO p VALUES (1, 7), (2, 1)",
		"CREATE TABLE c (id INTEGER PRIMARY KEY, p_id int REFERENCES p)", "INSERT INTO c VALUES (3, 1), (4, 8), (5, 9)",
		"CREATE TABLE w (k text PRIMARY KEY, p_id int REFERENCES p) WITHOUT ROWID", "INSERT INTO w VALUES ('a', 8), ('b', 1)")
	d.mustMigrate(op.RenameTable("c", "children"))
	d.mustMigrate(op.RenameTable("p", "parents"), op.Exec("DELETE FROM children WHERE id = 5"))
	d.refuses(`broken: the row with rowid 6 of table "children" refers to no row of table "parents": delete`,
		op.Exec("INSERT INTO children VALUES (6, 10)"), op.RenameTable("w", "without"))
	d.refuses(`broken: the row with rowid 6 of table "kids" refers to no row of table "parents": delete`,
		op.Exec("INSERT INTO children VALUES (6, 10)"), op.RenameTable("children", "kids"))
	d.refuses(`broken: a row of table "w" refers to no row of table "parents": delete`,
		op.Exec("UPDATE w SET p_id = 5"), op.AddColumn("w", op.Column("x", op.Text)))
}

func TestDataStepsMayNotBreakEnforcedForeignKeys(t *testing.T) {
	for settings, part := range map[string]string{"_foreign_keys=1": "refers to no row", "_foreign_keys=0": ""} {
		d := open(t, settings)
		d.exec("CREATE TABLE p (id INTEGER PRIMARY KEY)", "CREATE TABLE c (p_id int REFERENCES p)",
			"INSERT INTO p VALUES (1)", "INSERT INTO c VALUES (1)")
		if part != "" {
			d.refuses(part, op.Exec("DELETE FROM p"))
		} else {
			d.mustMigrate(op.Exec("DELETE FROM p"))
		}
	}
}

func TestSettingsAreAsTheyWere(t *testing.T) {
	d := open(t, "_foreign_keys=1")
	settings := "SELECT f.foreign_keys, l.legacy_alter_table, b.timeout FROM pragma_foreign_keys f, pragma_legacy_alter_table l, pragma_busy_timeout b"
	d.exec("CREATE TABLE t (note text)", "PRAGMA legacy_alter_table = ON", "PRAGMA busy_timeout = 0")
	before := d.rows(settings)
	d.mustMigrate(rebuilt("t"))
	if after := d.rows(settings); after != before {
		t.Errorf("after a commit the settings are %s, before it %s", after, before)
	}
	d.exec("PRAGMA legacy_alter_table = OFF")
	before = d.rows(settings)
	d.refuses("no such table", op.Exec("PRAGMA legacy_alter_table = ON; SELECT * FROM nowhere"))
	if after := d.rows(settings); after != before {
		t.Errorf("after a failure the settings are %s, before it %s", after, before)
	}
}

func TestSettingsArePutBackWhenTheWorkIsCancelled(t *testing.T) {
	d := open(t, "_foreign_keys=1")
	ctx, cancel := context.WithCancel(context.Background())
	tx, err := d.Begin(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	d.exec("CREATE TABLE t (a)")
	cancel()
	if err := tx.Commit(ctx); err == nil {
		t.Error("a cancelled transaction was committed")
	}
	d.want("PRAGMA foreign_keys", "1")
	d.want("SELECT count(*) FROM sqlite_master", "0")
}

func TestBeginWaitsForTheWriteLock(t *testing.T) {
	d := open(t, "_busy_timeout=50")
	other, err := d.other()
	if err != nil {
		t.Fatal(err)
	}
	tx, err := d.Begin(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Begin(context.Background(), other); err == nil || !strings.Contains(err.Error(), "locked") {
		t.Errorf("a second writer got %v", err)
	}
	if err := tx.Rollback(context.Background()); err != nil {
		t.Fatal(err)
	}
	second, err := d.Begin(context.Background(), other)
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Commit(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func TestRollbackAfterSQLiteRolledBackByItself(t *testing.T) {
	d := open(t, "_foreign_keys=1")
	d.exec("CREATE TABLE t (a UNIQUE ON CONFLICT ROLLBACK)", "INSERT INTO t VALUES (1)")
	d.refuses("UNIQUE constraint failed", op.Exec("INSERT INTO t VALUES (2)"), op.Exec("INSERT INTO t VALUES (1)"))
}
