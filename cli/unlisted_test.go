package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

// The models of TestFindUnlisted; their source, as the scan reads it, is in the
// test.
type ListedUser struct {
	gorm.Model
	Orders []RelatedOrder `gorm:"foreignKey:UserID"`
	Tags   []RelatedTag   `gorm:"many2many:user_tags"`
}

type RelatedOrder struct {
	gorm.Model
	UserID uint
}

type RelatedTag struct{ gorm.Model }

type JoinedTag struct {
	ListedUserID uint `gorm:"primaryKey"`
	RelatedTagID uint `gorm:"primaryKey"`
}

// Unready is a model whose code cannot run yet.
type Unready struct {
	gorm.Model
	At unreadyTime
}

type unreadyTime struct{}

func (unreadyTime) GormDataType() string { panic("no configuration") }

func TestFindUnlisted(t *testing.T) {
	db, err := gorm.Open(sqlite.Open(":memory:"), &gorm.Config{})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		models []any
		source string
		want   []string
	}{
		{"all listed", []any{&ListedUser{}}, "type ListedUser struct { gorm.Model }", nil},
		{"one forgotten", []any{&ListedUser{}}, "type ListedUser struct { gorm.Model }\ntype Invoice struct { gorm.Model }", []string{"Invoice"}},
		{"reached through a relation", []any{&ListedUser{}}, "type RelatedOrder struct { gorm.Model }\ntype RelatedTag struct { gorm.Model }", nil},
		{"a join table of its own", []any{&ListedUser{}}, "type JoinedTag struct { A uint `gorm:\"primaryKey\"` }", nil},
		{"only embedded", []any{&ListedUser{}}, "type Base struct { gorm.Model }\ntype ListedUser struct { Base }", nil},
		{"listed without a pointer, and nothing", []any{ListedUser{}, nil}, "type ListedUser struct { gorm.Model }\ntype Invoice struct { gorm.Model }", []string{"Invoice"}},
		{"the code of one panics", []any{&Unready{}, &ListedUser{}}, "type Unready struct { gorm.Model }\ntype Invoice struct { gorm.Model }", []string{"Invoice"}},
	}
	if err := db.SetupJoinTable(&ListedUser{}, "Tags", &JoinedTag{}); err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "m.go", "package models\n\nimport \"gorm.io/gorm\"\n\n"+tt.source)
			var got []string
			for _, m := range findUnlisted(db, tt.models, func(importPath string) string {
				if importPath == "github.com/gmig/gmig/cli" {
					return dir
				}
				return ""
			}) {
				got = append(got, m.name)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnlistedModelsAreOneLine(t *testing.T) {
	got := unlistedMessage([]unlisted{{"example.com/m", "Order"}, {"example.com/m", "Total"}})
	want := "not in the list of models that env.go names, and so not compared: Order, Total of package example.com/m; " +
		"add &Order{}, &Total{} to it, or a comment line //gmig:ignore Order Total if they are no tables"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
