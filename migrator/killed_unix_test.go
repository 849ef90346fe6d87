//go:build unix

package migrator_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/engines"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/internal/testdb"
	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

func deadlyHistories() map[string]*versions.Set {
	return map[string]*versions.Set{"long": longHistory(), "outside": outsideHistory()}
}

// outsideHistory has revisions that are not in one transaction.
func outsideHistory() *versions.Set {
	set := history(do(createUsers()), func(ctx context.Context, m *op.Migration) error {
		if err := m.Run(ctx, op.AddColumn("users", op.Column("age", op.Int(32)))); err != nil {
			return err
		}
		if !m.Resuming() {
			if err := m.DB().Exec("INSERT INTO users (id, name) VALUES (1, 'ada')").Error; err != nil {
				return err
			}
		}
		if err := m.Autocommit(ctx, op.CreateIndex("idx_age", "users", "age").Concurrently(), op.CreateIndex("idx_name", "users", "name").Concurrently()); err != nil {
			return err
		}
		if !m.Resuming() {
			if err := m.DB().Exec("INSERT INTO users (id, name) VALUES (2, 'emil')").Error; err != nil {
				return err
			}
		}
		if err := m.Autocommit(ctx, op.DropIndex("idx_age", "users").Concurrently()); err != nil {
			return err
		}
		return m.Run(ctx, op.BulkInsert("users", op.Row{"id": 3, "name": "eva"}))
	})
	set.Add(op.Revision{ID: "3", Revises: []string{"2"}, NoTransaction: true, Up: do(
		op.AddColumn("users", op.Column("born", op.Time)), op.BulkInsert("users", op.Row{"id": 4, "name": "kim"}),
		op.CreateIndex("idx_born", "users", "born").Comment("for the birthdays").Concurrently(), op.DropIndex("idx_name", "users").Concurrently(), op.RenameTable("users", "members"))})
	return set
}

// longHistory has ten revisions that create, fill, rebuild, rename and drop. It
// numbers the rows itself: PostgreSQL's sequences do not roll back.
func longHistory() *versions.Set {
	users := func(name *op.ColumnDef) op.Operation {
		return op.AlterColumn("users", op.Column("name", op.Text), name)
	}
	set := versions.NewSet(nil)
	for i, up := range []op.Func{
		do(createUsers(), op.CreateIndex("idx_users_name", "users", "name")),
		do(op.BulkInsert("users", op.Row{"id": 1, "name": "ada"}, op.Row{"id": 2, "name": "emil"}, op.Row{"id": 3, "name": nil})),
		do(op.CreateTable("posts", op.Column("id", op.Uint(64)).AutoIncrement(), op.Column("user_id", op.Uint(64)).NotNull(),
			op.PrimaryKey("id"), op.ForeignKey("fk_posts_user", "user_id").References("users", "id").OnDelete("CASCADE"))),
		func(ctx context.Context, m *op.Migration) error {
			if err := m.Exec(ctx, "INSERT INTO posts (id, user_id) SELECT id, id FROM users"); err != nil {
				return err
			}
			return m.DB().Table("users").Where("name IS NULL").Update("name", "nobody").Error
		},
		do(users(op.Column("name", op.String(80)).NotNull().DefaultValue("anonymous"))),
		do(op.AddColumn("users", op.Column("age", op.Int(32))), op.Fill("users", "age", "7"),
			op.AlterColumn("users", op.Column("age", op.Int(32)), op.Column("age", op.Int(32)).NotNull())),
		do(op.AddConstraint("users", op.Check("chk_users_age", "age > 0")), op.AddConstraint("users", op.Check("chk_users_name", "name <> ''")), op.RenameColumn("users", "age", "years")),
		do(op.RenameTable("posts", "articles"), op.AddColumn("articles", op.Column("title", op.Text))),
		do(op.DropConstraint("users", op.Check("chk_users_age", "years > 0")), op.DropConstraint("users", op.Check("chk_users_name", "")), op.DropColumn("users", "years")),
		do(op.DropIndex("idx_users_name", "users"), op.AddConstraint("users", op.Unique("uni_users_name", "name"))),
	} {
		r := op.Revision{ID: fmt.Sprintf("r%02d", i), Up: up}
		if i > 0 {
			r.Revises = []string{fmt.Sprintf("r%02d", i-1)}
		}
		set.Add(r)
	}
	return set
}

