// Package e2e runs the compiled gmig binary as a user does: in a Go module with GORM models, against
// real databases. Each script in testdata tells one behaviour; those in testdata/both run on SQLite
// and on PostgreSQL, those in testdata/once, which do not depend on the engine, on SQLite.
package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/gmig/gmig/internal/testdb"
)

func TestMain(m *testing.M) { os.Exit(testdb.Main(m)) }

func TestScripts(t *testing.T) {
	tools := buildTools(t)
	for _, run := range []struct {
		dir     string
		engines []string
	}{
		{"both", []string{"sqlite", "postgres"}},
		{"once", []string{"sqlite"}},
	} {
		for _, engine := range run.engines {
			t.Run(run.dir+"/"+engine, func(t *testing.T) {
				t.Parallel()
				testscript.Run(t, testscript.Params{
					Dir:                 filepath.Join("testdata", run.dir),
					Setup:               func(env *testscript.Env) error { return setup(t, env, engine, tools) },
					Cmds:                commands,
					Condition:           func(cond string) (bool, error) { return isEngine(cond, engine) },
					RequireUniqueNames:  true,
					RequireExplicitExec: true,
					UpdateScripts:       os.Getenv("E2E_UPDATE") != "",
				})
			})
		}
	}
}

// isEngine decides the conditions [sqlite] and [postgres].
func isEngine(cond, engine string) (bool, error) {
	switch cond {
	case "sqlite", "postgres":
		return cond == engine, nil
	}
	return false, fmt.Errorf("unknown condition %q", cond)
}

// tools are the directories that scripts work with.
type tools struct {
	// bin holds the gmig binary.
	bin string
	// checkout is the top of this repository.
	checkout string
}

func buildTools(t *testing.T) tools {
	t.Helper()
	checkout, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	for _, args := range [][]string{
		// The scripts look up no module. A user's module also reads the go.mod files of what gmig
		// itself does not need, down to the tests of its oldest dependencies: those the graph brings.
		{"mod", "download"},
		{"mod", "graph"},
		{"build", "-o", filepath.Join(bin, "gmig"), "."},
	} {
		cmd := exec.Command("go", args...)
		cmd.Dir = checkout
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	return tools{bin: bin, checkout: checkout}
}
