package migrator_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

var errLater = errors.New("not yet")

// names reads one column.
func names(t *testing.T, db *gorm.DB, query string) string {
	t.Helper()
	var all []string
	if err := db.Raw(query).Scan(&all).Error; err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

func wantUnfinished(t *testing.T, m *migrator.Migrator, want *migrator.Unfinished) {
	t.Helper()
	s, err := m.State(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if s.Unfinished != nil {
		s.Unfinished.Identity = ""
	}
	if diff := cmp.Diff(want, s.Unfinished); diff != "" {
		t.Errorf("unfinished (-want +got):\n%s", diff)
	}
}

// TestARevisionWithoutATransactionGoesOnWhereItStopped fails a revision behind
// each of its operations in turn, up and down.
func TestARevisionWithoutATransactionGoesOnWhereItStopped(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		stopBehind, ran := 0, 0
		steps := func(ops ...op.Operation) op.Func {
			return func(ctx context.Context, m *op.Migration) error {
				for i, o := range ops {
					if i == stopBehind {
						return errLater
					}
					if exec, ok := o.(*op.ExecOp); ok {
						if err := m.Exec(ctx, exec.SQL); err != nil {
							return err
						}
						continue
					}
					if err := m.Run(ctx, o); err != nil {
						return err
					}
				}
				ran++
				return nil
			}
		}
		set := history(do(createUsers()))
		set.Add(op.Revision{ID: "2", Revises: []string{"1"}, NoTransaction: true,
			Up: steps(
				op.Exec("INSERT INTO users (name) VALUES ('ada')"),
				op.AddColumn("users", op.Column("age", op.Int(32))),
				op.Exec("INSERT INTO users (name, age) VALUES ('emil', 5)"),
				op.CreateIndex("idx", "users", "age")),
			Down: steps(
				op.DropIndex("idx", "users"),
				op.Exec("DELETE FROM users WHERE name = 'emil'"),
				op.DropColumn("users", "age"),
				op.Exec("DELETE FROM users")),
		})
		m := newMigrator(t, db, set)
		for done := range 4 {
			stopBehind = done
			_, err := m.Upgrade(ctx, "head")
			var failed *migrator.StepError
			if !errors.As(err, &failed) || !errors.Is(err, errLater) {
				t.Fatalf("stopped behind %d: %v", done, err)
			}
			wantCurrent(t, m, "1")
			if done == 0 {
				wantUnfinished(t, m, nil)
				continue
			}
			wantUnfinished(t, m, &migrator.Unfinished{Revision: "2", Direction: versions.Up, Done: done})
			if failed.Kept != done || !strings.Contains(err.Error(), "kept; run the same command again") {
				t.Errorf("kept %d, want %d: %v", failed.Kept, done, err)
			}
			var unfinished *migrator.UnfinishedError
			if _, err := m.Downgrade(ctx, "base"); !errors.As(err, &unfinished) || !strings.Contains(err.Error(), "run `gmig upgrade 2` to go on") {
				t.Errorf("going back meanwhile: %v", err)
			}
		}
		stopBehind = -1
		if _, err := m.Upgrade(ctx, "head"); err != nil {
			t.Fatal(err)
		}
		wantCurrent(t, m, "2")
		wantUnfinished(t, m, nil)
		if got := names(t, db, "SELECT name FROM users ORDER BY id"); got != "ada emil" {
			t.Errorf("the rows are %s", got)
		}
		for done := 1; done < 4; done++ {
			stopBehind = done
			if _, err := m.Downgrade(ctx, "-1"); !errors.Is(err, errLater) {
				t.Fatalf("stopped behind %d: %v", done, err)
			}
			wantCurrent(t, m, "2")
			wantUnfinished(t, m, &migrator.Unfinished{Revision: "2", Direction: versions.Down, Done: done})
		}
		stopBehind = -1
		if _, err := m.Downgrade(ctx, "-1"); err != nil {
			t.Fatal(err)
		}
		wantCurrent(t, m, "1")
		wantUnfinished(t, m, nil)
		if got := names(t, db, "SELECT name FROM users"); got != "" || ran != 2 {
			t.Errorf("the rows are %s, %d runs ended", got, ran)
		}
	})
}

