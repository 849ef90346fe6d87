package migrator_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// withFiles is a history of createUsers, "1", and an empty revision "2", with
// the texts of their files.
func withFiles(comment string) *versions.Set {
	file := func(id string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("package versions\n\n" + comment + "\nimport \"github.com/gmig/gmig/op\"\n\n" +
			"func init() { All.Add(op.Revision{ID: \"" + id + "\"}) }\n")}
	}
	set := versions.NewSet(fstest.MapFS{"1.go": file("1"), "2.go": file("2")})
	set.Add(op.Revision{ID: "1", Up: do(createUsers()), Down: do(op.DropTable("users"))})
	set.Add(op.Revision{ID: "2", Revises: []string{"1"}})
	return set
}

func heads(t *testing.T, m *migrator.Migrator) []migrator.Head {
	t.Helper()
	s, err := m.State(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return s.Heads
}

func TestAHeadKeepsWhenItWasAppliedAndItsChecksum(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		set := withFiles("")
		m := newMigrator(t, db, set)
		before := time.Now().Add(-2 * time.Second)
		for _, target := range []string{"1", "2"} {
			if _, err := m.Upgrade(ctx, target); err != nil {
				t.Fatal(err)
			}
			all := heads(t, m)
			if len(all) != 1 || all[0].Revision != target || all[0].Applied.Before(before) || all[0].Applied.After(time.Now().Add(2*time.Second)) {
				t.Errorf("after the upgrade to %q the heads are %+v", target, all)
			}
			if want := set.Checksums()[target]; all[0].Checksum != want || want == "" {
				t.Errorf("the checksum of %q is %q, want %q", target, all[0].Checksum, want)
			}
		}
		if _, err := m.Downgrade(ctx, "-1"); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]migrator.Head{{Revision: "1"}}, heads(t, m)); diff != "" {
			t.Errorf("after a downgrade (-want +got):\n%s", diff)
		}
	})
}

func TestAnEditedHeadIsNoticedUntilItIsStamped(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		m := newMigrator(t, db, withFiles(""))
		if _, err := m.Upgrade(ctx, "head"); err != nil {
			t.Fatal(err)
		}
		if edited := m.Edited(heads(t, m)); len(edited) != 0 {
			t.Errorf("edited: %v", edited)
		}
		m = newMigrator(t, db, withFiles("// edited"))
		for _, target := range []string{"1", "2"} {
			edited := m.Edited(heads(t, m))
			if len(edited) != 1 || edited[0].Revision != "2" {
				t.Errorf("edited: %v", edited)
			}
			if target == "2" {
				if _, err := m.Stamp(ctx, target); err != nil {
					t.Fatal(err)
				}
			}
		}
		after := heads(t, m)
		if edited := m.Edited(after); len(edited) != 0 || after[0].Applied.IsZero() {
			t.Errorf("after the stamp: edited %v, heads %v", edited, after)
		}
	})
}

// A version table of an older gmig, or a copy of Alembic's, has one column.
func TestAnOlderVersionTableIsUpgradedByTheFirstRevision(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		for _, statement := range []string{
			"CREATE TABLE gmig_version (version_num varchar(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))",
			"INSERT INTO gmig_version VALUES ('1')",
		} {
			if err := db.Exec(statement).Error; err != nil {
				t.Fatal(err)
			}
		}
		long := strings.Repeat("long", 12)
		set := withFiles("")
		set.Add(op.Revision{ID: long, Revises: []string{"2"}})
		m := newMigrator(t, db, set)
		if diff := cmp.Diff([]migrator.Head{{Revision: "1"}}, heads(t, m)); diff != "" {
			t.Errorf("before (-want +got):\n%s", diff)
		}
		if columns, err := db.Migrator().ColumnTypes("gmig_version"); err != nil || len(columns) != 1 {
			t.Errorf("reading has changed the table: %d columns, %v", len(columns), err)
		}
		if _, err := m.Upgrade(ctx, "2"); err != nil {
			t.Fatal(err)
		}
		if all := heads(t, m); all[0].Revision != "2" || all[0].Applied.IsZero() || all[0].Checksum == "" {
			t.Errorf("after: %+v", all)
		}
		if _, err := m.Upgrade(ctx, "head"); err != nil {
			t.Fatal(err)
		}
		wantCurrent(t, m, long)
	})
}

func TestATableThatIsNoVersionTableIsLeftAlone(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		if err := db.Exec("CREATE TABLE gmig_version (major integer, minor integer)").Error; err != nil {
			t.Fatal(err)
		}
		m := newMigrator(t, db, withFiles(""))
		_, current := m.Current(ctx)
		_, upgrade := m.Upgrade(ctx, "head")
		_, purge := m.StampPurge(ctx, "head")
		for _, err := range []error{current, upgrade, purge} {
			wantError(t, err, `"gmig_version"`, `["major" "minor"]`, "WithVersionTable")
			var foreign *migrator.ForeignTableError
			if !errors.As(err, &foreign) {
				t.Errorf("got %T, want a ForeignTableError", err)
			}
		}
		if diff := cmp.Diff([]string{"gmig_version"}, tables(t, db)); diff != "" {
			t.Errorf("tables (-want +got):\n%s", diff)
		}
	})
}

func TestSetsWithVersionTablesOfTheirOwnShareADatabase(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		name := "billing_version"
		if db.Name() == "postgres" {
			name = "billing.gmig_version"
			if err := db.Exec("CREATE SCHEMA billing").Error; err != nil {
				t.Fatal(err)
			}
		}
		app := newMigrator(t, db, history(do(createUsers()), do(insertUser("ada"))))
		billing := newMigrator(t, open(), withFiles(""), migrator.WithVersionTable(name))
		if _, err := app.Upgrade(ctx, "head"); err != nil {
			t.Fatal(err)
		}
		wantCurrent(t, billing)
		if _, err := billing.Stamp(ctx, "1"); err != nil {
			t.Fatal(err)
		}
		wantCurrent(t, billing, "1")
		wantCurrent(t, app, "2")
		// A run of one set does not wait for that of another, except on
		// SQLite, where there is one writer at a time.
		if db.Name() == "postgres" {
			app = newMigrator(t, db, history(do(), do(), func(ctx context.Context, m *op.Migration) error {
				_, err := billing.Upgrade(ctx, "head")
				return err
			}))
			if _, err := app.Upgrade(ctx, "head"); err != nil {
				t.Fatal(err)
			}
			wantCurrent(t, billing, "2")
			if script, err := billing.Offline(false).Stamp(ctx, "1", "2"); err != nil || !strings.Contains(script, "billing") {
				t.Errorf("script %q, %v", script, err)
			}
		}
	})
}
