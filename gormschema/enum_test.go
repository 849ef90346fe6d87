package gormschema_test

import (
	"context"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"github.com/gmig/gmig/gormschema"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// Feeling is a Go type whose values are an enum.
type Feeling string

const (
	Sad Feeling = "sad"
	OK  Feeling = "ok"
)

// Engined spells its type for each engine, as the documentation of GORM has it.
type Engined string

func (Engined) GormDBDataType(db *gorm.DB, _ *schema.Field) string {
	if db.Name() == "postgres" {
		return "feeling"
	}
	return "text"
}

// Worded is a type that has words of its own on SQLite.
type Worded string

func (Worded) GormDBDataType(db *gorm.DB, _ *schema.Field) string {
	if db.Name() == "postgres" {
		return "feeling"
	}
	return "varchar(10)"
}

type Diary struct {
	ID      uint
	Feeling Feeling   `gorm:"type:feeling;default:ok;not null"`
	Shouted Feeling   `gorm:"type:FEELING"`
	All     []Feeling `gorm:"type:feeling[]"`
	Engined Engined
	Worded  Worded
	Plain   string
}

func TestAFieldHasAnEnumByItsTypeTag(t *testing.T) {
	feeling := gormschema.Enum("feeling", Sad, OK)
	enum := op.Enum("feeling", "sad", "ok")
	want := map[string]op.DataType{
		"feeling": enum, "shouted": enum, "all": enum.Array(), "engined": enum, "plain": op.Text,
	}
	onEngines(t, func(t *testing.T, e testEngine) {
		db := e.open(t, gorm.Config{})
		result, err := gormschema.Desired(context.Background(), db, e.dialect, []any{&Diary{}},
			gormschema.Options{Dialectors: both(), Enums: []gormschema.EnumType{feeling}})
		if err != nil {
			t.Fatal(err)
		}
		want["worded"] = enum.On("sqlite", "varchar(10)")
		if e.dialect.Name() == "sqlite" {
			// It is the application's word there, and no enum.
			want["worded"] = op.Type("varchar(10)").On("postgres", "feeling")
		}
		for _, c := range result.Schema.Table("diaries").Columns {
			if w, ok := want[c.File.Name]; ok {
				if diff := gocmp.Diff(w, c.File.Type); diff != "" {
					t.Errorf("column %q (-want +got):\n%s", c.File.Name, diff)
				}
			}
		}
		if diff := gocmp.Diff([]*inspect.Enum{{Name: "feeling", Values: []string{"sad", "ok"}}}, result.Schema.Enums); diff != "" {
			t.Errorf("enums (-want +got):\n%s", diff)
		}
		// What the revision file says makes the database that the models stand for.
		statements, err := e.dialect.Compile(context.Background(), nil, op.CreateEnum("feeling", "sad", "ok"))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range statements {
			if err := db.Exec(s).Error; err != nil {
				t.Fatal(err)
			}
		}
		e.compile(t, db, result.Schema)
		sameEngine(t, "the compiled schema", result.Schema, e.live(t, db))
	})
}
