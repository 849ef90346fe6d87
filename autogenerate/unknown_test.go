package autogenerate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAnIndexMadeByHandGoesWithItsColumnAndIsNamed drops a column that indexes
// are on which no model knows. PostgreSQL drops them without a word; the way back
// makes them again.
func TestAnIndexMadeByHandGoesWithItsColumnAndIsNamed(t *testing.T) {
	before := func() []any {
		type User struct {
			ID   uint
			Name string
			Age  int
		}
		return []any{&User{}}
	}
	for _, e := range bothEngines() {
		t.Run(e.name, func(t *testing.T) {
			db := newDatabase(t, e)
			db.upgrade(db.compare(before()))
			for _, statement := range []string{
				"CREATE INDEX by_both ON users (name, age)", "CREATE INDEX of_adults ON users (name) WHERE age > 17",
				"CREATE INDEX by_name ON users (name)", "CREATE INDEX by_sum ON users ((age + 1))",
			} {
				if err := db.Exec(statement).Error; err != nil {
					t.Fatal(err)
				}
			}
			made := schema(t, db.DB)
			script := db.keeping(plainUser())
			want := []string{`drop index "by_both" of table "users"`, `drop index "by_sum" of table "users"`, `drop index "of_adults" of table "users"`,
				`drop column "age" of table "users"`}
			if diff := cmp.Diff(want, descriptions(script.Up)); diff != "" {
				t.Errorf("operations (-want +got):\n%s", diff)
			}
			all := strings.Join(script.Warnings, "\n")
			for _, part := range []string{`index "by_both" of table "users" is in the database`, `it goes with column "age"`, `index "of_adults"`, `index "by_sum"`,
				`index "by_name" of table "users" is in the database and neither in the models nor in the revisions: left alone`} {
				if !strings.Contains(all, part) {
					t.Errorf("%q is not in:\n%s", part, all)
				}
			}
			db.upgrade(script)
			db.downgrade()
			if diff := cmp.Diff(made, schema(t, db.DB)); diff != "" {
				t.Errorf("the way back does not lead to what it was (-want +got):\n%s", diff)
			}
		})
	}
}
