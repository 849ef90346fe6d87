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
)

// A process that has this variable compares the database with a model that
// kills it, by the call of its code with the number in the other one.
const (
	killedDatabase = "GMIG_TEST_KILLED_DATABASE"
	killedCall     = "GMIG_TEST_KILLED_CALL"
)

// mortal is the type of a column whose code GORM runs while the shadow is open.
type mortal string

var callsOfMortal int

func (mortal) GormDBDataType(*gorm.DB, *gorms.Field) string {
	if n, err := strconv.Atoi(os.Getenv(killedCall)); err == nil {
		if callsOfMortal++; callsOfMortal == n {
			if self, err := os.FindProcess(os.Getpid()); err == nil {
				_ = self.Kill()
			}
			select {}
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

func compareAndDie(url string) int {
	db, err := openURL(url)
	if err == nil {
		_, err = autogenerate.Run(context.Background(), db, autogenerate.Input{Models: mortalModels()})
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
