//go:build unix

package cli

import (
	"context"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/gmig/gmig/internal/testdb"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// endless are statements that take long. SQLite's ends by itself in the end: an
// interrupt that comes between its compilation and its first step is lost on
// the driver, and the statement runs on.
func endless() op.Operation {
	return op.Exec("").On("postgres", "SELECT pg_sleep(600)").
		On("sqlite", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000000) INSERT INTO t SELECT count(*) FROM n")
}

// TestASignalRollsBackAndSaysWhereThingsStand interrupts a revision in what it
// may be at.
func TestASignalRollsBackAndSaysWhereThingsStand(t *testing.T) {
	inModule(t)
	urls := map[string]func() string{
		"sqlite":   func() string { return "sqlite://" + testdb.SQLite(t) },
		"postgres": func() string { return testdb.Postgres(t) },
	}
	for _, test := range []struct {
		name   string
		signal syscall.Signal
		work   func(ctx context.Context, m *op.Migration) error
	}{
		{"in a statement", syscall.SIGTERM, func(ctx context.Context, m *op.Migration) error { return m.Run(ctx, endless()) }},
		{"between statements", syscall.SIGINT, func(ctx context.Context, m *op.Migration) error {
			<-ctx.Done()
			return m.Run(ctx, op.DropTable("t"))
		}},
		{"in a data step", syscall.SIGTERM, func(ctx context.Context, m *op.Migration) error {
			for {
				if err := m.DB().Exec("INSERT INTO t VALUES (1)").Error; err != nil {
					return err
				}
			}
		}},
		{"at the end", syscall.SIGINT, func(ctx context.Context, m *op.Migration) error {
			<-ctx.Done()
			return nil
		}},
	} {
		for engine, url := range urls {
			t.Run(test.name+" on "+engine, func(t *testing.T) {
				address, interrupted := url(), false
				env := testEnv()
				table := op.CreateTable("t", op.Column("a", op.Int(64)))
				env.Versions = versions.NewSet(nil)
				env.Versions.Add(op.Revision{ID: "1", Up: func(ctx context.Context, m *op.Migration) error { return m.Run(ctx, table) }})
				env.Versions.Add(op.Revision{ID: "2", Revises: []string{"1"}, Up: func(ctx context.Context, m *op.Migration) error {
					if err := m.Run(ctx, op.CreateTable("half", op.Column("a", op.Int(64)))); err != nil || interrupted {
						return err
					}
					interrupted = true
					go func() {
						// Some statement may run when the signal comes, or none yet.
						if err := syscall.Kill(os.Getpid(), test.signal); err != nil {
							t.Error(err)
						}
					}()
					return test.work(ctx, m)
				}})
				code, _, stderr := inEnv(t, env, "upgrade", "--url", address)
				if code != exitFailed || !strings.Contains(stderr, "error: interrupted: running upgrade 1 -> 2") ||
					!strings.Contains(stderr, `Nothing of revision "2" was kept; the database is at "1".`) {
					t.Errorf("code %d, stderr %q", code, stderr)
				}
				// The lock was given back, and nothing of the revision is there.
				if code, _, stderr = inEnv(t, env, "upgrade", "--url", address, "--lock-timeout", "20s"); code != exitDone {
					t.Errorf("the next upgrade: code %d, %s", code, stderr)
				}
			})
		}
	}
}
