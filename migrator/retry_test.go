package migrator_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/gmig/gmig/internal/testdb"
	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// inTheWay is a database with a table users, and a session that has a lock on
// it until release is called.
func inTheWay(t *testing.T) (db *gorm.DB, pid int, release func()) {
	t.Helper()
	url := testdb.Postgres(t)
	var pools []*gorm.DB
	for range 2 {
		db, err := gorm.Open(postgres.Open(url), &gorm.Config{Logger: logger.Discard})
		if err != nil {
			t.Fatal(err)
		}
		pool, err := db.DB()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { pool.Close() })
		pools = append(pools, db)
	}
	if err := pools[0].Exec("CREATE TABLE users (id bigint)").Error; err != nil {
		t.Fatal(err)
	}
	tx := pools[1].Begin()
	if err := tx.Raw("SELECT pg_backend_pid()").Scan(&pid).Error; err != nil {
		t.Fatal(err)
	}
	if err := tx.Exec("INSERT INTO users VALUES (1)\n-- in the way").Error; err != nil {
		t.Fatal(err)
	}
	return pools[0], pid, func() {
		if err := tx.Commit().Error; err != nil {
			t.Error(err)
		}
	}
}

// lookTime is enough for who is in the way to be seen by a second connection,
// which must be made first, on a machine that has other things to do.
const lookTime = time.Second

func addName() op.Operation { return op.AddColumn("users", op.Column("name", op.Text)) }

func TestARevisionThatGetsNoLockRunsAgain(t *testing.T) {
	db, pid, release := inTheWay(t)
	var retries []migrator.Retry
	ran := 0
	m := newMigrator(t, db, history(func(ctx context.Context, m *op.Migration) error {
		ran++
		return m.Run(ctx, op.CreateTable("first", op.Column("id", op.Int(64))), addName())
	}), migrator.WithLockTimeout(lookTime), migrator.WithLockRetries(5, time.Millisecond),
		migrator.OnRetry(func(r migrator.Retry) {
			if retries = append(retries, r); len(retries) == 2 {
				release()
			}
		}))
	result, err := m.Upgrade(context.Background(), "head")
	if err != nil || len(result.Steps) != 1 {
		t.Fatal(result, err)
	}
	if ran != 3 || len(retries) != 2 {
		t.Fatalf("ran %d times, %d retries", ran, len(retries))
	}
	for i, r := range retries {
		if r.Try != i+2 || r.Of != 6 || r.Pause != time.Duration(i+1)*time.Millisecond || r.Step.Revision.ID != "1" {
			t.Errorf("retry %+v", r)
		}
		if r.Blocker == nil || r.Blocker.PID != pid || r.Blocker.State != "idle in transaction" {
			t.Errorf("blocker %v, want process %d", r.Blocker, pid)
		}
	}
	wantCurrent(t, m, "1")
}

func TestARevisionThatNeverGetsItsLockNamesTheBlockingQuery(t *testing.T) {
	for _, transactions := range []migrator.Transactions{migrator.PerRevision, migrator.AllInOne} {
		db, pid, release := inTheWay(t)
		m := newMigrator(t, db, history(do(op.CreateTable("first", op.Column("id", op.Int(64)))), do(addName())),
			migrator.WithLockTimeout(lookTime), migrator.WithLockRetries(1, time.Millisecond),
			migrator.WithTransactions(transactions))
		_, err := m.Upgrade(context.Background(), "head")
		var blocked *migrator.BlockedError
		if !errors.As(err, &blocked) || blocked.Tries != 2 || blocked.Blocker == nil || blocked.Blocker.PID != pid {
			t.Fatalf("got %v", err)
		}
		for _, part := range []string{
			fmt.Sprintf("process %d (", pid), "idle in transaction for ", "INSERT INTO users VALUES (1) -- in the way",
			"tried 2 times", `ALTER TABLE "users" ADD`, "lock_timeout", `Nothing of revision "2" was kept`,
		} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q is not in: %v", part, err)
			}
		}
		if transactions == migrator.PerRevision {
			wantCurrent(t, m, "1")
		} else {
			wantCurrent(t, m)
		}
		release()
		if _, err := m.Upgrade(context.Background(), "head"); err != nil {
			t.Error(err)
		}
	}
}

// A revision without a transaction goes on behind the operations that it did.
func TestARevisionOutsideOfATransactionGoesOnWhenItGetsItsLock(t *testing.T) {
	db, _, release := inTheWay(t)
	set := versions.NewSet(nil)
	set.Add(op.Revision{ID: "1", NoTransaction: true, Up: do(op.CreateTable("first", op.Column("id", op.Int(64))), addName())})
	m := newMigrator(t, db, set, migrator.WithLockTimeout(100*time.Millisecond), migrator.WithLockRetries(2, time.Millisecond),
		migrator.OnRetry(func(migrator.Retry) { release() }))
	if _, err := m.Upgrade(context.Background(), "head"); err != nil {
		t.Fatal(err)
	}
	wantCurrent(t, m, "1")
}