// TestAnIndexIsBuiltConcurrently leaves the transaction for an index, whose
// first try fails at two equal rows and leaves an invalid index behind.
func TestAnIndexIsBuiltConcurrently(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		index := op.CreateIndex("idx", "users", "name").Unique().Concurrently()
		dataSteps := 0
		set := history(do(createUsers(), op.BulkInsert("users", op.Row{"name": "ada"}, op.Row{"name": "ada"})))
		set.Add(op.Revision{ID: "2", Revises: []string{"1"},
			Up: func(ctx context.Context, m *op.Migration) error {
				if err := m.Run(ctx, op.AddColumn("users", op.Column("age", op.Int(32)))); err != nil {
					return err
				}
				if !m.Resuming() {
					dataSteps++
					if err := m.DB().Exec("UPDATE users SET age = coalesce(age, 0) + 1").Error; err != nil {
						return err
					}
				}
				if err := m.Autocommit(ctx, index); err != nil {
					return err
				}
				return m.Run(ctx, op.RenameColumn("users", "age", "years"))
			},
			Down: func(ctx context.Context, m *op.Migration) error {
				if err := m.Autocommit(ctx, op.DropIndex("idx", "users").Concurrently()); err != nil {
					return err
				}
				return m.Run(ctx, op.DropColumn("users", "years"))
			},
		})
		m := newMigrator(t, db, set)
		_, err := m.Upgrade(ctx, "head")
		var failed *migrator.StepError
		if !errors.As(err, &failed) {
			t.Fatalf("two equal rows: %v", err)
		}
		wantCurrent(t, m, "1")
		if db.Name() == "postgres" {
			wantUnfinished(t, m, &migrator.Unfinished{Revision: "2", Direction: versions.Up, Done: 1, Left: true})
			if got := names(t, db, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'idx'::regclass"); got != "false" {
				t.Errorf("the index is valid: %s", got)
			}
		} else {
			wantUnfinished(t, m, nil) // all in one transaction
		}
		if err := db.Exec("DELETE FROM users WHERE id = 2").Error; err != nil {
			t.Fatal(err)
		}
		if _, err := m.Upgrade(ctx, "head"); err != nil {
			t.Fatal(err)
		}
		wantCurrent(t, m, "2")
		if got := names(t, db, "SELECT years FROM users"); got != "1" {
			t.Errorf("the data step ran to %s", got)
		}
		if err := db.Exec("INSERT INTO users (name) VALUES ('ada')").Error; err == nil {
			t.Error("the index does not refuse equal rows")
		}
		if _, err := m.Downgrade(ctx, "-1"); err != nil {
			t.Fatal(err)
		}
		wantUnfinished(t, m, nil)
	})
}

// TestWhatWasDoneBeforeAnInterruptionIsNotDoneTwice stops right behind an index
// that was built, before that is noted.
func TestWhatWasDoneBeforeAnInterruptionIsNotDoneTwice(t *testing.T) {
	ctx := context.Background()
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		db := open()
		if db.Name() != "postgres" {
			return // SQLite does it in one transaction.
		}
		set := history(do(createUsers(), op.CreateIndex("old", "users", "name")), func(ctx context.Context, m *op.Migration) error {
			return m.Autocommit(ctx, op.CreateIndex("idx", "users", "name").Concurrently(), op.DropIndex("old", "users").Concurrently())
		})
		m := newMigrator(t, db, set)
		if _, err := m.Upgrade(ctx, "1"); err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{
			"INSERT INTO gmig_version (version_num, progress) VALUES ('2', 1)", "CREATE INDEX idx ON users (name)",
		} {
			if err := db.Exec(statement).Error; err != nil {
				t.Fatal(err)
			}
		}
		if _, err := m.Upgrade(ctx, "head"); err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{
			"UPDATE gmig_version SET version_num = '1'", "INSERT INTO gmig_version (version_num, progress) VALUES ('2', 2)",
		} {
			if err := db.Exec(statement).Error; err != nil {
				t.Fatal(err)
			}
		}
		if _, err := m.Upgrade(ctx, "head"); err != nil {
			t.Errorf("the index to drop is gone already: %v", err)
		}
	})
}

