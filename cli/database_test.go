package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// testEnv is an environment with both drivers and no revisions.
func testEnv() *Env {
	return &Env{
		Versions: versions.NewSet(nil),
		Drivers:  Drivers{"sqlite": sqlite.Open, "postgres": postgres.Open},
	}
}

// inEnv runs an environment's command line in this process.
func inEnv(t *testing.T, env *Env, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, log bytes.Buffer
	code = run(append([]string{"migrations"}, args...), env, strings.NewReader(""), &out, &log)
	return code, out.String(), log.String()
}

// connectTo opens a url as a command would.
func connectTo(t *testing.T, env *Env, url string, how access) (*app, *connection, error) {
	t.Helper()
	var log bytes.Buffer
	a := &app{env: env, log: &logWriter{out: &log}}
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	c, err := a.connect(t.Context(), &project{dir: "migrations", root: root, url: url, origin: "--url"}, how)
	if err == nil {
		t.Cleanup(func() {
			if err := c.close(); err != nil {
				t.Error(err)
			}
		})
	}
	return a, c, err
}

func TestReadingCreatesNoSQLiteFile(t *testing.T) {
	inModule(t)
	for _, url := range []string{"sqlite://app.db", "sqlite://app.db?_foreign_keys=on"} {
		_, c, err := connectTo(t, testEnv(), url, reading)
		if err != nil {
			t.Fatal(err)
		}
		var one int
		if err := c.db.Raw("SELECT 1").Scan(&one).Error; err != nil || one != 1 {
			t.Errorf("%s: the stand-in database answers %d, %v", url, one, err)
		}
	}
	if left := files(t, "."); len(left) > 0 {
		t.Errorf("reading left %q", left)
	}
}

func TestWritingCreatesTheSQLiteFileBesideGoMod(t *testing.T) {
	inModule(t)
	_, c, err := connectTo(t, testEnv(), "sqlite://app.db", writing)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.db.Exec("CREATE TABLE t (x int)").Error; err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat("app.db"); err != nil {
		t.Error(err)
	}
}

func TestConnectRefuses(t *testing.T) {
	inModule(t)
	tests := []struct{ url, want string }{
		{"sqlite://none/app.db", `none" does not exist: make it`},
		{"mysql://u:hunter2@tcp(h)/db", `the environment has postgres, sqlite`},
		{"postgres://u:hunter2@127.0.0.1:1/db", `open database postgres://u:***@127.0.0.1:1/db: `},
		{"postgres://u:hunter2@127.0.0.1:1/db?sslmode=nonsense", "open database postgres://u:***@"},
		{"hunter2", "--url: database url"},
	}
	for _, tt := range tests {
		a, _, err := connectTo(t, testEnv(), tt.url, writing)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", tt.url, err, tt.want)
			continue
		}
		var printed bytes.Buffer
		a.log.out = &printed
		a.exitCode(err)
		if tt.url != "hunter2" && strings.Contains(printed.String(), "hunter2") {
			t.Errorf("the password is printed: %s", printed.String())
		}
	}
	if left := files(t, "."); len(left) > 0 {
		t.Errorf("a refused connection left %q", left)
	}
}

func TestReadingRefusesSQLiteFileInMissingDirectory(t *testing.T) {
	inModule(t)
	_, _, err := connectTo(t, testEnv(), "sqlite://none/app.db", reading)
	if err == nil || !strings.Contains(err.Error(), `none" does not exist: make it`) {
		t.Errorf("error %v, want the missing directory", err)
	}
}

func TestConnectRunsSetup(t *testing.T) {
	inModule(t)
	env := testEnv()
	called := false
	env.Setup = func(db *gorm.DB) error { called = db != nil; return nil }
	if _, _, err := connectTo(t, env, "sqlite://:memory:", writing); err != nil || !called {
		t.Errorf("called %v, error %v", called, err)
	}
	env.Setup = func(*gorm.DB) error { return errors.New("no plugin") }
	if _, _, err := connectTo(t, env, "sqlite://:memory:", writing); err == nil || !strings.Contains(err.Error(), "run Setup of env.go: no plugin") {
		t.Errorf("error %v", err)
	}
}

func TestSetupReadsTheArgumentsOfTheCommand(t *testing.T) {
	inModule(t)
	env := testEnv()
	var got op.Arguments
	env.Setup = func(db *gorm.DB) error { got = Arguments(db); return nil }
	code, _, stderr := inEnv(t, env, "-x", "tenant=acme", "--url", "sqlite://:memory:", "upgrade", "--tag", "night")
	if code != exitDone || got.X["tenant"] != "acme" || got.Tag != "night" {
		t.Errorf("code %d, arguments %+v\n%s", code, got, stderr)
	}
}

func TestConnectTakesTheUsersConfig(t *testing.T) {
	inModule(t)
	env := testEnv()
	env.Config = &gorm.Config{DryRun: true}
	_, c, err := connectTo(t, env, "sqlite://:memory:", writing)
	if err != nil || !c.db.DryRun {
		t.Errorf("error %v, or the configuration was not used", err)
	}
	if env.Config.Logger != nil {
		t.Error("the user's configuration was changed")
	}
}

// embedded is a history as a container has it: compiled in, without sources.
func embedded() *Env {
	env := testEnv()
	env.Versions = versions.NewSet(fstest.MapFS{
		"first.go": {Data: []byte("// create user\n\npackage versions\n\nimport \"github.com/gmig/gmig/op\"\n\nfunc init() {\n\tAll.Add(op.Revision{ID: \"1975ea83b712\", Message: \"create user\"})\n}\n")},
	})
	return env
}

