package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gmig/gmig/internal/testdb"
)

func TestCommandFindsTheServerAndItsExitCodeIsPassedOn(t *testing.T) {
	t.Setenv(testdb.URLVariable, "")
	out := filepath.Join(t.TempDir(), "url")
	if code := run([]string{"sh", "-c", `printf %s "$` + testdb.URLVariable + `" >"$1"; exit 5`, "sh", out}); code != 5 {
		t.Errorf("got exit code %d", code)
	}
	url, err := os.ReadFile(out)
	if err != nil || !strings.HasPrefix(string(url), "postgres://") {
		t.Errorf("the command found %q, %v", url, err)
	}
}

func TestServerThatIsThereIsUsed(t *testing.T) {
	const there = "postgres://elsewhere/db"
	t.Setenv(testdb.URLVariable, there)
	if code := run([]string{"sh", "-c", `test "$` + testdb.URLVariable + `" = ` + there}); code != 0 {
		t.Errorf("got exit code %d", code)
	}
}

func TestWrongUse(t *testing.T) {
	t.Setenv(testdb.URLVariable, "postgres://elsewhere/db")
	if code := run(nil); code != 2 {
		t.Errorf("without a command: exit code %d", code)
	}
	if code := run([]string{"no-such-command-anywhere"}); code != 127 {
		t.Errorf("a command that does not exist: exit code %d", code)
	}
}
