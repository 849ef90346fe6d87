package autogenerate_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmig/gmig/autogenerate"
	"github.com/gmig/gmig/op"
)

// TestOptionsOfATableAreCreatedAndNotChanged sets options for all tables, as
// GORM has it, once there are tables without them.
func TestOptionsOfATableAreCreatedAndNotChanged(t *testing.T) {
	options := map[string]string{"sqlite": "WITHOUT ROWID", "postgres": "WITH (fillfactor='70')"}
	for _, e := range bothEngines() {
		t.Run(e.name, func(t *testing.T) {
			type Page struct {
				Path string `gorm:"primaryKey"`
			}
			type Site struct {
				Host string `gorm:"primaryKey"`
			}
			db := newDatabase(t, e)
			db.upgrade(db.compare([]any{&Page{}}))
			script, err := autogenerate.Run(context.Background(), db.Set("gorm:table_options", options[e.name]),
				autogenerate.Input{Models: []any{&Page{}, &Site{}}})
			if err != nil {
				t.Fatal(err)
			}
			warnings := []string{`the models create table "pages" with the options "` + options[e.name] +
				`" and the database's has none: gmig changes no options of a table that is there; write it with op.Exec if it matters`}
			if diff := cmp.Diff(warnings, script.Warnings); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
			db.upgrade(script)
			if got := schema(t, db.DB)["sites table "]; got != options[e.name] {
				t.Errorf("the new table has the options %q", got)
			}
			if again := db.compare([]any{&Page{}, &Site{}}); !again.Empty() || len(again.Warnings) > 0 {
				t.Errorf("without the options in the models there is: %q, %q", again.Changes, again.Warnings)
			}
		})
	}
}

// TestOptionsOfAnotherEngineAreLeftOut runs what was written on the one engine
// on the other.
func TestOptionsOfAnotherEngineAreLeftOut(t *testing.T) {
	for _, e := range bothEngines() {
		db := newDatabase(t, e)
		db.upgrade(&autogenerate.Script{Up: []op.Operation{
			op.CreateTable("a", op.Column("id", op.Int(64)).NotNull(), op.PrimaryKey("id")).With("WITHOUT ROWID, STRICT"),
			op.CreateTable("b", op.Column("id", op.Int(64)).NotNull(), op.PrimaryKey("id")).With("WITH (fillfactor='70')"),
		}})
		want := map[string][2]any{"sqlite": {"STRICT, WITHOUT ROWID", ""}, "postgres": {"", "WITH (fillfactor='70')"}}[e.name]
		s := schema(t, db.DB)
		if got := [2]any{s["a table "], s["b table "]}; got != want {
			t.Errorf("%s: options %q, want %q", e.name, got, want)
		}
	}
}
