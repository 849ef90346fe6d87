package autogenerate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmig/gmig/autogenerate"
	"github.com/gmig/gmig/op"
)

// optionPairs set options for all tables, as GORM has it, and others.
func optionPairs() []pair {
	words := func() []any {
		type Word struct {
			Text string `gorm:"primaryKey"`
			Note string
		}
		return []any{&Word{}}
	}
	p := func(name, only, before, after string) pair {
		change := []string{`change the options of table "words"`}
		return pair{name: name, only: only, before: words, after: words, options: [2]string{before, after}, up: change, down: change,
			rows:     []string{"INSERT INTO words (text, note) VALUES ('a', 'first')"},
			rowsLeft: "SELECT count(*) FROM words WHERE text = 'a' AND note = 'first'"}
	}
	return []pair{
		p("options of a table come and go", "postgres", "", "WITH (fillfactor=70)"),
		p("options of a table come and go", "sqlite", "", "WITHOUT ROWID"),
		p("options of a table change", "postgres", "WITH (fillfactor=70)", "WITH (autovacuum_enabled, fillfactor = '80')"),
		p("options of a table change", "sqlite", "STRICT", "STRICT, WITHOUT ROWID"),
	}
}

// TestOptionsThatOnlyTheDatabaseHasStay tunes a table by hand: what the models do
// not say, they do not take away.
func TestOptionsThatOnlyTheDatabaseHasStay(t *testing.T) {
	type Page struct {
		Path string `gorm:"primaryKey"`
	}
	for _, e := range bothEngines() {
		if e.name != "postgres" {
			continue // An option of SQLite is set when the table is created.
		}
		h := &history{t: t, dir: t.TempDir()}
		db := newDatabase(t, e)
		db.setOptions("WITH (fillfactor=70)")
		app := application{models: []any{&Page{}}}
		h.upgrade(db, h.compare(db, app))
		mustExec(t, db, "ALTER TABLE pages SET (autovacuum_enabled = false)")
		if script := h.compare(db, app); !script.Empty() || len(script.Warnings) > 0 {
			t.Errorf("the option made by hand is a difference: %q, %q", script.Changes, script.Warnings)
		}
		db.setOptions("")
		script := h.compare(db, app)
		if diff := cmp.Diff([]string{`change the options of table "pages"`}, descriptions(script.Up)); diff != "" {
			t.Errorf("operations (-want +got):\n%s", diff)
		}
		h.upgrade(db, script)
		if got := schema(t, db.DB)["pages table "]; got != "WITH (autovacuum_enabled='false')" {
			t.Errorf("the table has the options %q", got)
		}
		if script := h.compare(db, app); !script.Empty() {
			t.Errorf("compared again, there is still: %q", script.Changes)
		}
		// What no statement changes is said.
		db.setOptions("PARTITION BY RANGE (path)")
		if script := h.compare(db, app); !script.Empty() || len(script.Warnings) != 1 || !strings.Contains(script.Warnings[0], "postgres cannot change them") {
			t.Errorf("a partitioned table: %q, %q", script.Changes, script.Warnings)
		}
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
