package migrator_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/gmig/gmig/internal/testdb"
	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// onEachEngine runs a test on an empty database of each engine. open connects
// to it anew.
func onEachEngine(t *testing.T, test func(t *testing.T, open func() *gorm.DB)) {
	run := func(dialector func() gorm.Dialector) func(t *testing.T) {
		return func(t *testing.T) {
			d := dialector()
			test(t, func() *gorm.DB {
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
			})
		}
	}
	t.Run("sqlite", func(t *testing.T) {
		path := testdb.SQLite(t)
		run(func() gorm.Dialector { return sqlite.Open(path) })(t)
	})
	t.Run("postgres", func(t *testing.T) {
		url := testdb.Postgres(t)
		run(func() gorm.Dialector { return postgres.Open(url) })(t)
	})
}

// history is a set of revisions 1 <- 2 <- ... with the functions given.
func history(ups ...op.Func) *versions.Set {
	set := versions.NewSet(nil)
	for i, up := range ups {
		r := op.Revision{ID: string(rune('1' + i)), Message: "step", Up: up}
		if i > 0 {
			r.Revises = []string{string(rune('0' + i))}
		}
		set.Add(r)
	}
	return set
}

// do is a revision of operations alone.
func do(ops ...op.Operation) op.Func {
	return func(ctx context.Context, m *op.Migration) error { return m.Run(ctx, ops...) }
}

func createUsers() op.Operation {
	return op.CreateTable("users",
		op.Column("id", op.Uint(64)).AutoIncrement(),
		op.Column("name", op.Text),
		op.PrimaryKey("id"))
}

func newMigrator(t *testing.T, db *gorm.DB, set *versions.Set, opts ...migrator.Option) *migrator.Migrator {
	t.Helper()
	m, err := migrator.New(db, set, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func wantCurrent(t *testing.T, m *migrator.Migrator, want ...string) {
	t.Helper()
	got, err := m.Current(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, want) {
		t.Errorf("the database is at %q, want %q", got, want)
	}
}

func ids(r *migrator.Result) []string {
	var all []string
	for _, s := range r.Steps {
		all = append(all, s.String())
	}
	return all
}

func tables(t *testing.T, db *gorm.DB) []string {
	t.Helper()
	names, err := db.Migrator().GetTables()
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	return slices.DeleteFunc(names, func(n string) bool { return strings.HasPrefix(n, "sqlite_") })
}

func TestUpgradeAndDowngradeRunEachRevisionWithItsRow(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		set := versions.NewSet(nil)
		set.Add(op.Revision{ID: "1", Message: "users", Up: do(createUsers()), Down: do(op.DropTable("users"))})
		set.Add(op.Revision{ID: "2", Revises: []string{"1"}, Message: "email",
			Up: do(op.AddColumn("users", op.Column("email", op.String(64)))), Down: do(op.DropColumn("users", "email"))})
		var seen []string
		m := newMigrator(t, db, set, migrator.OnStep(func(s versions.Step) { seen = append(seen, s.String()) }))
		wantCurrent(t, m)
		if got := tables(t, db); len(got) != 0 {
			t.Errorf("asking where the database is made tables %q", got)
		}

		result, err := m.Upgrade(ctx, "head")
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"upgrade  -> 1, users", "upgrade 1 -> 2, email"}
		if diff := cmp.Diff(want, ids(result)); diff != "" {
			t.Errorf("steps (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(want, seen); diff != "" {
			t.Errorf("steps told (-want +got):\n%s", diff)
		}
		wantCurrent(t, m, "2")
		if !db.Migrator().HasColumn("users", "email") {
			t.Error("column email is missing")
		}
		if result, err = m.Upgrade(ctx, "head"); err != nil || len(result.Steps) != 0 {
			t.Errorf("upgrading again: %v, %v", ids(result), err)
		}

		if _, err := m.Downgrade(ctx, "-1"); err != nil {
			t.Fatal(err)
		}
		wantCurrent(t, m, "1")
		if _, err := m.Downgrade(ctx, "base"); err != nil {
			t.Fatal(err)
		}
		wantCurrent(t, m)
		if diff := cmp.Diff([]string{"gmig_version"}, tables(t, db)); diff != "" {
			t.Errorf("tables left (-want +got):\n%s", diff)
		}
	})
}

