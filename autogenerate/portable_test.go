package autogenerate_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"github.com/gmig/gmig/autogenerate"
	"github.com/gmig/gmig/templates"
	"github.com/gmig/gmig/versions"
)

// evolutions are versions of an application whose tags are for any engine.
func evolutions() [][]any {
	return [][]any{evolution1(), evolution2(), evolution3()}
}

func evolution1() []any {
	type Author struct {
		ID    uint
		Name  string  `gorm:"size:64;not null"`
		Score float64 `gorm:"default:0;check:score >= 0"`
		Price string  `gorm:"type:decimal(10,2);default:0"`
		Code  string  `gorm:"default:(lower('ABC'));comment:what's what"`
		Note  *string `gorm:"default:null"`
	}
	type Book struct {
		ID       uint
		Title    string `gorm:"size:100;index:idx_title,where:title <> ''"`
		State    string `gorm:"size:16;not null;default:new"`
		Pages    int32  `gorm:"default:1"`
		AuthorID uint
		Author   Author
	}
	return []any{&Author{}, &Book{}}
}

func evolution2() []any {
	type Author struct {
		ID    uint
		Name  string  `gorm:"size:128;not null"` // SQLite does not see the size
		Score float32 `gorm:"default:1;check:score >= 1"`
		Price string  `gorm:"type:decimal(12,4);default:0"`
		Code  string  `gorm:"default:(upper('abc'));comment:what was what"`
		Note  *string `gorm:"default:null;comment:nor the comment"`
		Born  *time.Time
	}
	type Book struct {
		ID       uint
		Title    string `gorm:"size:100;uniqueIndex:idx_title,where:title <> 'a'"`
		State    string `gorm:"size:16;not null;default:draft"`
		Pages    int64  `gorm:"default:1"` // nor the width
		AuthorID uint
		Author   Author `gorm:"constraint:OnDelete:CASCADE"`
	}
	return []any{&Author{}, &Book{}}
}

func evolution3() []any {
	type Author struct {
		ID   uint
		Name string `gorm:"size:128"`
		Code string `gorm:"default:(upper('abc'))"` // nor that it is gone
		Note string
		Born *time.Time
		Data []byte
	}
	type Book struct {
		ID       uint
		Title    string `gorm:"size:100"`
		Pages    int64
		Public   bool `gorm:"not null;default:true"`
		AuthorID uint
		Author   Author `gorm:"constraint:OnDelete:CASCADE"`
	}
	type Tag struct {
		Name  string `gorm:"primaryKey;size:20"`
		Books []Book `gorm:"many2many:book_tags"`
	}
	return []any{&Author{}, &Book{}, &Tag{}}
}

// TestAHistoryServesTheOtherEngine writes a history on one engine and runs it
// on the other: there it makes what AutoMigrate makes, nothing is left to do,
// and each step back leads to where the step began.
func TestAHistoryServesTheOtherEngine(t *testing.T) {
	engines := bothEngines()
	for i, e := range engines {
		t.Run("from "+e.name, func(t *testing.T) { checkPortable(t, e, engines[1-i]) })
	}
}

func checkPortable(t *testing.T, from, to engine) {
	dir := t.TempDir()
	input := func(models []any) autogenerate.Input {
		files, err := versions.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		return autogenerate.Input{Models: models, Files: files, Dialectors: map[string]gorm.Dialector{
			"sqlite": sqlite.Open(""), "postgres": postgres.Open(""),
		}}
	}
	compare := func(db *database, models []any) *autogenerate.Script {
		t.Helper()
		script, err := autogenerate.Run(context.Background(), db.DB, input(models))
		if err != nil {
			t.Fatal(err)
		}
		return script
	}

	origin := newDatabase(t, from)
	for i, models := range evolutions() {
		script := compare(origin, models)
		writeRevision(t, dir, i, script)
		origin.upgrade(script)
		if again := compare(origin, models); !again.Empty() {
			t.Errorf("version %d compared again on %s: %q", i+1, from.name, again.Changes)
		}
	}

	other := newDatabase(t, to)
	other.set, other.n = origin.set, origin.n
	var before []map[string]any
	for i, models := range evolutions() {
		before = append(before, schema(t, other.DB))
		if _, err := other.migrator().Upgrade(context.Background(), "+1"); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(autoMigrated(t, to, models), schema(t, other.DB)); diff != "" {
			t.Errorf("version %d on %s is not AutoMigrate's (-want +got):\n%s", i+1, to.name, diff)
		}
	}
	if left := compare(other, evolution3()); !left.Empty() {
		t.Errorf("on %s there is still: %q", to.name, left.Changes)
	}
	for i := len(before) - 1; i >= 0; i-- {
		other.downgrade()
		if diff := cmp.Diff(before[i], schema(t, other.DB)); diff != "" {
			t.Errorf("%s before version %d is not what it was (-want +got):\n%s", to.name, i+1, diff)
		}
	}
}

// writeRevision writes the file of a script, as the next of the directory.
func writeRevision(t *testing.T, dir string, n int, script *autogenerate.Script) {
	t.Helper()
	d := versions.Draft{ID: string(rune('a' + n)), Message: "version", Created: time.Now()}
	if n > 0 {
		d.Revises = []string{string(rune('a' + n - 1))}
	}
	var err error
	if d.Upgrades, err = script.Upgrades(); err != nil {
		t.Fatal(err)
	}
	if d.Downgrades, err = script.Downgrades(); err != nil {
		t.Fatal(err)
	}
	if _, err := versions.Create(dir, templates.Revision, "", d); err != nil {
		t.Fatal(err)
	}
}
