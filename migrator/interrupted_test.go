package migrator_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// userNames are the names of the users in the order of their ids.
const userNames = "SELECT name FROM users ORDER BY id"

func insertUser(name string) op.Operation {
	return op.Exec("INSERT INTO users (name) VALUES ('" + name + "')")
}

func wantError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one that says %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error does not say %q:\n%v", part, err)
		}
	}
}

// outside is a history of createUsers and a revision "2" without a transaction.
func outside(up, down op.Func) *versions.Set {
	set := history(do(createUsers()))
	set.Add(op.Revision{ID: "2", Revises: []string{"1"}, NoTransaction: true, Up: up, Down: down})
	return set
}

// The count of the operations is written in the transaction of each, so that a
// statement is not run twice if the process is killed behind it.
func TestATextWithoutATransactionIsKeptWithItsCount(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		set := outside(do(insertUser("ada"), op.Exec("DROP TABLE gmig_version"), insertUser("eva")), nil)
		m := newMigrator(t, db, set)
		if _, err := m.Upgrade(ctx, "1"); err != nil {
			t.Fatal(err)
		}
		// The second operation takes the table away from under the count.
		_, err := m.Upgrade(ctx, "head")
		wantError(t, err, "gmig_version")
		if got := names(t, db, userNames); got != "ada" {
			t.Errorf("the users are %q", got)
		}
		wantUnfinished(t, m, &migrator.Unfinished{Revision: "2", Direction: versions.Up, Done: 1})
	})
}

func TestATextThatNoTransactionTakesRunsWithoutOne(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		m := newMigrator(t, db, outside(func(ctx context.Context, m *op.Migration) error {
			if err := m.Run(ctx, op.Exec("VACUUM")); err != nil {
				return err
			}
			if err := m.Exec(ctx, "VACUUM"); err != nil {
				return err
			}
			return m.Autocommit(ctx, op.Exec("VACUUM"))
		}, nil))
		if _, err := m.Upgrade(ctx, "head"); err != nil {
			t.Fatal(err)
		}
		wantCurrent(t, m, "2")
	})
}

func TestAutocommitRunsBetweenTwoTransactions(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db, other := context.Background(), open(), open()
		m := newMigrator(t, db, history(func(ctx context.Context, m *op.Migration) error {
			if err := m.Run(ctx, createUsers(), insertUser("ada")); err != nil {
				return err
			}
			if err := m.Autocommit(ctx, op.Exec("VACUUM")); err != nil {
				return err
			}
			if got := names(t, other, userNames); got != "ada" {
				t.Errorf("another connection sees %q of what came before", got)
			}
			if err := m.Run(ctx, insertUser("emil")); err != nil {
				return err
			}
			if got := names(t, other, userNames); got != "ada" {
				t.Errorf("another connection sees %q of what is not committed", got)
			}
			return m.DB().Exec("INSERT INTO users (name) VALUES ('fay')").Error
		}))
		if _, err := m.Upgrade(ctx, "head"); err != nil {
			t.Fatal(err)
		}
		if got := names(t, db, userNames); got != "ada emil fay" {
			t.Errorf("users are %q", got)
		}
		wantUnfinished(t, m, nil)
	})
}

func TestAutocommitOfWhatMayRunInATransactionCommitsNothingOnSQLite(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		db := open()
		m := newMigrator(t, db, history(func(ctx context.Context, m *op.Migration) error {
			if err := m.Autocommit(ctx, createUsers(), op.Exec("").On("nosuch", "VACUUM")); err != nil {
				return err
			}
			return errLater
		}))
		_, err := m.Upgrade(context.Background(), "head")
		if db.Name() == "sqlite" {
			wantError(t, err, "not yet", `Nothing of revision "1" was kept`)
			return
		}
		wantError(t, err, "not yet", `The first 2 operations of revision "1" are done`)
	})
}

func TestTransactionsOfDBAreRealWithoutOneAround(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db, other := context.Background(), open(), open()
		m := newMigrator(t, db, outside(func(ctx context.Context, m *op.Migration) error {
			err := m.DB().Transaction(func(tx *gorm.DB) error {
				if err := tx.Create(&user{Name: "ada"}).Error; err != nil {
					return err
				}
				return errLater
			})
			if !errors.Is(err, errLater) {
				return err
			}
			if err := m.DB().Transaction(func(tx *gorm.DB) error { return tx.Create(&user{Name: "bob"}).Error }); err != nil {
				return err
			}
			if got := names(t, other, userNames); got != "bob" {
				t.Errorf("another connection sees %q", got)
			}
			return nil
		}, nil))
		if _, err := m.Upgrade(ctx, "head"); err != nil {
			t.Fatal(err)
		}
	})
}

// A command that an error message names must do what it says.
func TestAnInterruptedDowngradeSaysHowToGoOn(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		stop := true
		set := outside(nil, func(ctx context.Context, m *op.Migration) error {
			if err := m.Run(ctx, insertUser("ada")); err != nil {
				return err
			}
			if stop {
				return errLater
			}
			return m.Run(ctx, insertUser("bob"))
		})
		m := newMigrator(t, db, set)
		if _, err := m.Upgrade(ctx, "head"); err != nil {
			t.Fatal(err)
		}
		_, err := m.Downgrade(ctx, "-1")
		wantError(t, err, `The first operation of revision "2" is done and was kept`)
		_, err = m.Upgrade(ctx, "head")
		wantError(t, err, `the downgrade of revision "2" was interrupted behind 1 operation: run `+"`gmig downgrade -1` to go on")
		if _, err := m.Pending(ctx); err == nil {
			t.Error("nothing is pending on top of a revision that is half gone")
		}
		if steps, err := m.PlanDowngrade(ctx, "-1"); err != nil || len(steps) != 1 {
			t.Errorf("planned %v, %v", steps, err)
		}
		stop = false
		if _, err := m.Downgrade(ctx, "-1"); err != nil {
			t.Fatal(err)
		}
		if got := names(t, db, userNames); got != "ada bob" {
			t.Errorf("users are %q", got)
		}
	})
}

// Another runner may come and be interrupted between the plan and the
// transaction.
func TestARevisionThatWasInterruptedMeanwhileIsNotBegunAnew(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db, other := context.Background(), open(), open()
		if db.Name() == "sqlite" {
			return // OnStep is in the transaction, which keeps others out.
		}
		set := history(do(createUsers()), do())
		set.Add(op.Revision{ID: "3", Revises: []string{"2"}, NoTransaction: true, Up: do(insertUser("ada"), insertUser("bob"))})
		m := newMigrator(t, db, set, migrator.OnStep(func(s versions.Step) {
			if s.Revision.ID != "2" {
				return
			}
			for _, statement := range []string{
				"INSERT INTO gmig_version (version_num, progress) VALUES ('3', 2)", "INSERT INTO users (name) VALUES ('ada')",
			} {
				if err := other.Exec(statement).Error; err != nil {
					t.Error(err)
				}
			}
		}))
		for _, target := range []string{"1", "head"} {
			if _, err := m.Upgrade(ctx, target); err != nil {
				t.Fatal(err)
			}
		}
		if got := names(t, db, userNames); got != "ada bob" {
			t.Errorf("users are %q", got)
		}
	})
}
