package testdb_test

import (
	"bufio"
	"database/sql"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/gmig/gmig/internal/testdb"
)

// holder makes this test binary a process that starts a server, prints its URL
// and waits to be killed.
const holder = "GMIG_TESTDB_HOLDER"

func TestMain(m *testing.M) {
	if os.Getenv(holder) != "" {
		hold()
	}
	os.Exit(testdb.Main(m))
}

func hold() {
	server, err := testdb.Start()
	if err != nil {
		panic(err)
	}
	os.Stdout.WriteString(server.URL() + "\n")
	select {}
}

func TestEachTestGetsAnEmptyDatabaseOfItsOwn(t *testing.T) {
	a, b := testdb.Postgres(t), testdb.Postgres(t)
	if a == b {
		t.Fatalf("the same database twice: %s", a)
	}
	for _, u := range []string{a, b} {
		db := open(t, u)
		if _, err := db.Exec("CREATE TABLE t (id integer)"); err != nil {
			t.Error(err)
		}
	}
}

func TestDatabaseIsDroppedWhenTheTestEnds(t *testing.T) {
	var name string
	t.Run("inner", func(t *testing.T) {
		u, err := url.Parse(testdb.Postgres(t))
		if err != nil {
			t.Fatal(err)
		}
		name = strings.TrimPrefix(u.Path, "/")
	})
	var n int
	err := open(t, testdb.Postgres(t)).QueryRow("SELECT count(*) FROM pg_database WHERE datname = $1", name).Scan(&n)
	if err != nil || n != 0 {
		t.Errorf("database %q is still there: %d, %v", name, n, err)
	}
}

func TestServerEndsWithAKilledProcess(t *testing.T) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), holder+"=1", testdb.URLVariable+"=")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	db := open(t, strings.TrimSpace(line))
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
	cmd.Process.Kill()
	cmd.Wait()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); <-tick.C {
		if db.Ping() != nil {
			return
		}
	}
	t.Error("the server still answers after its process was killed")
}

func open(t *testing.T, u string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", u)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}
