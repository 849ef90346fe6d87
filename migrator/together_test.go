package migrator_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// people has rows with what SQLite must rebuild the table for.
func people() op.Func {
	return do(op.CreateTable("people", op.Column("id", op.Uint(64)).AutoIncrement(),
		op.Column("name", op.Text), op.Column("town", op.Text), op.Column("age", op.Text), op.PrimaryKey("id")),
		op.BulkInsert("people", map[string]any{"id": 1, "name": "a", "town": nil, "age": "7"},
			map[string]any{"id": 5, "name": nil, "town": "b", "age": nil}),
		op.Fill("people", "name", "'none'"), op.Fill("people", "town", "'none'"))
}

func requiredText(column string) op.Operation {
	return op.AlterColumn("people", op.Column(column, op.Text), op.Column(column, op.Text).NotNull().Default("'none'"))
}

func wantNames(t *testing.T, db *gorm.DB, query, want string) {
	t.Helper()
	if got := names(t, db, query); got != want {
		t.Errorf("%s\ngot  %s\nwant %s", query, got, want)
	}
}

// watched notes what OnOperation tells.
func watched(into *[]string) migrator.Option {
	return migrator.OnOperation(func(_ versions.Step, o op.Operation) func() {
		*into = append(*into, o.Describe())
		return func() {}
	})
}

func TestOperationsOnOneTableAreDoneTogetherWhereTheEngineCopies(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		db := open()
		var seen []string
		set := history(people(), do(requiredText("name"), requiredText("town"), op.AddConstraint("people", op.Check("old", "age <> ''"))))
		m := newMigrator(t, db, set, watched(&seen))
		if _, err := m.Upgrade(t.Context(), "head"); err != nil {
			t.Fatal(err)
		}
		want := []string{`alter column "name" of table "people", and the 2 operations behind it`}
		if db.Name() == "postgres" {
			want = []string{`alter column "name" of table "people"`, `alter column "town" of table "people"`, `add check "old" to table "people"`}
		}
		if d := cmp.Diff(want, seen[4:]); d != "" {
			t.Error(d)
		}
		wantNames(t, db, "SELECT name || ' ' || town FROM people ORDER BY id", "a none none b")
	})
}

// TestWhatIsDoneTogetherFailsByItself shows that an error names the operation
// that is at fault.
func TestWhatIsDoneTogetherFailsByItself(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		db := open()
		fault := op.AddConstraint("people", op.Check("young", "age > '8'"))
		m := newMigrator(t, db, history(people(), do(requiredText("name"), requiredText("town"), fault)))
		_, err := m.Upgrade(t.Context(), "head")
		var failed *migrator.OperationError
		if !errors.As(err, &failed) || failed.Operation != fault || !strings.Contains(failed.SQL, "people") {
			t.Errorf("the error is %v", err)
		}
		wantNames(t, db, "SELECT version_num FROM gmig_version", "1")
		wantNames(t, db, "SELECT name FROM people ORDER BY id", "a none")
	})
}

// TestOperationsOutsideOfATransactionAreNotDoneTogether, since each is noted
// when it is done.
func TestOperationsOutsideOfATransactionAreNotDoneTogether(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		db := open()
		var seen []string
		set := history(people(), do(requiredText("name"), requiredText("town")))
		m := newMigrator(t, db, set, migrator.WithTransactions(migrator.NoTransactions), watched(&seen))
		if _, err := m.Upgrade(t.Context(), "head"); err != nil {
			t.Fatal(err)
		}
		if len(seen) != 6 {
			t.Errorf("the operations were %q", seen)
		}
	})
}

// TestALossIsToldOfBeforeOperationsAreDoneTogether also when they fail.
func TestALossIsToldOfBeforeOperationsAreDoneTogether(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		db := open()
		down := true
		var lost []string
		set := versions.NewSet(nil)
		set.Add(op.Revision{ID: "1", Up: people(), Down: func(ctx context.Context, m *op.Migration) error {
			ops := []op.Operation{op.DropColumn("people", "name"), op.DropColumn("people", "town")}
			if down {
				ops = append(ops, op.AddConstraint("people", op.Check("young", "age > '8'")))
			}
			return m.Run(ctx, ops...)
		}})
		m := newMigrator(t, db, set, migrator.OnLoss(func(l migrator.Loss) error {
			lost = append(lost, l.Column)
			return nil
		}))
		if _, err := m.Upgrade(t.Context(), "head"); err != nil {
			t.Fatal(err)
		}
		if _, err := m.Downgrade(t.Context(), "base"); err == nil {
			t.Error("the downgrade succeeded")
		}
		if !slices.Equal(lost, []string{"name", "town"}) {
			t.Errorf("the losses were %q", lost)
		}
		down = false
		if _, err := m.Downgrade(t.Context(), "base"); err != nil {
			t.Error(err)
		}
		wantNames(t, db, "SELECT age FROM people ORDER BY id LIMIT 1", "7")
	})
}

// TestAScriptCopiesATableOnce writes what is done together as it is done.
func TestAScriptCopiesATableOnce(t *testing.T) {
	set := history(people(), do(requiredText("name"), op.DropColumn("people", "age"), requiredText("town")))
	script, err := target{engine: "sqlite"}.offline(t, set).Upgrade(t.Context(), "1", "2")
	if err != nil {
		t.Fatal(err)
	}
	_, script, _ = strings.Cut(script, "DROP TABLE temp.gmig_require;\n")
	want := "PRAGMA legacy_alter_table = ON;\nALTER TABLE `people` RENAME TO `_gmig_people`;\nPRAGMA legacy_alter_table = OFF;\n" +
		"CREATE TABLE `people` (`id` integer PRIMARY KEY AUTOINCREMENT,`name` text NOT NULL DEFAULT 'none',`town` text NOT NULL DEFAULT 'none');\n" +
		"INSERT OR ABORT INTO `people` (`id`, `name`, `town`) SELECT `id`, COALESCE(`name`, 'none'), COALESCE(`town`, 'none') FROM `_gmig_people`;\n" +
		"DELETE FROM `sqlite_sequence` WHERE name = 'people';\n" +
		"INSERT INTO `sqlite_sequence` (name, seq) SELECT 'people', seq FROM `sqlite_sequence` WHERE name = '_gmig_people';\n" +
		"DELETE FROM `sqlite_sequence` WHERE name = '_gmig_people';\nDROP TABLE `_gmig_people`;\n" +
		"UPDATE `gmig_version` SET `version_num` = '2', `applied_at` = CURRENT_TIMESTAMP, `checksum` = NULL WHERE `version_num` = '1';\nCOMMIT;\n"
	if diff := cmp.Diff(want, script); diff != "" {
		t.Errorf("the script (-want +got):\n%s", diff)
	}
}

// TestAScriptOfWhatFailsTogetherNamesTheOperation where rows that the revisions
// write are in the way.
func TestAScriptOfWhatFailsTogetherNamesTheOperation(t *testing.T) {
	fault := op.AddConstraint("people", op.Check("young", "age > '8'"))
	set := history(people(), do(requiredText("name"), fault))
	_, err := target{engine: "sqlite"}.offline(t, set).Upgrade(t.Context(), "", "head")
	var failed *migrator.OperationError
	if !errors.As(err, &failed) || failed.Operation != fault {
		t.Errorf("the error is %v", err)
	}
}
