package migrator_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"github.com/gmig/gmig/internal/testdb"
	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// TestTheLoggerIsTold of each revision that has run, and of what a downgrade
// drops, and of nothing else.
func TestTheLoggerIsTold(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		var out bytes.Buffer
		log := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey || a.Value.Kind() == slog.KindDuration {
				return slog.Attr{}
			}
			return a
		}}))
		set := versions.NewSet(nil)
		set.Add(op.Revision{ID: "1", Up: do(createUsers()), Down: do(op.DropTable("users"))})
		set.Add(op.Revision{ID: "2", Revises: []string{"1"}, Up: do(insertUser("ada"))})
		set.Add(op.Revision{ID: "3", Revises: []string{"2"}, Up: do(op.Exec("nonsense"))})
		m := newMigrator(t, open(), set, migrator.WithLogger(log))
		if _, err := m.Upgrade(t.Context(), "head"); err == nil {
			t.Error("the third revision ran")
		}
		if _, err := m.Downgrade(t.Context(), "base"); err != nil {
			t.Error(err)
		}
		want := `level=INFO msg="ran migration" revision=1 direction=upgrade
level=INFO msg="ran migration" revision=2 direction=upgrade
level=INFO msg="ran migration" revision=2 direction=downgrade
level=WARN msg="the downgrade of revision \"1\" drops table \"users\" with 1 row" revision=1 table=users column="" rows=1
level=INFO msg="ran migration" revision=1 direction=downgrade
`
		if out.String() != want {
			t.Errorf("the log is\n%s\nwant\n%s", &out, want)
		}
	})
}

// TestAPoolOfOneConnectionIsEnough for everything that an application asks.
func TestAPoolOfOneConnectionIsEnough(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		db := open()
		pool, err := db.DB()
		if err != nil {
			t.Fatal(err)
		}
		pool.SetMaxOpenConns(1)
		set := history(do(createUsers(), insertUser("ada")), func(ctx context.Context, m *op.Migration) error {
			if err := m.DB().Transaction(func(tx *gorm.DB) error { return tx.Exec("UPDATE users SET name = 'eve'").Error }); err != nil {
				return err
			}
			return m.Autocommit(ctx, op.CreateIndex("idx", "users", "name").Concurrently())
		})
		m := newMigrator(t, db, set, migrator.WithLockTimeout(100*time.Millisecond), migrator.WithLockRetries(1, time.Millisecond))
		if _, err := m.Upgrade(ctx, "1"); err != nil {
			t.Fatal(err)
		}
		if steps, err := m.Pending(ctx); err != nil || len(steps) != 1 {
			t.Errorf("pending: %v, %v", steps, err)
		}
		if _, err := m.Upgrade(ctx, "head"); err != nil {
			t.Fatal(err)
		}
		if _, err := m.Stamp(ctx, "1"); err != nil {
			t.Error(err)
		}
		wantCurrent(t, m, "1")
	})
}

// TestAPoolOfOneConnectionWaitsForNoWatcher locks the table of a revision: who
// has the lock is asked on a second connection, which there is not.
func TestAPoolOfOneConnectionWaitsForNoWatcher(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	url := testdb.Postgres(t)
	db := openOn(t, postgres.Open(url))
	pool, err := db.DB()
	if err != nil {
		t.Fatal(err)
	}
	pool.SetMaxOpenConns(1)
	m := newMigrator(t, db, history(do(createUsers()), do(op.AddColumn("users", op.Column("age", op.Int(32))))),
		migrator.WithLockTimeout(100*time.Millisecond), migrator.WithLockRetries(1, time.Millisecond))
	if _, err := m.Upgrade(ctx, "1"); err != nil {
		t.Fatal(err)
	}
	tx := openOn(t, postgres.Open(url)).Begin()
	defer tx.Rollback()
	if err := tx.Exec("LOCK TABLE users").Error; err != nil {
		t.Fatal(err)
	}
	_, err = m.Upgrade(ctx, "head")
	var blocked *migrator.BlockedError
	if !errors.As(err, &blocked) || blocked.Tries != 2 || ctx.Err() != nil {
		t.Errorf("the error is %v", err)
	}
	wantCurrent(t, m, "1")
}

// TestADiskThatIsFullStopsARevisionOnPostgres lets a sort write no more than a
// megabyte to the disk, which PostgreSQL answers with the class of errors that
// a full disk has, "insufficient resources".
func TestADiskThatIsFullStopsARevisionOnPostgres(t *testing.T) {
	db := openOn(t, postgres.Open(testdb.Postgres(t)))
	m := newMigrator(t, db, history(do(createUsers()), do(
		op.AddColumn("users", op.Column("born", op.Time)),
		op.Exec("INSERT INTO users (name) SELECT repeat(md5(n::text), 4) FROM generate_series(1, 20000) n"),
		op.Exec("SET LOCAL temp_file_limit = '1MB'; SET LOCAL maintenance_work_mem = '1MB'; SET LOCAL max_parallel_maintenance_workers = 0"),
		op.CreateIndex("idx", "users", "name"))))
	result, err := m.Upgrade(t.Context(), "head")
	wantStopped(t, result, err, "temporary file size exceeds")
	if !strings.Contains(err.Error(), `create index "idx"`) || db.Migrator().HasColumn("users", "born") {
		t.Errorf("the error is %v", err)
	}
	wantCurrent(t, m, "1")
}