func TestEnvironmentWithoutSourcesShowsItsEmbeddedFiles(t *testing.T) {
	root := inModule(t)
	if err := os.Remove(filepath.Join(root, "go.mod")); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := inEnv(t, embedded(), "history")
	if code != exitDone || stdout != "<base> -> 1975ea83b712 (head), create user\n" {
		t.Errorf("code %d, stdout %q, stderr %q", code, stdout, stderr)
	}
	code, stdout, stderr = inEnv(t, embedded(), "show")
	if code != exitDone || !strings.Contains(stdout, "Path: first.go\n") {
		t.Errorf("code %d, stdout %q, stderr %q", code, stdout, stderr)
	}
}

func TestEnvironmentWithoutSourcesNeedsAURL(t *testing.T) {
	inModule(t)
	code, _, stderr := inEnv(t, embedded(), "upgrade")
	if code != exitFailed || !strings.Contains(stderr, "no database url: pass --url or set DATABASE_URL") {
		t.Errorf("code %d, stderr %q", code, stderr)
	}
	code, _, stderr = inEnv(t, embedded(), "revision", "-m", "x")
	if code != exitFailed || !strings.Contains(stderr, "a revision file needs a directory") {
		t.Errorf("code %d, stderr %q", code, stderr)
	}
}

func TestEnvironmentSaysWhatEnvGoForgot(t *testing.T) {
	inModule(t)
	tests := []struct {
		env  Env
		want string
	}{
		{Env{Drivers: Drivers{"sqlite": sqlite.Open}}, "env.go sets no Versions"},
		{Env{Versions: versions.NewSet(nil)}, "env.go sets no Drivers"},
	}
	for _, tt := range tests {
		if code, _, stderr := inEnv(t, &tt.env, "history"); code != exitFailed || !strings.Contains(stderr, tt.want) {
			t.Errorf("code %d, stderr %q; want %q", code, stderr, tt.want)
		}
	}
}

func TestURLComesFromTheNearestPlace(t *testing.T) {
	inModule(t, "migrations/gmig.toml", "url = \"sqlite://none/${NAME}.db\"\n")
	t.Setenv("NAME", "config")
	tests := []struct {
		variable string
		args     []string
		want     string
	}{
		{"", nil, "sqlite://none/config.db"},
		{"sqlite://none/variable.db", nil, "sqlite://none/variable.db"},
		{"sqlite://none/variable.db", []string{"--url", "sqlite://none/option.db"}, "sqlite://none/option.db"},
	}
	for _, tt := range tests {
		t.Setenv("DATABASE_URL", tt.variable)
		// None of the directories exists, which the error says with the url.
		code, _, stderr := inEnv(t, testEnv(), append([]string{"upgrade"}, tt.args...)...)
		if code != exitFailed || !strings.Contains(stderr, "open database "+tt.want+": ") {
			t.Errorf("code %d, stderr %q; want %q", code, stderr, tt.want)
		}
	}
}

func TestATargetThatMakesNoSenseLeavesNoFile(t *testing.T) {
	inModule(t)
	tests := []struct{ args, want string }{
		{"upgrade 1975ea83b713", `did you mean "1975ea83b712"?`},
		{"upgrade +5", `"+5" leads out of the history`},
		{"downgrade", "the database is at base, nothing is applied"},
		{"downgrade -1", "the database is at base, nothing is applied"},
	}
	for _, tt := range tests {
		env := testEnv()
		env.Versions.Add(op.Revision{ID: "1975ea83b712", Message: "create user"})
		code, stdout, stderr := inEnv(t, env, append(strings.Fields(tt.args), "--url", "sqlite://app.db")...)
		if code != exitFailed || stdout != "" || !strings.Contains(stderr, tt.want) {
			t.Errorf("%s: code %d, stdout %q, stderr %q; want %q", tt.args, code, stdout, stderr, tt.want)
		}
	}
	if left := files(t, "."); len(left) > 0 {
		t.Errorf("left %q", left)
	}
}

func TestInterruptedCommandsSaySo(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want string
	}{
		{context.Canceled, "error: interrupted\n"},
		{fmt.Errorf("stopped before b: %w", context.Canceled), "error: interrupted: stopped before b: context canceled\n"},
	} {
		var log bytes.Buffer
		a := &app{log: &logWriter{out: &log}}
		if code := a.exitCode(tt.err); code != exitFailed || log.String() != tt.want {
			t.Errorf("code %d, stderr %q; want %q", code, log.String(), tt.want)
		}
	}
}

func TestNotUpToDateSaysWhereTheDatabaseIs(t *testing.T) {
	tests := []struct {
		rows, heads []string
		want        string
	}{
		{nil, []string{"b"}, "target database is not up to date\n  sqlite://app.db is at base\n  the head of the history: b\nrun `gmig upgrade head` first"},
		{[]string{"a"}, []string{"b", "c"}, "target database is not up to date\n  sqlite://app.db is at a\n  the heads of the history: b, c\nrun `gmig upgrade heads` first"},
	}
	for _, tt := range tests {
		if got := notUpToDate("sqlite://app.db", tt.rows, tt.heads).Error(); got != tt.want {
			t.Errorf("got  %q\nwant %q", got, tt.want)
		}
	}
}
