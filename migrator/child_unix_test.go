//go:build unix

package migrator_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// A test has another process upgrade a database by running its own binary again
// with these variables set. The process runs the named one of childHistories
// when its standard input ends, prints each step, and ends like a program that
// SIGTERM cancels.
const (
	childDatabase = "GMIG_TEST_CHILD_DATABASE"
	childHistory  = "GMIG_TEST_CHILD_HISTORY"
)

// endlessStatement is what the history "asleep" comes to in a child.
const endlessStatement = "SELECT pg_sleep(600)"

// childHistories are what a child can run, by name.
func childHistories() map[string]*versions.Set {
	histories := deadlyHistories()
	histories["asleep"] = history(do(createUsers()), func(ctx context.Context, m *op.Migration) error {
		if os.Getenv(childDatabase) == "" {
			return nil // This is the run after the one that was killed.
		}
		return m.Run(ctx, op.AddColumn("users", op.Column("age", op.Int(32))), op.Exec(endlessStatement))
	})
	return histories
}

// childUpgrade is the main function of a child.
func childUpgrade(url string) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		fmt.Println(err)
		return 1
	}
	m, err := childMigrator(url)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	result, err := m.Upgrade(ctx, "head")
	if err != nil {
		fmt.Println(err)
		return 1
	}
	if len(result.Steps) == 0 {
		fmt.Println("nothing to do")
	}
	return 0
}

func childMigrator(url string) (*migrator.Migrator, error) {
	var d gorm.Dialector = sqlite.Open(url)
	if strings.HasPrefix(url, "postgres") {
		d = postgres.Open(url)
	}
	db, err := gorm.Open(d, &gorm.Config{Logger: logger.Discard})
	if err != nil {
		return nil, err
	}
	return migrator.New(db, childHistories()[os.Getenv(childHistory)],
		migrator.OnStep(func(s versions.Step) { fmt.Println(s.Revision.ID) }),
		migrator.OnWait(func(holder string) { fmt.Println("waiting for", holder) }))
}

// child is a process that upgrades a database.
type child struct {
	*exec.Cmd
	gate   io.Closer
	output bytes.Buffer
}

// startChild starts a process that waits at its gate.
func startChild(t *testing.T, url, history string) *child {
	t.Helper()
	c := &child{Cmd: exec.Command(os.Args[0])}
	c.Env = append(os.Environ(), childDatabase+"="+url, childHistory+"="+history)
	c.Stdout, c.Stderr = &c.output, &c.output
	gate, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.gate = gate
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Kill()
		c.Wait()
	})
	return c
}