// What a revision did before an Autocommit is kept, and its data steps must not
// run twice.
func TestARevisionThatKeptSomethingIsNotRunAgain(t *testing.T) {
	db, _, release := inTheWay(t)
	defer release()
	m := newMigrator(t, db, history(do(op.CreateTable("first", op.Column("id", op.Int(64)))), func(ctx context.Context, m *op.Migration) error {
		if err := m.DB().Exec("INSERT INTO first VALUES (1)").Error; err != nil {
			return err
		}
		if err := m.Autocommit(ctx, op.CreateIndex("i", "first", "id").Concurrently()); err != nil {
			return err
		}
		return m.Run(ctx, addName())
	}), migrator.WithLockTimeout(100*time.Millisecond), migrator.WithLockRetries(3, time.Millisecond),
		migrator.OnRetry(func(r migrator.Retry) { t.Errorf("try %d", r.Try) }))
	_, err := m.Upgrade(context.Background(), "head")
	var blocked *migrator.BlockedError
	if !errors.As(err, &blocked) || blocked.Tries != 1 || !strings.Contains(err.Error(), "was kept") {
		t.Errorf("got %v", err)
	}
}

func TestThePauseBeforeARetryEndsWithTheContext(t *testing.T) {
	db, _, release := inTheWay(t)
	defer release()
	ctx, cancel := context.WithCancel(context.Background())
	m := newMigrator(t, db, history(do(addName())), migrator.WithLockTimeout(50*time.Millisecond),
		migrator.WithLockRetries(3, time.Hour), migrator.OnRetry(func(migrator.Retry) { cancel() }))
	if _, err := m.Upgrade(ctx, "head"); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "database is at the base") {
		t.Errorf("got %v", err)
	}
}

func TestStatementsOutsideOfATransactionAreLimitedToo(t *testing.T) {
	db, _, release := inTheWay(t)
	defer release()
	set := versions.NewSet(nil)
	set.Add(op.Revision{ID: "1", NoTransaction: true, Up: func(ctx context.Context, m *op.Migration) error {
		return m.Exec(ctx, "ALTER TABLE users ADD name text")
	}})
	m := newMigrator(t, db, set, migrator.WithLockTimeout(100*time.Millisecond), migrator.WithLockRetries(0, 0))
	_, err := m.Upgrade(context.Background(), "head")
	var blocked *migrator.BlockedError
	if !errors.As(err, &blocked) {
		t.Errorf("got %v", err)
	}
}

// CREATE INDEX CONCURRENTLY waits for older transactions, and nobody behind it.
func TestAnIndexThatIsBuiltConcurrentlyMayWaitLongerThanTheLockTimeout(t *testing.T) {
	db, _, release := inTheWay(t)
	var settings []string
	read := func(m *op.Migration) error {
		var s string
		err := m.DB().Raw("SELECT current_setting('lock_timeout') || ' ' || current_setting('statement_timeout')").Scan(&s).Error
		settings = append(settings, s)
		return err
	}
	set := versions.NewSet(nil)
	set.Add(op.Revision{ID: "1", NoTransaction: true, Up: func(ctx context.Context, m *op.Migration) error {
		if err := read(m); err != nil {
			return err
		}
		if err := m.Run(ctx, op.CreateIndex("i", "users", "id").Concurrently()); err != nil {
			return err
		}
		return read(m)
	}})
	m := newMigrator(t, db, set, migrator.WithLockTimeout(50*time.Millisecond), migrator.WithLockRetries(0, 0),
		migrator.OnStep(func(versions.Step) {
			// The lock is given back when the index has waited for it longer
			// than the timeout.
			go func() {
				waits := func() (waited bool) {
					db.Raw("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'CREATE INDEX%' " +
						"AND clock_timestamp() - query_start > '200 ms')").Scan(&waited)
					return waited
				}
				for !waits() {
				}
				release()
			}()
		}))
	if _, err := m.Upgrade(context.Background(), "head"); err != nil {
		t.Fatal(err)
	}
	if len(settings) != 2 || settings[0] != "50ms 1h" || settings[1] != settings[0] {
		t.Errorf("lock_timeout and statement_timeout were %q", settings)
	}
	pool, err := db.DB()
	if err != nil {
		t.Fatal(err)
	}
	for range pool.Stats().OpenConnections {
		var after string
		if err := db.Raw("SELECT current_setting('lock_timeout') || ' ' || current_setting('statement_timeout')").Scan(&after).Error; err != nil || after != "0 0" {
			t.Errorf("after the run they are %q, %v", after, err)
		}
	}
}

func TestADeadlockRunsAgain(t *testing.T) {
	db, _, release := inTheWay(t)
	release()
	tries := 0
	m := newMigrator(t, db, history(func(ctx context.Context, m *op.Migration) error {
		if tries++; tries == 1 {
			return m.Exec(ctx, "DO $$ BEGIN RAISE 'deadlock' USING ERRCODE = 'deadlock_detected'; END $$")
		}
		return nil
	}), migrator.WithLockRetries(1, time.Millisecond))
	if _, err := m.Upgrade(context.Background(), "head"); err != nil || tries != 2 {
		t.Errorf("%d tries, %v", tries, err)
	}
}
