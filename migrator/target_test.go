package migrator_test

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/gmig/gmig/internal/testdb"
	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/versions"
)

// target is a database that scripts and runs can be compared on.
type target struct {
	engine, address string
}

// onEachTarget runs a test on each engine. empty returns new, empty databases.
func onEachTarget(t *testing.T, test func(t *testing.T, empty func() target)) {
	t.Run("sqlite", func(t *testing.T) {
		test(t, func() target { return target{"sqlite", testdb.SQLite(t)} })
	})
	t.Run("postgres", func(t *testing.T) {
		test(t, func() target { return target{"postgres", testdb.Postgres(t)} })
	})
}

func openGorm(t *testing.T, d gorm.Dialector, cfg gorm.Config) *gorm.DB {
	t.Helper()
	cfg.Logger = logger.Discard
	db, err := gorm.Open(d, &cfg)
	if err != nil {
		t.Fatal(err)
	}
	pool, err := db.DB()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	return db
}

func (d target) online(t *testing.T, set *versions.Set, opts ...migrator.Option) *migrator.Migrator {
	t.Helper()
	dialector := sqlite.Open(d.address)
	if d.engine == "postgres" {
		dialector = postgres.Open(d.address)
	}
	return newMigrator(t, openGorm(t, dialector, gorm.Config{}), set, opts...)
}

// offline returns a writer of scripts that cannot reach any database.
func (d target) offline(t *testing.T, set *versions.Set, opts ...migrator.Option) *migrator.Offline {
	t.Helper()
	if d.engine == "postgres" {
		nowhere := postgres.Open("postgres://nobody@127.0.0.1:1/nowhere")
		return newMigrator(t, openGorm(t, nowhere, gorm.Config{DisableAutomaticPing: true}), set, opts...).Offline(false)
	}
	return newMigrator(t, openGorm(t, sqlite.Open(":memory:"), gorm.Config{}), set, opts...).Offline(true)
}

// feed runs a script with the engine's own program, as an administrator does.
func (d target) feed(t *testing.T, script string) {
	t.Helper()
	if out, err := d.tryFeed(script, true); err != nil {
		t.Fatalf("running a script needs psql and sqlite3 (apt-get install sqlite3 postgresql-client): %v\n%s\n%s", err, out, script)
	}
}

// tryFeed is feed for a script that may fail. careful tells whether the program
// is told to stop there.
func (d target) tryFeed(script string, careful bool) (output string, err error) {
	cmd := exec.Command("sqlite3", d.address)
	if d.engine == "postgres" {
		cmd = exec.Command("psql", "-q", "-X", "-d", d.address)
	}
	switch {
	case careful && d.engine == "postgres":
		cmd.Args = append(cmd.Args, "-v", "ON_ERROR_STOP=1")
	case careful:
		cmd.Args = []string{"sqlite3", "-bail", d.address}
	}
	cmd.Stdin = strings.NewReader(script)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// schema is everything that is in the database's catalog.
func (d target) schema(t *testing.T) string {
	t.Helper()
	if d.engine == "postgres" {
		return testdb.Dump(t, d.address)
	}
	return d.lines(t, "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
}

// lines is the answer to a query.
func (d target) lines(t *testing.T, query string) string {
	t.Helper()
	cmd := exec.Command("sqlite3", d.address, query)
	if d.engine == "postgres" {
		cmd = exec.Command("psql", "-X", "-A", "-t", "-d", d.address, "-c", query)
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", query, err, &stderr)
	}
	return string(out)
}
