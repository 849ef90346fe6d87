package autogenerate_test

import (
	"strings"
	"testing"

	"gorm.io/gorm"
)

// TestAnApplicationWithoutForeignKeysIsToldOfTheSetting compares a database
// that the application migrated without foreign keys, with the environment's
// configuration set like the application's and not.
func TestAnApplicationWithoutForeignKeysIsToldOfTheSetting(t *testing.T) {
	type Team struct{ ID uint }
	type Member struct {
		ID     uint
		TeamID uint
		Team   Team
	}
	type Prize struct {
		ID       uint
		MemberID uint
		Member   Member
	}
	models := []any{&Team{}, &Member{}}
	const setting = "DisableForeignKeyConstraintWhenMigrating"
	hints := func(warnings []string) int { return strings.Count(strings.Join(warnings, "\n"), setting) }
	for _, e := range bothEngines() {
		t.Run(e.name, func(t *testing.T) {
			db := newDatabase(t, e)
			db.DisableForeignKeyConstraintWhenMigrating = true
			if err := db.AutoMigrate(models...); err != nil {
				t.Fatal(err)
			}
			if same := db.compare(models); !same.Empty() || hints(same.Warnings) != 0 {
				t.Errorf("set in both: %q, %q", same.Changes, same.Warnings)
			}
			db.DisableForeignKeyConstraintWhenMigrating = false
			other := db.compare(models)
			if len(other.Up) != 1 || hints(other.Warnings) != 1 {
				t.Errorf("set in the application alone: %q, %q", other.Changes, other.Warnings)
			}
			// With the foreign key there, one more is an ordinary change.
			db.upgrade(other)
			if more := db.compare(append(models, &Prize{})); more.Empty() || hints(more.Warnings) != 0 {
				t.Errorf("one more: %q, %q", more.Changes, more.Warnings)
			}
		})
	}
}

// TestTheFirstTablesBringNoHint creates tables with foreign keys where there
// were none.
func TestTheFirstTablesBringNoHint(t *testing.T) {
	type Node struct {
		gorm.Model
		ParentID *uint
		Parent   *Node
	}
	db := newDatabase(t, bothEngines()[0])
	if script := db.compare([]any{&Node{}}); script.Empty() || len(script.Warnings) != 0 {
		t.Errorf("%q, %q", script.Changes, script.Warnings)
	}
}

// TestTheFirstForeignKeyBetweenOurTablesBringsNoHint adds a foreign key to a
// table that a revision created without one. Of a database that was made
// without the keys that the revisions write, the hint is given all the same.
func TestTheFirstForeignKeyBetweenOurTablesBringsNoHint(t *testing.T) {
	type Team struct{ ID uint }
	loose := func() []any {
		type Member struct {
			ID     uint
			TeamID uint
		}
		return []any{&Team{}, &Member{}}
	}()
	type Member struct {
		ID     uint
		TeamID uint
		Team   Team
	}
	tied := []any{&Team{}, &Member{}}
	for _, e := range bothEngines() {
		t.Run(e.name, func(t *testing.T) {
			db, h := newDatabase(t, e), &history{t: t, dir: t.TempDir()}
			h.upgrade(db, h.compare(db, application{nil, loose}))
			first := h.compare(db, application{nil, tied})
			if len(first.Up) != 1 || len(first.Warnings) != 0 {
				t.Errorf("the first key: %q, %q", first.Changes, first.Warnings)
			}

			fresh, other := newDatabase(t, e), &history{t: t, dir: t.TempDir()}
			writeRevision(t, other.dir, 0, other.compare(fresh, application{nil, tied}))
			fresh.DisableForeignKeyConstraintWhenMigrating = true
			if err := fresh.AutoMigrate(tied...); err != nil {
				t.Fatal(err)
			}
			fresh.DisableForeignKeyConstraintWhenMigrating = false
			stamped := other.compare(fresh, application{nil, tied})
			if len(stamped.Up) != 1 || len(stamped.Warnings) != 1 {
				t.Errorf("a database without the keys: %q, %q", stamped.Changes, stamped.Warnings)
			}
		})
	}
}
