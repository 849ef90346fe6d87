package e2e

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

// commands are the scripts' verbs beside testscript's own.
var commands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"sessions":                  sessionsCmd,
	"gmig":                      gmigCmd,
	"exits":                     exitsCmd,
	"models":                    modelsCmd,
	"history":                   historyCmd,
	"revision-id":               revisionIDCmd,
	"switch-engine":             switchEngineCmd,
	"sql":                       sqlCmd,
	"feed":                      feedCmd,
	"scripts-equal-runs":        scriptsEqualRunsCmd,
	"remember":                  rememberCmd,
	"unchanged":                 unchangedCmd,
	"wrong-password":            wrongPasswordCmd,
	"weak-role":                 weakRoleCmd,
	"only-version-table":        onlyVersionTableCmd,
	"automigrate":               autoMigrateCmd,
	"schema-equals-automigrate": schemaEqualsAutoMigrateCmd,
}

// gmigCmd is `[!] gmig ARG...`: run gmig, which must succeed, or fail with exit code 1.
func gmigCmd(ts *testscript.TestScript, neg bool, args []string) {
	want := 0
	if neg {
		want = 1
	}
	expectExit(ts, want, "gmig", args...)
}

// exitsCmd is `exits CODE PROGRAM ARG...`: run a program, which must end with that code.
func exitsCmd(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARG...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	expectExit(ts, want, args[1], args[2:]...)
}

func expectExit(ts *testscript.TestScript, want int, program string, args ...string) {
	got, err := 0, ts.Exec(program, args...)
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%s %s ended with exit code %d, want %d", program, strings.Join(args, " "), got, want)
	}
}

// modelsCmd is `models NAME`: put a set of models of testdata/models, or the shop's ("shop", then
// "shop-evolved"), into the package models, over what is there.
func modelsCmd(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: models NAME")
	}
	p := projectOf(ts)
	from := filepath.Join(p.checkout, "e2e/testdata/models", args[0])
	switch args[0] {
	case "shop":
		from = filepath.Join(p.checkout, "examples/shop/models")
	case "shop-evolved":
		from = filepath.Join(p.checkout, "examples/shop/_evolved/models")
	}
	copyGoFiles(ts, from, filepath.Join(p.dir, "models"))
}

// switchEngineCmd is `switch-engine`: go on with an empty database of the other engine.
func switchEngineCmd(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: switch-engine")
	}
	p := projectOf(ts)
	p.otherEngine()
	ts.Setenv("DATABASE_URL", p.url)
	ts.Setenv("ENGINE", p.engine)
}

// historyCmd is `history NAME`: put the revision files of testdata/history into the project.
func historyCmd(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: history NAME")
	}
	p := projectOf(ts)
	copyGoFiles(ts, filepath.Join(p.checkout, "e2e/testdata/history", args[0]), filepath.Join(p.dir, "migrations/versions"))
}

func copyGoFiles(ts *testscript.TestScript, from, to string) {
	files, err := filepath.Glob(filepath.Join(from, "*.go"))
	ts.Check(err)
	files = slices.DeleteFunc(files, func(f string) bool { return strings.HasSuffix(f, "_test.go") })
	if len(files) == 0 {
		ts.Fatalf("no Go files in %s", from)
	}
	ts.Check(os.MkdirAll(to, 0o777))
	for _, file := range files {
		text, err := os.ReadFile(file)
		ts.Check(err)
		ts.Check(os.WriteFile(filepath.Join(to, filepath.Base(file)), text, 0o666))
	}
}

var revisionLine = regexp.MustCompile(`(?m)^// Revision ID: (\S+)$`)

// revisionIDCmd is `revision-id VARIABLE PATTERN`: find the one revision file whose name matches, and
// set VARIABLE to its id and VARIABLE_FILE to its path.
func revisionIDCmd(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: revision-id VARIABLE PATTERN")
	}
	files, err := filepath.Glob(filepath.Join(projectOf(ts).dir, "migrations/versions", args[1]))
	ts.Check(err)
	if len(files) != 1 {
		ts.Fatalf("%q matches %d revision files %v, want one", args[1], len(files), files)
	}
	match := revisionLine.FindStringSubmatch(ts.ReadFile(files[0]))
	if match == nil {
		ts.Fatalf("no revision id in %s", files[0])
	}
	ts.Setenv(args[0], match[1])
	ts.Setenv(args[0]+"_FILE", files[0])
}

// rememberCmd is `remember`: note the state of the project's files and of its database.
func rememberCmd(ts *testscript.TestScript, neg bool, args []string) {
	p := projectOf(ts)
	p.remembered = p.state(ts)
}

// unchangedCmd is `[!] unchanged`: files and database are as they were at `remember`.
func unchangedCmd(ts *testscript.TestScript, neg bool, args []string) {
	p := projectOf(ts)
	diff := cmp.Diff(strings.Split(p.remembered, "\n"), strings.Split(p.state(ts), "\n"))
	if neg && diff == "" {
		ts.Fatalf("nothing was written or changed")
	}
	if !neg && diff != "" {
		ts.Fatalf("something was written or changed (-before +after):\n%s", diff)
	}
}

// state prints the project's files with their text, and the schema of its database.
func (p *project) state(ts *testscript.TestScript) string {
	var b strings.Builder
	ts.Check(filepath.WalkDir(p.dir, func(path string, entry os.DirEntry, err error) error {
		name := entry.Name()
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name == ".tmp":
			return filepath.SkipDir
		case entry.IsDir() || strings.HasPrefix(name, "app.db"):
			return nil
		}
		text, err := os.ReadFile(path)
		fmt.Fprintf(&b, "%s\n%s\n", path, text)
		return err
	}))
	b.WriteString(p.schema(ts, p.url))
	return b.String()
}
