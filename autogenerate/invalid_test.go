package autogenerate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAnInvalidIndexIsBuiltAgain leaves an index as a CREATE INDEX CONCURRENTLY
// does that fails at two equal rows.
func TestAnInvalidIndexIsBuiltAgain(t *testing.T) {
	for _, e := range bothEngines() {
		if e.name != "postgres" {
			continue // SQLite builds an index or none.
		}
		type User struct {
			ID   uint
			Name string `gorm:"uniqueIndex:idx_name"`
		}
		db := newDatabase(t, e)
		db.upgrade(db.compare(plainUser()))
		for _, name := range []string{"ada", "ada"} {
			if err := db.Exec("INSERT INTO users (name) VALUES (?)", name).Error; err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Exec("CREATE UNIQUE INDEX CONCURRENTLY idx_name ON users (name)").Error; err == nil {
			t.Fatal("the index was built")
		}
		if err := db.Exec("DELETE FROM users WHERE id = 2").Error; err != nil {
			t.Fatal(err)
		}
		script := db.compare([]any{&User{}})
		want := []string{`drop index "idx_name" of table "users"`, `create index "idx_name" on table "users"`}
		if diff := cmp.Diff(want, descriptions(script.Up)); diff != "" {
			t.Fatalf("up (-want +got):\n%s", diff)
		}
		db.upgrade(script)
		if again := db.compare([]any{&User{}}); !again.Empty() {
			t.Errorf("compared again, there is still: %q", again.Changes)
		}
		db.downgrade()
	}
}
