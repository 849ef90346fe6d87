package testdb_test

import (
	"bufio"
	"database/sql"
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

func TestNothingOfATestIsLeftForTheNext(t *testing.T) {
	empty := testdb.Dump(t, testdb.Postgres(t))
	for _, c := range []struct {
		what, leave string
		kept        bool // whether the database serves again
	}{
		{"nothing", "", true},
		{"tables and what belongs to them", `CREATE TABLE a (id bigserial PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY, "B c" text UNIQUE CHECK ("B c" <> ''));
			CREATE INDEX ON a (lower("B c")); CREATE VIEW v AS SELECT * FROM a; CREATE MATERIALIZED VIEW w AS SELECT * FROM v;
			CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (2);
			CREATE STATISTICS s ON id, "B c" FROM a`, true},
		{"types and functions", `CREATE TYPE mood AS ENUM ('sad'); CREATE DOMAIN short AS varchar(3); CREATE TYPE pair AS (a mood, b short);
			CREATE FUNCTION f(a pair) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE SEQUENCE q;
			CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq); CREATE COLLATION c FROM "C"`, true},
		{"an extension and schemas", `CREATE EXTENSION citext; CREATE SCHEMA "My schema"; CREATE TABLE "My schema".a (b citext)`, true},
		{"a setting", `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = nowhere', current_database()); END $$`, false},
		{"a grant", "GRANT CREATE ON SCHEMA public TO PUBLIC", false},
		{"no schema public", "DROP SCHEMA public CASCADE", false},
		{"an event trigger", `CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no''; END';
			CREATE EVENT TRIGGER t ON ddl_command_start EXECUTE FUNCTION e()`, false},
	} {
		t.Run(c.what, func(t *testing.T) {
			var before string
			t.Run("before", func(t *testing.T) {
				before = testdb.Postgres(t)
				// The connection stays open, as that of a test which forgets it.
				db, err := sql.Open("pgx", before)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := db.Exec(c.leave); err != nil {
					t.Fatal(err)
				}
			})
			after := testdb.Postgres(t)
			if kept := after == before; kept != c.kept {
				t.Errorf("the same database again: %t", kept)
			}
			if got := testdb.Dump(t, after); got != empty {
				t.Errorf("the next test's database is not empty:\n%s", got)
			}
			var path string
			if err := open(t, after).QueryRow("SHOW search_path").Scan(&path); err != nil || path != `"$user", public` {
				t.Errorf("the next test's search path is %s, %v", path, err)
			}
		})
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
