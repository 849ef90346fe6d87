package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gormsqlite "gorm.io/driver/sqlite"

	"github.com/gmig/gmig/dialect"
)

// impatient is the dialect with little time to wait.
func impatient(wait time.Duration) engine {
	return With(gormsqlite.Open(""), dialect.Settings{LockWait: wait}).(engine)
}

func TestLockLetsOneInAndTellsTheOtherWhoHasIt(t *testing.T) {
	ctx, d := context.Background(), open(t, "")
	other, err := d.other()
	if err != nil {
		t.Fatal(err)
	}
	unlock, err := d.Lock(ctx, d, "gmig_version")
	if err != nil {
		t.Fatal(err)
	}
	_, err = impatient(50*time.Millisecond).Lock(ctx, other, "gmig_version")
	if !errors.Is(err, dialect.ErrLocked) || !strings.Contains(err.Error(), fmt.Sprintf("process %d", os.Getpid())) {
		t.Errorf("got %v", err)
	}

	// The one that waits gets in when the lock is given back, though the
	// context of the first is cancelled by then.
	got := make(chan error, 1)
	go func() {
		unlock, err := d.Lock(ctx, other, "gmig_version")
		if err == nil {
			err = unlock(ctx)
		}
		got <- err
	}()
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := unlock(cancelled); err != nil {
		t.Error(err)
	}
	if err := <-got; err != nil {
		t.Error(err)
	}
	path, err := databaseFile(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	if files, err := filepath.Glob(path + "-*"); err != nil || len(files) != 0 {
		t.Errorf("left behind: %q, %v", files, err)
	}
}

func TestLockIsTakenOverFromAProcessThatIsGone(t *testing.T) {
	ctx, d := context.Background(), open(t, "")
	path, err := databaseFile(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+lockSuffix, []byte("process 1"), 0o644); err != nil {
		t.Fatal(err)
	}
	unlock, err := impatient(0).Lock(ctx, d, "gmig_version")
	if err != nil {
		t.Fatal(err)
	}
	if err := unlock(ctx); err != nil {
		t.Error(err)
	}
}

// A lock file that the one before removes while another waits for it would let
// two in: the one that waits, and one that makes the file anew.
func TestLockOfARemovedFileIsNone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	first, err := tryFile(path)
	if err != nil || first == nil {
		t.Fatal(first, err)
	}
	stale, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer stale.Close()
	if err := errors.Join(os.Remove(path), first.Close()); err != nil {
		t.Fatal(err)
	}
	if locked, err := flock(stale); err != nil || !locked {
		t.Fatal(locked, err)
	}
	second, err := tryFile(path)
	if err != nil || second == nil {
		t.Fatal("the removed file's lock counts", err)
	}
	defer second.Close()
	if third, err := tryFile(path); third != nil || err != nil {
		t.Error("two have the lock", err)
	}
}

func TestLockWithoutALockFile(t *testing.T) {
	if f, err := tryFile(filepath.Join(t.TempDir(), "absent", "lock")); f != nil || !errors.Is(err, errNoFileLock) {
		t.Errorf("got %v, %v", f, err)
	}
	ctx, d := context.Background(), open(t, "")
	path, err := databaseFile(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	// A directory in the file's place is no lock file either.
	if err := os.Mkdir(path+lockSuffix, 0o755); err != nil {
		t.Fatal(err)
	}
	unlock, err := d.Lock(ctx, d, "gmig_version")
	if err != nil {
		t.Fatal(err)
	}
	if err := unlock(ctx); err != nil {
		t.Error(err)
	}
}

func TestRunnerWaitsForAWriterAndCanBeCancelled(t *testing.T) {
	ctx, d := context.Background(), open(t, "_busy_timeout=7000")
	writer, err := d.other()
	if err != nil {
		t.Fatal(err)
	}
	d.exec("CREATE TABLE t (a)")
	if _, err := writer.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	runner := impatient(time.Minute)
	unlock, err := runner.Lock(ctx, d, "gmig_version")
	if err != nil {
		t.Fatal(err)
	}
	soon, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
	defer cancel()
	if _, err := runner.Begin(soon, d); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	begun := make(chan error, 1)
	go func() {
		tx, err := runner.Begin(ctx, d)
		if err == nil {
			err = tx.Commit(ctx)
		}
		begun <- err
	}()
	if _, err := writer.ExecContext(ctx, "COMMIT"); err != nil {
		t.Fatal(err)
	}
	if err := <-begun; err != nil {
		t.Error(err)
	}
	if err := unlock(ctx); err != nil {
		t.Error(err)
	}
	d.want("PRAGMA busy_timeout", "7000")
}

func TestRunnerGivesUpOnAWriter(t *testing.T) {
	ctx, d := context.Background(), open(t, "")
	writer, err := d.other()
	if err != nil {
		t.Fatal(err)
	}
	d.exec("CREATE TABLE t (a)")
	runner := impatient(100 * time.Millisecond)
	unlock, err := runner.Lock(ctx, d, "gmig_version")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := writer.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	if _, err := runner.Begin(ctx, d); !errors.Is(err, dialect.ErrLocked) || !strings.Contains(err.Error(), "writes to the database file") {
		t.Errorf("got %v", err)
	}
	if err := unlock(ctx); err != nil {
		t.Error(err)
	}
}

func TestLockOfADatabaseInMemory(t *testing.T) {
	ctx, d := context.Background(), open(t, "mode=memory")
	unlock, err := impatient(0).Lock(ctx, d, "gmig_version")
	if err != nil {
		t.Fatal(err)
	}
	if err := unlock(ctx); err != nil {
		t.Error(err)
	}
}
