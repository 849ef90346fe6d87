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
