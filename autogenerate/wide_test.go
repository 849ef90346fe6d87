package autogenerate_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// wide is a table for each two letters.
type wide[A, B any] struct {
	ID          uint
	ParentID    *uint
	Parent      *wide[letterA, B] `gorm:"constraint:OnDelete:SET NULL"`
	Name        string            `gorm:"size:64;not null;index"`
	Code        string            `gorm:"size:12;uniqueIndex"`
	Note        *string
	Price       float64 `gorm:"type:decimal(12,2);default:0"`
	Rank        int     `gorm:"default:7;index:,sort:desc"`
	Level       int8    `gorm:"check:level >= 0"`
	Active      bool    `gorm:"default:true"`
	Ratio       float64
	Born        time.Time
	Until       *time.Time
	Data        []byte
	Size        int64
	Description string `gorm:"comment:what it is"`
	UpdatedAt   time.Time
}

func (wide[A, B]) TableName() string {
	letter := func(t reflect.Type) string { return strings.ToLower(strings.TrimPrefix(t.Name(), "letter")) }
	return "wide_" + letter(reflect.TypeFor[A]()) + letter(reflect.TypeFor[B]())
}

type (
	letterA struct{}
	letterB struct{}
	letterC struct{}
	letterD struct{}
	letterE struct{}
	letterF struct{}
	letterG struct{}
	letterH struct{}
	letterI struct{}
	letterJ struct{}
	letterK struct{}
	letterL struct{}
	letterM struct{}
	letterN struct{}
	letterO struct{}
	letterP struct{}
	letterQ struct{}
	letterR struct{}
	letterS struct{}
	letterT struct{}
)

func wideRow[A any]() []any {
	return []any{
		&wide[A, letterA]{}, &wide[A, letterB]{}, &wide[A, letterC]{}, &wide[A, letterD]{}, &wide[A, letterE]{},
		&wide[A, letterF]{}, &wide[A, letterG]{}, &wide[A, letterH]{}, &wide[A, letterI]{}, &wide[A, letterJ]{},
		&wide[A, letterK]{}, &wide[A, letterL]{}, &wide[A, letterM]{}, &wide[A, letterN]{}, &wide[A, letterO]{},
		&wide[A, letterP]{}, &wide[A, letterQ]{}, &wide[A, letterR]{}, &wide[A, letterS]{}, &wide[A, letterT]{},
	}
}

func wideModels() []any {
	return slices.Concat(
		wideRow[letterA](), wideRow[letterB](), wideRow[letterC](), wideRow[letterD](), wideRow[letterE](),
		wideRow[letterF](), wideRow[letterG](), wideRow[letterH](), wideRow[letterI](), wideRow[letterJ](),
		wideRow[letterK](), wideRow[letterL](), wideRow[letterM](), wideRow[letterN](), wideRow[letterO](),
		wideRow[letterP](), wideRow[letterQ](), wideRow[letterR](), wideRow[letterS](), wideRow[letterT](),
	)
}

// TestFourHundredModels is about an application of 400 tables and more than
// 6,000 columns: all of them come, one change among them is found, and all go.
func TestFourHundredModels(t *testing.T) {
	for _, e := range bothEngines() {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			db := newDatabase(t, e)
			db.upgrade(db.compare(wideModels()))
			columns := 0
			for object := range schema(t, db.DB) {
				if strings.Contains(object, " column ") {
					columns++
				}
			}
			if want := 400 * 16; columns != want {
				t.Errorf("%d columns, not %d", columns, want)
			}
			for _, statement := range []string{"DROP INDEX idx_wide_ba_name", "ALTER TABLE wide_ba DROP COLUMN name"} {
				if err := db.Exec(statement).Error; err != nil {
					t.Fatal(err)
				}
			}
			script := db.compare(wideModels())
			want := []string{`add column "name" to table "wide_ba"`, `create index "idx_wide_ba_name" on table "wide_ba"`}
			if diff := cmp.Diff(want, descriptions(script.Up)); diff != "" {
				t.Errorf("operations (-want +got):\n%s", diff)
			}
			db.downgrade()
			if left := schema(t, db.DB); len(left) > 0 {
				t.Errorf("%d objects are left", len(left))
			}
		})
	}
}
