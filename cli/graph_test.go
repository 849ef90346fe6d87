package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// inBranches makes a project whose history splits into two labelled branches
// above a common base, and has a third base that depends on one of them.
func inBranches(t *testing.T) {
	t.Helper()
	inModule(t, "models/m.go", userModel)
	do(t, "init")
	do(t, "revision -m base --rev-id aaaa1111")
	do(t, "revision -m left --rev-id bbbb2222 --branch-label left")
	do(t, "revision -m right --rev-id cccc3333 --branch-label right --head aaaa --splice")
	do(t, "revision -m apart --rev-id dddd4444 --head base --depends-on left")
}

// do runs a command line, which must succeed without a word in the log, and
// returns what it printed.
func do(t *testing.T, line string) string {
	t.Helper()
	code, stdout, stderr := gmig(t, strings.Fields(line)...)
	if code != exitDone || stderr != "" {
		t.Fatalf("gmig %s: code %d, stderr %s", line, code, stderr)
	}
	return stdout
}

// revisionFile returns the path of the file of a revision.
func revisionFile(t *testing.T, id string) string {
	t.Helper()
	found, err := filepath.Glob("migrations/versions/*" + id + "*.go")
	if err != nil || len(found) != 1 {
		t.Fatalf("files of %s: %q, %v", id, found, err)
	}
	return found[0]
}

// parsed reads a revision file that a command has written.
func parsed(t *testing.T, path string) op.Revision {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	read := versions.ParseFile(path, text)
	if len(read) != 1 || read[0].Err != nil {
		t.Fatalf("%s: %+v\n%s", path, read, text)
	}
	return read[0].Revision
}

func TestGraphCommandsPrintAlembicsForms(t *testing.T) {
	inBranches(t)
	tests := []struct{ args, want string }{
		{"branches", "aaaa1111 (branchpoint)\n         -> bbbb2222 (left) (effective head)\n         -> cccc3333 (right) (head)\n\n"},
		{"heads", "bbbb2222 (left) (effective head)\ncccc3333 (right) (head)\ndddd4444 (head)\n"},
		{"heads --resolve-dependencies", "cccc3333 (right) (head)\ndddd4444 (head)\n"},
		{"history -r left@base:left@head", "aaaa1111 -> bbbb2222 (left) (effective head), left\n<base> -> aaaa1111 (branchpoint), base\n"},
		{"history -r -2:right@head", "aaaa1111 -> cccc3333 (right) (head), right\n<base> -> aaaa1111 (branchpoint), base\n"},
		{"list-templates", "default - one database, revisions as Go files beside the models\n"},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, do(t, tt.args)); diff != "" {
			t.Errorf("gmig %s (-want +got):\n%s", tt.args, diff)
		}
	}
	verbose := do(t, "branches -v")
	if !strings.Contains(verbose, "Branches into: bbbb2222, cccc3333\n") || !strings.Contains(verbose, "         -> cccc3333 (right) (head), right\n") {
		t.Errorf("branches -v:\n%s", verbose)
	}
}

func TestRevisionTakesItsPlaceInTheGraph(t *testing.T) {
	inBranches(t)
	tests := []struct {
		line string
		want op.Revision
	}{
		{"revision --rev-id e1 --head right@head", op.Revision{ID: "e1", Revises: []string{"cccc3333"}}},
		{"revision --rev-id e2 --head left --head dddd", op.Revision{ID: "e2", Revises: []string{"bbbb2222", "dddd4444"}}},
		{"revision --rev-id e3 --head base --branch-label x --branch-label y", op.Revision{ID: "e3", BranchLabels: []string{"x", "y"}}},
		{"revision --rev-id e4 --head e1 --depends-on left --depends-on e3", op.Revision{ID: "e4", Revises: []string{"e1"}, DependsOn: []string{"left", "e3"}}},
	}
	for _, tt := range tests {
		path := strings.TrimSpace(do(t, tt.line))
		if diff := cmp.Diff(tt.want, parsed(t, path)); diff != "" {
			t.Errorf("gmig %s (-want +got):\n%s", tt.line, diff)
		}
	}
}

func TestMergeJoinsTheHeads(t *testing.T) {
	tests := []struct {
		line     string
		revises  []string
		labels   []string
		message  string
		headsNow string
	}{
		{"merge --rev-id eeee5555", []string{"bbbb2222", "cccc3333", "dddd4444"}, nil, "merge bbbb2222 and cccc3333 and dddd4444", "eeee5555 (left, right) (head)\n"},
		{"merge left right --rev-id eeee5555 -m joined --branch-label both", []string{"bbbb2222", "cccc3333"}, []string{"both"}, "joined", "dddd4444 (head)\neeee5555 (both, left, right) (head)\n"},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			inBranches(t)
			got := parsed(t, strings.TrimSpace(do(t, tt.line)))
			want := op.Revision{ID: "eeee5555", Revises: tt.revises, BranchLabels: tt.labels, Message: tt.message}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the revision (-want +got):\n%s", diff)
			}
			if heads := do(t, "heads"); heads != tt.headsNow {
				t.Errorf("heads %q, want %q", heads, tt.headsNow)
			}
		})
	}
}

func TestAMergeOfOneHeadSaysThatThereIsOne(t *testing.T) {
	inModule(t, "models/m.go", userModel)
	do(t, "init")
	wants := func(want string) {
		t.Helper()
		if code, _, stderr := gmig(t, "merge"); code != exitFailed || !strings.Contains(stderr, want) {
			t.Errorf("code %d, stderr %q, want %q", code, stderr, want)
		}
	}
	wants("there is nothing to merge: the history has no revision")
	do(t, "revision -m base --rev-id aaaa1111")
	wants(`there is nothing to merge: the history has one head, "aaaa1111"`)
}