// arena is a database that can be made empty again.
type arena struct {
	url     string
	history string
	db      *gorm.DB
	clear   func() error
}

func arenas(history string) map[string]func(t *testing.T) arena {
	open := func(t *testing.T, d gorm.Dialector) *gorm.DB {
		db, err := gorm.Open(d, &gorm.Config{Logger: logger.Discard})
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
	return map[string]func(t *testing.T) arena{
		"sqlite": func(t *testing.T) arena {
			path := testdb.SQLite(t)
			db := open(t, sqlite.Open(path))
			return arena{path, history, db, func() error {
				// Emptied through the connection that stays open, as the
				// engine's manual says: with a file removed beneath it, it would go
				// on with the old one.
				for _, statement := range []string{"PRAGMA writable_schema = 1", "DELETE FROM sqlite_master", "PRAGMA writable_schema = 0", "VACUUM"} {
					if err := db.Exec(statement).Error; err != nil {
						return err
					}
				}
				return nil
			}}
		},
		"postgres": func(t *testing.T) arena {
			address := testdb.Postgres(t)
			// A plan that pgx keeps would be one of the tables before they went.
			u, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			query := u.Query()
			query.Set("default_query_exec_mode", "exec")
			u.RawQuery = query.Encode()
			db := open(t, postgres.Open(u.String()))
			return arena{address, history, db, func() error { return db.Exec("DROP SCHEMA public CASCADE; CREATE SCHEMA public").Error }}
		},
	}
}

// on runs f on a connection.
func (a arena) on(t *testing.T, f func(*sql.Conn, dialect.Dialect) error) {
	t.Helper()
	d, err := engines.Of(a.db.Dialector)
	if err != nil {
		t.Fatal(err)
	}
	pool, err := a.db.DB()
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pool.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := f(conn, d); err != nil {
		t.Fatal(err)
	}
}

// state is the schema and all rows of a database.
func (a arena) state(t *testing.T) string {
	t.Helper()
	var s *inspect.Schema
	a.on(t, func(conn *sql.Conn, d dialect.Dialect) (err error) {
		s, err = inspect.Read(context.Background(), conn, d)
		return err
	})
	var b bytes.Buffer
	for _, table := range s.Tables {
		text, err := json.MarshalIndent(table, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		b.Write(text)
		columns := "version_num"
		if table.Name != versions.VersionTable {
			columns = "*"
		}
		var rows []map[string]any
		if err := a.db.Raw("SELECT " + columns + " FROM " + table.Name + " ORDER BY 1").Scan(&rows).Error; err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&b, rows)
	}
	return b.String()
}

func (a arena) migrator(t *testing.T) *migrator.Migrator {
	return newMigrator(t, a.db, deadlyHistories()[a.history])
}

// death is a moment in the life of a process.
type death struct {
	// statement is the number of the one before which it comes, 0 for never.
	statement int
	// within is how long after its beginning it comes instead, 0 for before.
	within time.Duration
}

func (d death) String() string {
	if d.within > 0 {
		return fmt.Sprintf("killed %v within statement %d", d.within, d.statement)
	}
	return fmt.Sprintf("killed before statement %d", d.statement)
}

// upgrade runs the history in a process that is killed, and returns how many
// statements there are if it is not.
func (a arena) upgrade(t *testing.T, d death) (statements int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), deadlyDatabase+"="+a.url, deadlyStatement+"="+strconv.Itoa(d.statement),
		deadlyWithin+"="+d.within.String(), deadlyHistory+"="+a.history)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if d.statement == 0 {
		if err != nil {
			t.Fatalf("%v\n%s", err, &stderr)
		}
		n, err := strconv.Atoi(strings.TrimSpace(string(out)))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) || !exit.Sys().(syscall.WaitStatus).Signaled() {
		t.Fatalf("%s: %v\n%s%s", d, err, out, &stderr)
	}
	return 0
}