func TestDataStepsThatWouldRunTwiceAreRefused(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		if db.Name() != "postgres" {
			return // SQLite stays in the transaction.
		}
		m := newMigrator(t, db, history(do(createUsers()), func(ctx context.Context, m *op.Migration) error {
			if err := m.DB().Exec("INSERT INTO users (name) VALUES ('ada')").Error; err != nil {
				return err
			}
			return m.Autocommit(ctx, op.Exec("SELECT 1"), op.CreateIndex("idx", "users", "nosuch").Concurrently())
		}))
		if _, err := m.Upgrade(ctx, "head"); err == nil {
			t.Fatal("the index was built")
		}
		_, err := m.Upgrade(ctx, "head")
		if err == nil || !strings.Contains(err.Error(), "have it ask m.Resuming() there, or finish the revision by hand and run `gmig stamp 2`") {
			t.Errorf("got %v", err)
		}
		if got := names(t, db, "SELECT name FROM users"); got != "ada" {
			t.Errorf("the rows are %s", got)
		}
		if _, err := m.Stamp(ctx, "2"); err != nil {
			t.Fatal(err)
		}
		wantCurrent(t, m, "2")
		wantUnfinished(t, m, nil)
	})
}

func TestAnOperationOutsideOfItsPlaceIsRefused(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		index := op.CreateIndex("idx", "users", "name").Concurrently()
		_, err := newMigrator(t, db, history(do(createUsers(), index))).Upgrade(ctx, "head")
		if db.Name() == "sqlite" {
			if err != nil {
				t.Error(err)
			}
			return
		}
		if err == nil || !strings.Contains(err.Error(), "run it with m.Autocommit, or give the revision NoTransaction: true") {
			t.Errorf("got %v", err)
		}
	})
}

func TestAllRevisionsRunInOneTransaction(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		set := history(do(createUsers()), do(op.AddColumn("users", op.Column("age", op.Int(32)))), do(op.Exec("no such statement")))
		m := newMigrator(t, db, set, migrator.WithTransactions(migrator.AllInOne))
		result, err := m.Upgrade(ctx, "head")
		if err == nil || len(result.Steps) != 0 || !strings.Contains(err.Error(), "the database is at the base") {
			t.Errorf("%d steps were kept: %v", len(result.Steps), err)
		}
		if got := tables(t, db); len(got) != 0 {
			t.Errorf("tables left: %q", got)
		}
		if result, err := m.Upgrade(ctx, "2"); err != nil || len(result.Steps) != 2 {
			t.Errorf("%d steps, %v", len(result.Steps), err)
		}
		wantCurrent(t, m, "2")
		if result, err := m.Downgrade(ctx, "base"); err != nil || len(result.Steps) != 2 {
			t.Errorf("%d steps, %v", len(result.Steps), err)
		}

		set = history(do(), do())
		set.Add(op.Revision{ID: "3", Revises: []string{"2"}, NoTransaction: true, Up: do()})
		_, err = newMigrator(t, db, set, migrator.WithTransactions(migrator.AllInOne)).Upgrade(ctx, "head")
		if err == nil || !strings.Contains(err.Error(), "without --transaction all") {
			t.Errorf("a revision without a transaction among others: %v", err)
		}
		wantCurrent(t, m)
		if _, err := migrator.New(db, set, migrator.WithTransactions("some")); err == nil {
			t.Error("transactions may be anything")
		}
	})
}

func TestNoTransactionsKeepWhatWasDone(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		m := newMigrator(t, db, history(do(createUsers(), op.Exec("no such statement"))), migrator.WithTransactions(migrator.NoTransactions))
		if _, err := m.Upgrade(ctx, "head"); err == nil {
			t.Fatal("a broken revision ran")
		}
		wantUnfinished(t, m, &migrator.Unfinished{Revision: "1", Direction: versions.Up, Done: 1})
		if got := tables(t, db); len(got) != 2 {
			t.Errorf("tables: %q", got)
		}
	})
}
