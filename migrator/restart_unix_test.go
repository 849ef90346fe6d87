//go:build unix

package migrator_test

import (
	"context"
	"errors"
	"strings"
	"syscall"
	"testing"
	"time"

	"gorm.io/driver/postgres"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/internal/testdb"
	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// TestAServerThatRestartsStopsARevision kills the server's process of the
// revision, whereupon PostgreSQL ends all others, recovers and starts anew.
func TestAServerThatRestartsStopsARevision(t *testing.T) {
	// The tests' servers are set to forget the last commits in a crash.
	db := openOn(t, postgres.Open(testdb.Private(t).URL()+"&synchronous_commit=on"))
	crash := true
	m := newMigrator(t, db, history(do(createUsers()), func(ctx context.Context, m *op.Migration) error {
		if err := m.Run(ctx, op.AddColumn("users", op.Column("born", op.Time))); err != nil || !crash {
			return err
		}
		var pid int
		if err := m.DB().Raw("SELECT pg_backend_pid()").Scan(&pid).Error; err != nil {
			return err
		}
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			return err
		}
		return m.Exec(ctx, "SELECT pg_sleep(600)")
	}))
	pool, err := db.DB()
	if err != nil {
		t.Fatal(err)
	}
	witness, err := pool.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer witness.Close()
	result, err := m.Upgrade(context.Background(), "head")
	wantStopped(t, result, err, "pg_sleep")

	// The server takes connections until it has noticed the death, whereupon
	// it ends every one.
	deadline := time.Now().Add(time.Minute)
	for witness.PingContext(context.Background()) == nil || pool.Ping() != nil {
		if time.Now().After(deadline) {
			t.Fatal("the server does not come back")
		}
	}
	wantCurrent(t, m, "1")
	if db.Migrator().HasColumn("users", "born") {
		t.Error("the column is there")
	}
	crash = false
	if _, err := m.Upgrade(context.Background(), "head"); err != nil {
		t.Error(err)
	}
	wantCurrent(t, m, "2")
}

func TestACommitWithoutAnAnswerIsNotSaidToBeUndone(t *testing.T) {
	err := error(&migrator.StepError{Step: versions.Step{Revision: op.Revision{ID: "2"}}, At: []string{"1"}, Kept: -1,
		Err: errors.Join(dialect.ErrCommitUnknown)})
	if text := err.Error(); strings.Contains(text, "Nothing") || !strings.Contains(text, `Whether revision "2" was kept is not known`) {
		t.Error(text)
	}
}