func TestCommandsThatWouldBreakTheGraphWriteNothing(t *testing.T) {
	inBranches(t)
	tests := []struct{ line, want string }{
		{"merge aaaa left", "--splice"},
		{"merge left", `revision "bbbb2222" alone, and a merge joins at least two`},
		{"merge base", "no revision, and a merge joins at least two"},
		{"revision", "gmig merge"},
		{"revision --head left --branch-label right", `"right"`},
		{"revision --head left --depends-on nosuch", "--depends-on: "},
		{"revision --head left --rev-id aaaa1111", "is taken by"},
		{"init --template nosuch -d other", `template "nosuch" is not there: the templates are ["default"]`},
	}
	before := files(t, ".")
	for _, tt := range tests {
		code, stdout, stderr := gmig(t, strings.Fields(tt.line)...)
		if code == exitDone || stdout != "" || !strings.Contains(stderr, tt.want) {
			t.Errorf("gmig %s: code %d, stdout %q, stderr %q; want %q", tt.line, code, stdout, stderr, tt.want)
		}
	}
	if diff := cmp.Diff(before, files(t, ".")); diff != "" {
		t.Errorf("files changed:\n%s", diff)
	}
}

func TestABrokenFileDoesNotHideTheOthers(t *testing.T) {
	inBranches(t)
	broken := revisionFile(t, "cccc3333")
	text, err := os.ReadFile(broken)
	if err != nil {
		t.Fatal(err)
	}
	write(t, ".", broken, strings.Replace(string(text), "func init() {", "<<<<<<< HEAD", 1))
	for _, tt := range []struct{ line, want string }{
		{"history", "aaaa1111 -> bbbb2222 (left) (effective head), left\n"},
		{"history", "aaaa1111 -> cccc3333 (head), right\n"},
		{"heads", "dddd4444 (head)\n"},
		{"branches", "aaaa1111 (branchpoint)\n"},
		{"show bbbb", "Rev: bbbb2222 (head)\n"},
	} {
		code, stdout, stderr := gmig(t, strings.Fields(tt.line)...)
		if code != exitFailed || !strings.Contains(stdout, tt.want) || !strings.Contains(stderr, filepath.ToSlash(broken)+":") {
			t.Errorf("gmig %s: code %d, stdout %q, stderr %q; want %q and the broken file", tt.line, code, stdout, stderr, tt.want)
		}
	}
	// What writes or runs revisions wants all files whole.
	if code, _, stderr := gmig(t, "merge"); code != exitFailed || !strings.Contains(stderr, filepath.ToSlash(broken)+":") {
		t.Errorf("merge: code %d, stderr %s", code, stderr)
	}
}

func TestEditOpensTheFileInTheEditor(t *testing.T) {
	inBranches(t)
	t.Setenv("VISUAL", "")
	t.Setenv("EDITOR", "")
	path, bin := os.Getenv("PATH"), t.TempDir()
	t.Setenv("PATH", bin)
	if code, _, stderr := gmig(t, "edit", "left"); code != exitFailed || !strings.Contains(stderr, "set VISUAL or EDITOR") {
		t.Errorf("without an editor: code %d, stderr %s", code, stderr)
	}
	if err := os.WriteFile(filepath.Join(bin, "vi"), []byte("#!/bin/sh\necho vi \"$@\"\n"), 0o777); err != nil {
		t.Fatal(err)
	}
	if got, want := do(t, "edit left"), "vi "+revisionFile(t, "bbbb2222")+"\n"; got != want {
		t.Errorf("the system's editor got %q, want %q", got, want)
	}
	t.Setenv("PATH", path)
	t.Setenv("EDITOR", "echo editing")
	if got, want := do(t, "edit left"), "editing "+revisionFile(t, "bbbb2222")+"\n"; got != want {
		t.Errorf("the editor got %q, want %q", got, want)
	}
	write(t, ".", revisionFile(t, "bbbb2222"), "// left\n//\n// Revision ID: bbbb2222\n// Revises: aaaa1111\n\npackage versions\n\nfunc ( Revision\n")
	if got, want := do(t, "edit bbbb"), "editing "+revisionFile(t, "bbbb2222")+"\n"; got != want {
		t.Errorf("for a broken file the editor got %q, want %q", got, want)
	}
	for _, tt := range []struct{ line, want string }{
		{"edit nosuch@head", "nosuch"},
		{"edit base", "no revision stands there"},
	} {
		if code, _, stderr := gmig(t, strings.Fields(tt.line)...); code != exitFailed || !strings.Contains(stderr, tt.want) {
			t.Errorf("gmig %s: code %d, stderr %s", tt.line, code, stderr)
		}
	}
	t.Setenv("VISUAL", "false")
	if code, _, stderr := gmig(t, "edit", "aaaa"); code != exitFailed || !strings.Contains(stderr, `run editor "false"`) {
		t.Errorf("an editor that fails: code %d, stderr %s", code, stderr)
	}
}

func TestABrokenFileWithoutAnIdDoesNotHideTheOthers(t *testing.T) {
	inBranches(t)
	write(t, ".", revisionFile(t, "aaaa1111"), "package versions\n\nimport \"github.com/gmig/gmig/op\"\n\nfunc ( op.Revision\n")
	code, stdout, stderr := gmig(t, "history")
	want := "<base> -> cccc3333 (right) (head), right\n"
	if code != exitFailed || !strings.Contains(stdout, want) || !strings.Contains(stderr, "aaaa1111") {
		t.Errorf("code %d, stdout %q, stderr %q; want %q and the broken file", code, stdout, stderr, want)
	}
}