func TestAFailedRevisionLeavesTheDatabaseAsItWas(t *testing.T) {
	broken := op.CreateTable("orders", op.Column("id", op.Type("no such type(")))
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		t.Run("first revision", func(t *testing.T) {
			m := newMigrator(t, db, history(do(createUsers(), broken)))
			if _, err := m.Upgrade(ctx, "head"); err == nil {
				t.Fatal("a broken revision ran")
			}
			if got := tables(t, db); len(got) != 0 {
				t.Errorf("tables left: %q", got)
			}
		})
		t.Run("second revision", func(t *testing.T) {
			m := newMigrator(t, db, history(do(createUsers()), do(op.DropTable("users"), broken)))
			result, err := m.Upgrade(ctx, "head")
			if diff := cmp.Diff([]string{"upgrade  -> 1, step"}, ids(result)); diff != "" {
				t.Errorf("committed steps (-want +got):\n%s", diff)
			}
			var step *migrator.StepError
			if !errors.As(err, &step) || step.Step.Revision.ID != "2" {
				t.Fatalf("got error %v, want a StepError of revision 2", err)
			}
			var failed *migrator.OperationError
			if !errors.As(err, &failed) || failed.Operation != op.Operation(broken) || !strings.Contains(failed.SQL, "no such type(") {
				t.Fatalf("got error %v, want an OperationError with the SQL", err)
			}
			for _, part := range []string{"1 -> 2", `create table "orders"`, "SQL: CREATE TABLE", `the database is at "1"`} {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("the error does not say %s:\n%v", part, err)
				}
			}
			if diff := cmp.Diff([]string{"gmig_version", "users"}, tables(t, db)); diff != "" {
				t.Errorf("tables left (-want +got):\n%s", diff)
			}
			wantCurrent(t, m, "1")
		})
	})
}

func TestAPanicInARevisionRollsBack(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		db := open()
		m := newMigrator(t, db, history(func(ctx context.Context, m *op.Migration) error {
			if err := m.Run(ctx, createUsers()); err != nil {
				return err
			}
			panic("out of luck")
		}))
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_, _ = m.Upgrade(context.Background(), "head")
		}()
		if got := tables(t, db); len(got) != 0 {
			t.Errorf("tables left: %q", got)
		}
	})
}

type user struct {
	ID   uint
	Name string
}

func (user) TableName() string { return "users" }

func TestDataStepsRunOnTheRevisionsTransaction(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		fail := errors.New("changed my mind")
		m := newMigrator(t, db, history(
			func(ctx context.Context, m *op.Migration) error {
				if m.Offline() || m.Dialect() != db.Name() {
					t.Errorf("offline %v, dialect %q", m.Offline(), m.Dialect())
				}
				if err := m.Run(ctx, createUsers()); err != nil {
					return err
				}
				if err := m.DB().Create(&[]user{{Name: "ada"}, {Name: "emil"}}).Error; err != nil {
					return err
				}
				// A transaction of the user's is a savepoint: this one is undone.
				err := m.DB().Transaction(func(tx *gorm.DB) error {
					if err := tx.Where("name = ?", "ada").Delete(&user{}).Error; err != nil {
						return err
					}
					return fail
				})
				if !errors.Is(err, fail) {
					return err
				}
				var before []map[string]any
				if err := m.DB().Raw("SELECT * FROM users").Scan(&before).Error; err != nil {
					return err
				}
				if err := m.Run(ctx, op.AddColumn("users", op.Column("age", op.Int(32)))); err != nil {
					return err
				}
				if err := m.Exec(ctx, "UPDATE users SET age = ? WHERE name = ?", 36, "ada"); err != nil {
					return err
				}
				// The same query again, now that the table has another shape.
				var after []map[string]any
				if err := m.DB().Raw("SELECT * FROM users").Scan(&after).Error; err != nil {
					return err
				}
				if len(before) != 2 || len(after) != 2 || len(after[0]) != 3 {
					t.Errorf("read %v, then %v", before, after)
				}
				return m.DB().Commit().Error
			}))
		_, err := m.Upgrade(ctx, "head")
		if err == nil || !strings.Contains(err.Error(), "belongs to gmig") {
			t.Errorf("committing gmig's transaction: %v", err)
		}
		if got := tables(t, db); len(got) != 0 {
			t.Errorf("tables left: %q", got)
		}
	})
}

