package cli

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/gmig/gmig/internal/testdb"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// busyEnv has one revision that signals that it runs and waits to go on.
func busyEnv(started chan<- bool, goOn <-chan bool) *Env {
	env := testEnv()
	env.Versions = versions.NewSet(nil)
	env.Versions.Add(op.Revision{ID: "1", Up: func(context.Context, *op.Migration) error {
		started <- true
		<-goOn
		return nil
	}})
	return env
}

func TestLockTimeoutEndsTheWaitForAnotherRun(t *testing.T) {
	inModule(t)
	for engine, url := range map[string]string{"sqlite": "sqlite://" + testdb.SQLite(t), "postgres": testdb.Postgres(t)} {
		t.Run(engine, func(t *testing.T) {
			started, goOn, done := make(chan bool), make(chan bool), make(chan int)
			env := busyEnv(started, goOn)
			go func() {
				code, _, _ := inEnv(t, env, "upgrade", "--url", url)
				done <- code
			}()
			<-started
			code, stdout, stderr := inEnv(t, env, "upgrade", "--url", url, "--lock-timeout", "50ms")
			if code != exitFailed || stdout != "" || !strings.Contains(stderr, "another program is at work on this database: waited") ||
				!strings.Contains(stderr, "process ") || strings.Contains(stderr, "...") {
				t.Errorf("code %d, stdout %q, stderr %q", code, stdout, stderr)
			}
			code, _, stderr = inEnv(t, env, "stamp", "head", "--url", url, "--lock-timeout", "1100ms")
			if code != exitFailed || strings.Count(stderr, "waiting for ") != 2 || !strings.HasPrefix(stderr, "waiting for ") {
				t.Errorf("code %d, stderr %q", code, stderr)
			}
			close(goOn)
			if code := <-done; code != exitDone {
				t.Errorf("the first run ended with code %d", code)
			}
			if code, _, stderr := inEnv(t, env, "upgrade", "--url", url, "--lock-timeout", "0"); code != exitDone {
				t.Errorf("the lock was not given back: %s", stderr)
			}
		})
	}
}

func TestLockTimeoutThatMakesNoSense(t *testing.T) {
	inModule(t)
	for _, value := range []string{"-1s", "soon"} {
		if code, _, stderr := inEnv(t, testEnv(), "upgrade", "--lock-timeout="+value); code != exitUsage || !strings.Contains(stderr, "lock-timeout") {
			t.Errorf("%s: code %d, %s", value, code, stderr)
		}
	}
}

func TestWaitsAreSettings(t *testing.T) {
	var cfg config
	if err := cfg.parse("lock_wait = \"2m\"\n[postgres]\nlock_timeout = \"3s\"\nstatement_timeout = \"0s\"\nlock_retries = 7\n"); err != nil {
		t.Fatal(err)
	}
	if *cfg.LockWait != 2*time.Minute || *cfg.Postgres.LockTimeout != 3*time.Second || *cfg.Postgres.StatementTimeout != 0 || *cfg.Postgres.LockRetries != 7 {
		t.Errorf("parsed %+v", cfg)
	}
	for text, want := range map[string]string{
		"lock_wait = \"-1s\"":                         `lock_wait = "-1s": it must not be negative`,
		"[postgres]\nlock_retries = -1":               "must not be negative",
		"[postgres]\nlock = \"row\"":                  `it must be "session" or "lease"`,
		"lock_wait = \"soon\"":                        "lock_wait",
		"[postgres]\nlock_timout = \"3s\"":            `unknown key "postgres.lock_timout" (did you mean "postgres.lock_timeout"?)`,
		"[postgres]\nstatement_timeout = \"-1ms\"\n":  "postgres.statement_timeout",
		"lock_timeout = \"3s\"\n[postgres]\n":         `unknown key "lock_timeout"`,
		"[postgres]\nlock_timeout = 3.5\n# no unit\n": "lock_timeout",
	} {
		var cfg config
		if err := cfg.parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("parse(%q): error %v, want %q in it", text, err, want)
		}
	}
}

func TestTimeoutsReachPostgreSQL(t *testing.T) {
	inModule(t, "migrations/gmig.toml", "[postgres]\nlock_timeout = \"3s\"\nstatement_timeout = \"0s\"\n")
	var got []string
	env := testEnv()
	env.Versions.Add(op.Revision{ID: "1", Up: func(_ context.Context, m *op.Migration) error {
		return m.DB().Raw("SELECT current_setting(name) FROM unnest(ARRAY['lock_timeout', 'statement_timeout']) name").Scan(&got).Error
	}})
	if code, _, stderr := inEnv(t, env, "upgrade", "--url", testdb.Postgres(t)); code != exitDone {
		t.Fatal(stderr)
	}
	if len(got) != 2 || got[0] != "3s" || got[1] != "0" {
		t.Errorf("lock_timeout and statement_timeout are %q", got)
	}
}
