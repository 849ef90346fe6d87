package autogenerate_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"github.com/gmig/gmig/autogenerate"
	"github.com/gmig/gmig/gormschema"
	"github.com/gmig/gmig/internal/counts"
	"github.com/gmig/gmig/versions"
)

// application is a version of an application: its models and their enums.
type application struct {
	enums  []gormschema.EnumType
	models []any
}

// history is what autogenerate wrote for one database after the other: the
// files that it reads, and the revisions that a database runs.
type history struct {
	t   *testing.T
	dir string
	n   int
}

func (h *history) run(db *database, app application, answers autogenerate.Answers) (*autogenerate.Script, error) {
	h.t.Helper()
	files, err := versions.ReadDir(h.dir)
	if err != nil {
		h.t.Fatal(err)
	}
	return autogenerate.Run(context.Background(), db.DB, autogenerate.Input{
		Models: app.models, Enums: app.enums, Files: files, Answers: answers,
		Dialectors: map[string]gorm.Dialector{"sqlite": sqlite.Open(""), "postgres": postgres.Open("")},
	})
}

func (h *history) compare(db *database, app application) *autogenerate.Script {
	h.t.Helper()
	script, err := h.run(db, app, autogenerate.Answers{})
	if err != nil {
		h.t.Fatal(err)
	}
	return script
}

// upgrade writes the script's file and runs it.
func (h *history) upgrade(db *database, script *autogenerate.Script) {
	h.t.Helper()
	writeRevision(h.t, h.dir, h.n, script)
	h.n++
	db.upgrade(script)
}

func mustExec(t *testing.T, db *database, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if err := db.Exec(s).Error; err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// TestEachChangeOfAnEnum leads from one version of an application to the next
// and back, on the engine that writes the history and on the other one. There
// must be nothing left to do, and the rows must be there.
func TestEachChangeOfAnEnum(t *testing.T) {
	engines := bothEngines()
	counts.Say(t, "%d changes of enums on each engine, there and back", len(enumPairs()))
	for _, p := range enumPairs() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			for i, e := range engines {
				t.Run(e.name, func(t *testing.T) {
					t.Parallel()
					p.check(t, e, engines[1-i])
				})
			}
		})
	}
}

func (p enumPair) check(t *testing.T, from, to engine) {
	h := &history{t: t, dir: t.TempDir()}
	origin := newDatabase(t, from)
	if first := h.compare(origin, p.before); !first.Empty() {
		h.upgrade(origin, first)
	}
	base := schema(t, origin.DB)
	mustExec(t, origin, p.rows...)
	script, err := h.run(origin, p.after, p.answers)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p.up, descriptions(script.Up)); diff != "" {
		t.Errorf("operations up (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(p.down, descriptions(script.Down)); diff != "" {
		t.Errorf("operations down (-want +got):\n%s", diff)
	}
	for i, c := range script.Changes {
		script.Changes[i] = strings.ReplaceAll(c, "::mood", "") // PostgreSQL's cast of a constant
	}
	if diff := cmp.Diff(p.changes, script.Changes); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	h.upgrade(origin, script)
	if again := h.compare(origin, p.after); !again.Empty() {
		t.Errorf("compared again, there is still: %q", again.Changes)
	}
	if from.name == "postgres" {
		checkAutoMigrated(t, from, origin, p.after)
	}
	p.checkRows(t, origin)
	origin.downgrade()
	if diff := cmp.Diff(base, schema(t, origin.DB)); diff != "" {
		t.Errorf("the downgraded schema is not what it was (-want +got):\n%s", diff)
	}

	other := newDatabase(t, to)
	other.set, other.n = origin.set, origin.n
	if h.n > 1 {
		if _, err := other.migrator().Upgrade(context.Background(), "+1"); err != nil {
			t.Fatal(err)
		}
	}
	base = schema(t, other.DB)
	mustExec(t, other, p.rows...)
	if _, err := other.migrator().Upgrade(context.Background(), "head"); err != nil {
		t.Fatal(err)
	}
	p.checkRows(t, other)
	if left := h.compare(other, p.after); !left.Empty() {
		t.Errorf("on %s there is still: %q", to.name, left.Changes)
	}
	other.downgrade()
	if diff := cmp.Diff(base, schema(t, other.DB)); diff != "" {
		t.Errorf("the downgraded schema on %s is not what it was (-want +got):\n%s", to.name, diff)
	}
}

func (p enumPair) checkRows(t *testing.T, db *database) {
	t.Helper()
	if p.rowsLeft == "" {
		return
	}
	var rows int
	if err := db.Raw(p.rowsLeft).Scan(&rows).Error; err != nil || rows == 0 {
		t.Errorf("%s: %d rows, %v", p.rowsLeft, rows, err)
	}
	for _, insert := range p.refused {
		if err := db.Exec(insert).Error; err == nil {
			t.Errorf("%s: was taken", insert)
		}
	}
}

// checkAutoMigrated compares with what AutoMigrate makes where the types are.
// SQLite has nothing to compare with: AutoMigrate knows no enums there.
func checkAutoMigrated(t *testing.T, e engine, db *database, app application) {
	t.Helper()
	fresh := e.open(t)
	for _, enum := range app.enums {
		create := `CREATE TYPE "` + strings.ReplaceAll(enum.Name, ".", `"."`) + `" AS ENUM ('` + strings.ReplaceAll(strings.Join(enum.Values, "\n"), "'", "''") + "')"
		create = strings.ReplaceAll(create, "\n", "', '")
		if schema, _, qualified := strings.Cut(enum.Name, "."); qualified {
			create = `CREATE SCHEMA IF NOT EXISTS "` + schema + `"; ` + create
		}
		if err := fresh.Exec(create).Error; err != nil {
			t.Fatal(err)
		}
	}
	if err := fresh.AutoMigrate(app.models...); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(schema(t, fresh), schema(t, db.DB)); diff != "" {
		t.Errorf("the upgraded schema is not AutoMigrate's (-want +got):\n%s", diff)
	}
}
