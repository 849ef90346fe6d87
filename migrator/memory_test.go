package migrator_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// newDB returns a database in memory with the schema of the revisions.
func newDB(t *testing.T) *gorm.DB {
	t.Helper()
	db, err := gorm.Open(sqlite.Open(":memory:"), &gorm.Config{})
	if err != nil {
		t.Fatal(err)
	}
	pool, err := db.DB()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	pool.SetMaxOpenConns(1) // each connection to :memory: has a database of its own

	m, err := migrator.New(db, shop())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Upgrade(t.Context(), "head"); err != nil {
		t.Fatal(err)
	}
	return db
}

// Tests of an application run in parallel, each on a database in memory: one
// set serves them all, and none sees the rows of another.
func TestEachTestHasADatabaseOfItsOwnInMemory(t *testing.T) {
	for _, name := range []string{"ann", "ben", "cat"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := newDB(t)
			if err := db.Exec("INSERT INTO users (name, email) VALUES (?, ?)", name, name+"@example.com").Error; err != nil {
				t.Fatal(err)
			}
			var names []string
			if err := db.Table("users").Pluck("name", &names).Error; err != nil {
				t.Fatal(err)
			}
			if len(names) != 1 || names[0] != name {
				t.Errorf("users %q, want %q alone", names, name)
			}
		})
	}
}

// An older binary that starts on the database of a newer one says so.
func TestAnOlderBinaryKnowsThatTheDatabaseIsNewer(t *testing.T) {
	db, ctx := newDB(t), t.Context()
	older := versions.NewSet(nil)
	older.Add(op.Revision{ID: "1975ea83b712", Message: "create users"})
	m := newMigrator(t, db, older)
	for name, call := range map[string]func(context.Context) error{
		"pending": func(ctx context.Context) error { _, err := m.Pending(ctx); return err },
		"upgrade": func(ctx context.Context) error { _, err := m.Upgrade(ctx, "head"); return err },
	} {
		var unknown *versions.UnknownRowError
		if err := call(ctx); !errors.As(err, &unknown) || unknown.Row != "5f1e8c0a9d3b" {
			t.Errorf("%s: error %v, want an UnknownRowError for 5f1e8c0a9d3b", name, err)
		} else if !strings.Contains(err.Error(), "run a newer build") || !strings.Contains(err.Error(), "stamp --purge REV") {
			t.Errorf("%s: error %q does not say what to do", name, err)
		}
	}
}

// A run commits its revisions itself: within a transaction of the caller's it
// could not.
func TestARunWithinATransactionIsRefused(t *testing.T) {
	db := newDB(t)
	err := db.Transaction(func(tx *gorm.DB) error {
		m, err := migrator.New(tx, shop())
		if err != nil {
			return err
		}
		_, err = m.Downgrade(t.Context(), "-1")
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "is in a transaction") {
		t.Errorf("error %v, want one that says that the *gorm.DB is in a transaction", err)
	}
}
