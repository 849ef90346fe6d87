package autogenerate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCommentsThatNoModelDeclaresStay comments on a table and an index, which
// GORM has no word for on PostgreSQL.
func TestCommentsThatNoModelDeclaresStay(t *testing.T) {
	indexed := func() []any {
		type User struct {
			ID   uint
			Name string `gorm:"index:idx_users_name,comment:left out by GORM"`
			Nick string `gorm:"index:by_nick"`
		}
		return []any{&User{}}
	}
	changed := func() []any {
		type User struct {
			ID   uint
			Name string `gorm:"uniqueIndex:idx_users_name"`
			Nick string `gorm:"index:by_name"`
		}
		return []any{&User{}}
	}
	for _, e := range bothEngines() {
		if e.name != "postgres" {
			continue // SQLite has no comments.
		}
		db := newDatabase(t, e)
		db.upgrade(db.compare(indexed()))
		mustExec(t, db, "COMMENT ON TABLE users IS 'by hand'", "COMMENT ON INDEX idx_users_name IS 'for the search'", "COMMENT ON INDEX by_nick IS 'rare'")
		if script := db.compare(indexed()); !script.Empty() {
			t.Errorf("the comments are a difference: %q", script.Changes)
		}
		before := schema(t, db.DB)
		script := db.compare(changed())
		want := []string{`drop index "idx_users_name" of table "users"`, `rename index "by_nick" of table "users" to "by_name"`,
			`create index "idx_users_name" on table "users"`}
		if diff := cmp.Diff(want, descriptions(script.Up)); diff != "" {
			t.Errorf("operations (-want +got):\n%s", diff)
		}
		db.upgrade(script)
		var comments []string
		err := db.Raw("SELECT obj_description(c::regclass) FROM unnest(ARRAY['users', 'idx_users_name', 'by_name']) c").Scan(&comments).Error
		if diff := cmp.Diff([]string{"by hand", "for the search", "rare"}, comments); err != nil || diff != "" {
			t.Errorf("comments after the upgrade (-want +got):\n%s%v", diff, err)
		}
		db.downgrade()
		if diff := cmp.Diff(before, schema(t, db.DB)); diff != "" {
			t.Errorf("the way back does not lead to what it was (-want +got):\n%s", diff)
		}
	}
}
