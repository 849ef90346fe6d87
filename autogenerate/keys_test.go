package autogenerate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A key refuses NULL whether the tag says so or not, and PostgreSQL tells no
// difference. Neither end of a change may be without NOT NULL then: no
// statement takes it from a column of the key.
func TestAColumnOfTheKeyStaysNotNullWhenItChanges(t *testing.T) {
	before := func() []any {
		type User struct {
			Name string `gorm:"primaryKey;not null;size:20"`
		}
		return []any{&User{}}
	}
	after := func() []any {
		type User struct {
			Name string `gorm:"primaryKey;not null;size:30"`
		}
		return []any{&User{}}
	}
	postgres := bothEngines()[1]
	db := newDatabase(t, postgres)
	db.upgrade(db.compare(before()))
	script := db.compare(after())
	if len(script.Warnings) > 0 {
		t.Errorf("warnings %q", script.Warnings)
	}
	db.upgrade(script)
	db.downgrade()
	if diff := cmp.Diff(autoMigrated(t, postgres, before()), schema(t, db.DB)); diff != "" {
		t.Errorf("the downgrade (-want +got):\n%s", diff)
	}
}

// Only PostgreSQL makes the columns of a new key NOT NULL. A revision that said
// so would make them that on SQLite too, where AutoMigrate does not.
func TestTheNotNullOfANewKeyIsLeftToTheKey(t *testing.T) {
	before := func() []any {
		type User struct{ Name string }
		return []any{&User{}}
	}
	after := func() []any {
		type User struct {
			Name string `gorm:"primaryKey"`
		}
		return []any{&User{}}
	}
	postgres := bothEngines()[1]
	db := newDatabase(t, postgres)
	db.upgrade(db.compare(before()))
	script := db.compare(after())
	if diff := cmp.Diff([]string{`add primary key (name) to table "users"`}, descriptions(script.Up)); diff != "" {
		t.Errorf("up (-want +got):\n%s", diff)
	}
	db.upgrade(script)
	if again := db.compare(after()); !again.Empty() {
		t.Errorf("compared again, there is still: %q", again.Changes)
	}
	db.downgrade()
	if diff := cmp.Diff(autoMigrated(t, postgres, before()), schema(t, db.DB)); diff != "" {
		t.Errorf("the downgrade (-want +got):\n%s", diff)
	}
}
