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
	"github.com/gmig/gmig/internal/counts"
	"github.com/gmig/gmig/templates"
	"github.com/gmig/gmig/versions"
)

// TestAHistoryServesTheOtherEngine writes a history on one engine and runs it
// on the other: there it makes what AutoMigrate makes, nothing is left to do,
// and each step back leads to where the step began.
func TestAHistoryServesTheOtherEngine(t *testing.T) {
	engines := bothEngines()
	steps := 0
	for _, evolutions := range portableEvolutions() {
		steps += len(evolutions)
	}
	counts.Say(t, "%d histories of %d revisions in all, from each engine to the other", len(portableEvolutions()), steps)
	for i, e := range engines {
		for name, evolutions := range portableEvolutions() {
			t.Run("from "+e.name+"/"+name, func(t *testing.T) { checkPortable(t, e, engines[1-i], evolutions) })
		}
	}
}

func checkPortable(t *testing.T, from, to engine, evolutions [][]any) {
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
	for i, models := range evolutions {
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
	for i, models := range evolutions {
		before = append(before, schema(t, other.DB))
		if _, err := other.migrator().Upgrade(context.Background(), "+1"); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(autoMigrated(t, to, models), schema(t, other.DB)); diff != "" {
			t.Errorf("version %d on %s is not AutoMigrate's (-want +got):\n%s", i+1, to.name, diff)
		}
	}
	if left := compare(other, evolutions[len(evolutions)-1]); !left.Empty() {
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
