package migrator_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/gmig/gmig/internal/testdb"
	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
)

func openOn(t *testing.T, d gorm.Dialector) *gorm.DB {
	t.Helper()
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

// wantStopped checks the error of an upgrade that applied revision 1 and
// stopped in 2, of which nothing is left.
func wantStopped(t *testing.T, result *migrator.Result, err error, cause string) {
	t.Helper()
	var failed *migrator.StepError
	if !errors.As(err, &failed) {
		t.Fatalf("got %v, want a StepError", err)
	}
	if len(failed.Applied) != 1 || failed.Applied[0].Revision.ID != "1" || len(result.Steps) != 1 {
		t.Errorf("applied before: %v, %v", failed.Applied, ids(result))
	}
	for _, part := range []string{cause, `Nothing of revision "2" was kept; the database is at "1"`} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error does not say %q:\n%v", part, err)
		}
	}
}

// TestAFullDiskStopsARevision limits the pages of the database file, which
// SQLite takes for the end of the disk.
func TestAFullDiskStopsARevision(t *testing.T) {
	db := openOn(t, sqlite.Open(testdb.SQLite(t)))
	pool, err := db.DB()
	if err != nil {
		t.Fatal(err)
	}
	pool.SetMaxOpenConns(1) // the limit is the connection's
	m := newMigrator(t, db, history(do(createUsers()), func(ctx context.Context, m *op.Migration) error {
		if err := m.Run(ctx, op.AddColumn("users", op.Column("born", op.Time))); err != nil {
			return err
		}
		return m.Exec(ctx, "INSERT INTO users (name) VALUES (printf('%.*c', 1000000, 'x'))")
	}))
	if err := db.Exec("PRAGMA max_page_count = 20").Error; err != nil {
		t.Fatal(err)
	}
	result, err := m.Upgrade(context.Background(), "head")
	wantStopped(t, result, err, "database or disk is full")
	wantCurrent(t, m, "1")
	if db.Migrator().HasColumn("users", "born") {
		t.Error("the column is there")
	}
	if err := db.Exec("PRAGMA max_page_count = 4294967294").Error; err != nil {
		t.Fatal(err)
	}
	if _, err := m.Upgrade(context.Background(), "head"); err != nil {
		t.Error(err)
	}
}

func TestADatabaseThatTakesNoWritesIsSaid(t *testing.T) {
	path, address := testdb.SQLite(t), testdb.Postgres(t)
	if err := openOn(t, sqlite.Open(path)).Exec("PRAGMA user_version = 1").Error; err != nil {
		t.Fatal(err) // the file is there now
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set("default_transaction_read_only", "on")
	u.RawQuery = query.Encode()
	for _, test := range []struct {
		d    gorm.Dialector
		want string
	}{
		{sqlite.Open("file:" + path + "?mode=ro"), "readonly database"},
		{postgres.Open(u.String()), "read-only transaction"},
	} {
		db := openOn(t, test.d)
		m := newMigrator(t, db, history(do(createUsers())))
		result, err := m.Upgrade(context.Background(), "head")
		if err == nil || len(result.Steps) != 0 || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "the database is at the base") {
			t.Errorf("%s: %v", db.Name(), err)
		}
		wantCurrent(t, m)
	}
}

// TestAConnectionThatIsCutStopsARevision ends the server's process in the midst
// of a statement of the revision, as a restart of the server does.
func TestAConnectionThatIsCutStopsARevision(t *testing.T) {
	db := openOn(t, postgres.Open(testdb.Postgres(t)))
	cut := true
	set := history(do(createUsers()), func(ctx context.Context, m *op.Migration) error {
		if err := m.Run(ctx, op.AddColumn("users", op.Column("born", op.Time))); err != nil {
			return err
		}
		if cut {
			return m.Exec(ctx, "SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(10)")
		}
		return nil
	})
	m := newMigrator(t, db, set)
	result, err := m.Upgrade(context.Background(), "head")
	wantStopped(t, result, err, "57P01")
	wantCurrent(t, m, "1")
	if db.Migrator().HasColumn("users", "born") {
		t.Error("the column is there")
	}
	cut = false
	if _, err := m.Upgrade(context.Background(), "head"); err != nil {
		t.Error(err)
	}
	wantCurrent(t, m, "2")
}
