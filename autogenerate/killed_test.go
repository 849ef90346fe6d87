package autogenerate_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	gorms "gorm.io/gorm/schema"

	"github.com/google/go-cmp/cmp"

	"github.com/gmig/gmig/autogenerate"
	"github.com/gmig/gmig/gormschema"
	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// A process that has this variable compares the database with a model that
// kills it, by the call of its code with the number in the other one.
const (
	killedDatabase = "GMIG_TEST_KILLED_DATABASE"
	killedCall     = "GMIG_TEST_KILLED_CALL"
	// killedReplay has the revisions replayed, the last of which kills.
	killedReplay = "GMIG_TEST_KILLED_REPLAY"
)

// mortal is the type of a column whose code GORM runs while the shadow is open.
type mortal string

var callsOfMortal int

func (mortal) GormDBDataType(*gorm.DB, *gorms.Field) string {
	if n, err := strconv.Atoi(os.Getenv(killedCall)); err == nil {
		if callsOfMortal++; callsOfMortal == n {
			_ = kill()
		}
	}
	return "text"
}

func mortalModels() []any {
	type Owner struct{ ID uint }
	type User struct {
		ID      uint
		Name    mortal
		OwnerID uint
		Owner   Owner
	}
	type Zebra struct {
		ID   uint
		Name mortal
	}
	return []any{&User{}, &Owner{}, &Zebra{}}
}

func openURL(url string) (*gorm.DB, error) {
	if len(url) > 8 && url[:8] == "postgres" {
		return gorm.Open(postgres.Open(url), &gorm.Config{Logger: logger.Discard})
	}
	return gorm.Open(sqlite.Open(url), &gorm.Config{Logger: logger.Discard})
}

// mortalReplay replays a revision that kills the process between two of its
// operations.
func mortalReplay(db *gorm.DB) (gormschema.Replay, error) {
	set := versions.NewSet(nil)
	set.Add(op.Revision{ID: "a", Up: func(ctx context.Context, m *op.Migration) error {
		create := func(name string) error {
			return m.Run(ctx, op.CreateTable(name, op.Column("id", op.Int(64))))
		}
		if err := create("owners"); err != nil {
			return err
		}
		if err := kill(); err != nil {
			return err
		}
		return create("zebras")
	}})
	m, err := migrator.New(db, set)
	if err != nil {
		return nil, err
	}
	return m.Replay, nil
}

// kill ends the process as kill -9 does.
func kill() error {
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Kill()
	}
	if err != nil {
		return err
	}
	select {}
}

func compareAndDie(url string) int {
	db, err := openURL(url)
	if err == nil {
		in := autogenerate.Input{Models: mortalModels()}
		if os.Getenv(killedReplay) != "" {
			in.Replay, err = mortalReplay(db)
		}
		if err == nil {
			_, err = autogenerate.Run(context.Background(), db, in)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// TestAKilledComparisonLeavesNothing kills the process wherever GORM calls the
// application's code, which is while the models are parsed and while their
// tables are made in the shadow.
func TestAKilledComparisonLeavesNothing(t *testing.T) {
	for _, e := range bothEngines() {
		t.Run(e.name, func(t *testing.T) {
			db := newDatabase(t, e)
			db.upgrade(db.compare(mortalModels()))
			before := withSchemas(t, db)
			kills := 0
			for done := false; !done; kills++ {
				cmd := exec.Command(os.Args[0])
				cmd.Env = append(os.Environ(), killedDatabase+"="+e.url(t, db.DB), killedCall+"="+strconv.Itoa(kills+1))
				out, err := cmd.CombinedOutput()
				if err != nil && cmd.ProcessState.Exited() {
					t.Fatalf("%v\n%s", err, out)
				}
				done = err == nil
				if diff := cmp.Diff(before, withSchemas(t, db)); diff != "" {
					t.Fatalf("killed at call %d (-before +after):\n%s", kills+1, diff)
				}
			}
			if kills < 3 {
				t.Errorf("killed %d times only", kills-1)
			}
		})
	}
}

func TestAKilledReplayLeavesNothing(t *testing.T) {
	for _, e := range bothEngines() {
		t.Run(e.name, func(t *testing.T) {
			db := newDatabase(t, e)
			db.upgrade(db.compare(mortalModels()))
			before := withSchemas(t, db)
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), killedDatabase+"="+e.url(t, db.DB), killedReplay+"=1")
			if out, err := cmd.CombinedOutput(); err == nil || cmd.ProcessState.Exited() {
				t.Fatalf("not killed: %v\n%s", err, out)
			}
			if diff := cmp.Diff(before, withSchemas(t, db)); diff != "" {
				t.Errorf("left behind (-before +after):\n%s", diff)
			}
		})
	}
}

// withSchemas is the schema and the names of all schemas.
func withSchemas(t *testing.T, db *database) map[string]any {
	t.Helper()
	all := schema(t, db.DB)
	if db.Name() == "postgres" {
		var names []string
		// The server notices that a client is gone when it writes to it.
		if err := db.Raw("SELECT nspname FROM pg_namespace ORDER BY 1").Scan(&names).Error; err != nil {
			t.Fatal(err)
		}
		all["schemas"] = names
	}
	return all
}
