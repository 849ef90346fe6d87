package autogenerate_test

import (
	"context"
	"testing"

	"github.com/gmig/gmig/autogenerate"
)

// TestAHistoryRunsOnADatabaseWithOlderNames writes revisions on a database that
// they created, and runs them on one that an older GORM made, where constraints
// have the names that the database gave them, or none.
func TestAHistoryRunsOnADatabaseWithOlderNames(t *testing.T) {
	unique := func() []any {
		type User struct {
			ID   uint
			Name string `gorm:"unique"`
			Mail string `gorm:"unique"`
		}
		return []any{&User{}}
	}
	renamed := func() []any {
		type User struct {
			ID   uint
			Nick string `gorm:"unique"`
			Mail string
		}
		return []any{&User{}}
	}
	older := map[string]string{
		"postgres": "CREATE TABLE users (id bigserial PRIMARY KEY, name text UNIQUE, mail text UNIQUE)",
		"sqlite":   "CREATE TABLE users (id integer PRIMARY KEY AUTOINCREMENT, name text UNIQUE, mail text UNIQUE)",
	}
	for _, e := range bothEngines() {
		t.Run(e.name, func(t *testing.T) {
			ctx := context.Background()
			fresh := newDatabase(t, e)
			fresh.upgrade(fresh.compare(unique()))
			fresh.upgrade(fresh.answered(renamed(), autogenerate.Answers{Renames: []autogenerate.Answer{{Of: "users.name", Value: "nick"}}}))

			old := newDatabase(t, e)
			old.set, old.n = fresh.set, fresh.n
			mustExec(t, old, older[e.name], "INSERT INTO users (name, mail) VALUES ('ada', 'a@b')")
			if script := old.compare(unique()); !script.Empty() {
				t.Errorf("the older names are a difference: %q", script.Changes)
			}
			if _, err := old.migrator().Stamp(ctx, "a"); err != nil {
				t.Fatal(err)
			}
			if _, err := old.migrator().Upgrade(ctx, "head"); err != nil {
				t.Fatal(err)
			}
			if script := old.compare(renamed()); !script.Empty() {
				t.Errorf("after the upgrade there is still: %q", script.Changes)
			}
			mustExec(t, old, "INSERT INTO users (nick, mail) VALUES ('emil', 'a@b')", "UPDATE users SET mail = nick")
			if err := old.Exec("INSERT INTO users (nick) VALUES ('ada')").Error; err == nil {
				t.Error("the name is no longer unique")
			}
			old.downgrade()
			if script := old.compare(unique()); !script.Empty() {
				t.Errorf("after the downgrade there is still: %q", script.Changes)
			}
		})
	}
}