// TestAKilledUpgradeLeavesARevisionBoundary kills the process between any two
// statements of the history, and within every third. The database is then where
// a whole number of revisions leads, and the next upgrade finishes the work.
func TestAKilledUpgradeLeavesARevisionBoundary(t *testing.T) {
	for engine, open := range arenas("long") {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			whole := open(t)
			boundaries := map[string]string{"": whole.state(t)}
			m := whole.migrator(t)
			for range 10 {
				result, err := m.Upgrade(context.Background(), "+1")
				if err != nil {
					t.Fatal(err)
				}
				boundaries[result.Steps[0].Revision.ID] = whole.state(t)
			}
			counted := open(t)
			statements := counted.upgrade(t, death{})
			if diff := cmp.Diff(boundaries["r09"], counted.state(t)); diff != "" {
				t.Fatalf("upgraded at once (-one by one +at once):\n%s", diff)
			}
			var (
				mutex sync.Mutex
				seen  = map[string]int{}
			)
			deaths := map[string][]death{}
			for n := 1; n <= statements; n++ {
				odd := strconv.Itoa(n % 2)
				deaths[odd] = append(deaths[odd], death{statement: n})
				if n%3 == 0 {
					deaths["within"] = append(deaths["within"], death{n, 1 + rand.N(2*time.Millisecond)})
				}
			}
			// Each worker has a database of its own.
			t.Run("killed", func(t *testing.T) {
				for worker, deaths := range deaths {
					t.Run(worker, func(t *testing.T) {
						t.Parallel()
						a := open(t)
						for _, d := range deaths {
							a.upgrade(t, d)
							at := a.atBoundary(t, d, boundaries)
							a.finish(t, d, boundaries["r09"])
							mutex.Lock()
							seen[at]++
							mutex.Unlock()
						}
					})
				}
			})
			if len(seen) != len(boundaries) {
				t.Errorf("killed at %d of %d boundaries: %v", len(seen), len(boundaries), seen)
			}
			t.Logf("killed %d times", statements+len(deaths["within"]))
		})
	}
}

// atBoundary finds which revision the database is at, and that it is as it is
// there. Until the server has noticed that the process is gone, what it was at
// goes on: who comes next waits for the lock.
func (a arena) atBoundary(t *testing.T, d death, boundaries map[string]string) (at string) {
	t.Helper()
	a.on(t, func(conn *sql.Conn, d dialect.Dialect) error {
		unlock, err := d.Lock(context.Background(), conn, versions.VersionTable)
		if err == nil {
			err = unlock(context.Background())
		}
		return err
	})
	rows, err := a.migrator(t).Current(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	at = strings.Join(rows, " ")
	want, known := boundaries[at]
	if diff := cmp.Diff(want, a.state(t)); !known || diff != "" {
		t.Fatalf("%s, the database is at %q, but not as it is there (-want +got):\n%s", d, at, diff)
	}
	return at
}

// finish runs the next upgrade, which must end where an uninterrupted one does,
// and empties the database.
func (a arena) finish(t *testing.T, d death, want string) {
	t.Helper()
	if _, err := a.migrator(t).Upgrade(context.Background(), "head"); err != nil {
		t.Fatalf("%s, the next upgrade: %v", d, err)
	}
	if diff := cmp.Diff(want, a.state(t)); diff != "" {
		t.Fatalf("%s, the next upgrade led elsewhere (-want +got):\n%s", d, diff)
	}
	if err := a.clear(); err != nil {
		t.Fatal(err)
	}
}

// TestAKilledUpgradeOutsideOfATransactionIsGoneOnWith kills the process between
// any two statements of revisions that leave their transaction or have none.
func TestAKilledUpgradeOutsideOfATransactionIsGoneOnWith(t *testing.T) {
	for engine, open := range arenas("outside") {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			whole := open(t)
			statements := whole.upgrade(t, death{})
			want := whole.state(t)
			a := open(t)
			for n := 1; n <= statements; n++ {
				d := death{statement: n}
				a.upgrade(t, d)
				a.finish(t, d, want)
			}
			t.Logf("killed %d times", statements)
		})
	}
}
