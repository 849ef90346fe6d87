package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// settings appends to the project's gmig.toml.
func settings(t *testing.T, text string) {
	t.Helper()
	f, err := os.OpenFile("migrations/gmig.toml", os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

func TestRevisionsGoToTheLocationOfTheirParent(t *testing.T) {
	inModule(t, "models/m.go", userModel)
	do(t, "init")
	settings(t, "version_locations = [\"versions\", \"../billing/...\"]\n")
	for _, dir := range []string{"billing", "billing/2026"} {
		if err := os.MkdirAll(dir, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile("billing/set.go", []byte("package history\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct{ line, dir, pkg string }{
		{"revision -m one --rev-id aaaa1111", "migrations/versions", "versions"},
		{"revision -m two --rev-id bbbb2222 --version-path billing", "billing", "history"},
		{"revision -m three --rev-id cccc3333", "billing", "history"},
		{"revision -m four --rev-id dddd4444 --version-path ../billing/2026", "billing/2026", "v2026"},
	} {
		code, stdout, stderr := gmig(t, strings.Fields(step.line)...)
		if code != exitDone || strings.Contains(stderr, "join its set") != (step.pkg == "v2026") {
			t.Fatalf("gmig %s: code %d, stderr %s", step.line, code, stderr)
		}
		path := strings.TrimSpace(stdout)
		if got := filepath.ToSlash(filepath.Dir(path)); got != step.dir {
			t.Errorf("gmig %s wrote to %s, want %s", step.line, got, step.dir)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), "\npackage "+step.pkg+"\n") {
			t.Errorf("gmig %s wrote another package than %s:\n%s", step.line, step.pkg, text)
		}
	}
	// A place that was empty is a package now, which env.go can join.
	set, err := os.ReadFile("billing/2026/versions.go")
	if err != nil || !strings.Contains(string(set), "\npackage v2026\n") || !strings.Contains(string(set), "var All = versions.NewSet(files)") {
		t.Errorf("no set for the new location: %v\n%s", err, set)
	}
	if got, want := do(t, "heads"), "dddd4444 (head)\n"; got != want {
		t.Errorf("heads: %q, want %q", got, want)
	}
	code, _, stderr := gmig(t, "revision", "-m", "x", "--version-path", "elsewhere")
	if code != exitFailed || !strings.Contains(stderr, `"elsewhere" is not one of the version_locations`) {
		t.Errorf("code %d, stderr %s", code, stderr)
	}
}

func TestHooksRunOnANewRevisionFile(t *testing.T) {
	inModule(t, "models/m.go", userModel)
	do(t, "init")
	settings(t, "[[post_write_hooks]]\ncommand = [\"cp\", \"{file}\", \"copy.txt\"]\n[[post_write_hooks]]\ncommand = [\"gofmt\", \"-l\"]\n")
	code, stdout, stderr := gmig(t, "revision", "-m", "one")
	path := strings.TrimSpace(stdout)
	if code != exitDone || !strings.Contains(stderr, "INFO  Running post-write hook gofmt -l "+path) {
		t.Fatalf("code %d, stdout %s, stderr %s", code, stdout, stderr)
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile("copy.txt"); err != nil || string(got) != string(want) {
		t.Errorf("the hook copied %q, %v", got, err)
	}

	settings(t, "[[post_write_hooks]]\ncommand = [\"no-such-program\"]\n")
	code, _, stderr = gmig(t, "revision", "-m", "two")
	if code != exitFailed || !strings.Contains(stderr, `run post-write hook "no-such-program"`) || !strings.Contains(stderr, "which is written") {
		t.Errorf("code %d, stderr %s", code, stderr)
	}
	settings(t, "[[post_write_hooks]]\n")
	if code, _, stderr = gmig(t, "heads"); code != exitFailed || !strings.Contains(stderr, "has no command") {
		t.Errorf("code %d, stderr %s", code, stderr)
	}
}

func TestAFileTemplateMakesNoFolders(t *testing.T) {
	inBranches(t)
	settings(t, "file_template = \"{{.Created.Year}}/{{.ID}}\"\n")
	before := files(t, ".")
	code, stdout, stderr := gmig(t, "revision", "--head", "left")
	if code != exitFailed || stdout != "" || !strings.Contains(stderr, "which is another Go package: list folders in version_locations") {
		t.Errorf("code %d, stdout %q, stderr %q", code, stdout, stderr)
	}
	if diff := cmp.Diff(before, files(t, ".")); diff != "" {
		t.Errorf("files changed:\n%s", diff)
	}
}

func TestARevisionThatIsNotCompiledIsNamed(t *testing.T) {
	inBranches(t)
	do(t, "revision --rev-id eeee5555 --head left")
	code, _, stderr := inEnv(t, branchesEnv(), "stamp", "left")
	want := `WARN  revision "eeee5555" of ` + revisionFile(t, "eeee5555") + ` is not part of this program, and will not run`
	if code != exitDone || !strings.Contains(stderr, want) || strings.Count(stderr, "WARN") != 1 {
		t.Errorf("code %d, stderr %s, want %s", code, stderr, want)
	}
}