func TestExecTakesTheTextOfTheDialect(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		m := newMigrator(t, db, history(do(
			createUsers(),
			op.Exec("INSERT INTO users (name) VALUES ('everywhere?')"),
			op.Exec("").On("postgres", "INSERT INTO users (name) VALUES ('postgres')"),
			op.Exec("INSERT INTO users (name) VALUES ('other')").On("sqlite", "INSERT INTO users (name) VALUES ('sqlite'); INSERT INTO users (name) VALUES ('twice')"),
		)))
		if _, err := m.Upgrade(ctx, "head"); err != nil {
			t.Fatal(err)
		}
		want := map[string][]string{
			"postgres": {"everywhere?", "postgres", "other"},
			"sqlite":   {"everywhere?", "sqlite", "twice"},
		}[db.Name()]
		var got []string
		if err := db.Raw("SELECT name FROM users ORDER BY id").Scan(&got).Error; err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("rows (-want +got):\n%s", diff)
		}
	})
}

func TestRunnersAtOnceRunTheHistoryOnce(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		set := history(do(createUsers()), do(op.Exec("INSERT INTO users (name) VALUES ('once')")))
		const runners = 4
		results := make(chan int, runners)
		for range runners {
			m := newMigrator(t, open(), set)
			go func() {
				r, err := m.Upgrade(context.Background(), "head")
				if err != nil {
					t.Error(err)
				}
				results <- len(r.Steps)
			}()
		}
		steps := 0
		for range runners {
			steps += <-results
		}
		var rows int64
		if err := open().Table("users").Count(&rows).Error; err != nil {
			t.Fatal(err)
		}
		if steps != 2 || rows != 1 {
			t.Errorf("%d steps ran and left %d rows, want 2 and 1", steps, rows)
		}
	})
}

func TestTheDatabaseMayBeAtAnUnknownRevision(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		if _, err := newMigrator(t, db, history(do(createUsers()), do())).Upgrade(ctx, "head"); err != nil {
			t.Fatal(err)
		}
		m := newMigrator(t, db, history(do(createUsers())))
		wantCurrent(t, m, "2")
		if _, err := m.Upgrade(ctx, "head"); err == nil || !strings.Contains(err.Error(), `"2"`) {
			t.Errorf("upgrading from a revision that is not in the history: %v", err)
		}
	})
}

func TestACancelledContextRollsBack(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		db := open()
		ctx, cancel := context.WithCancel(context.Background())
		m := newMigrator(t, db, history(func(ctx context.Context, m *op.Migration) error {
			if err := m.Run(ctx, createUsers()); err != nil {
				return err
			}
			cancel()
			return m.Run(ctx, op.AddColumn("users", op.Column("age", op.Int(32))))
		}))
		if _, err := m.Upgrade(ctx, "head"); !errors.Is(err, context.Canceled) {
			t.Errorf("got error %v, want that the context was cancelled", err)
		}
		if got := tables(t, db); len(got) != 0 {
			t.Errorf("tables left: %q", got)
		}
	})
}
