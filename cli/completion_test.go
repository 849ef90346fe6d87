package cli

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestComplete(t *testing.T) {
	inBranches(t)
	revisions := []string{"head", "heads", "base", "left@head", "right@head", "cccc3333", "dddd4444", "bbbb2222", "aaaa1111"}
	all := func(words ...string) []string {
		t.Helper()
		code, stdout, stderr := gmig(t, append([]string{"__complete", "--"}, words...)...)
		if code != exitDone || stderr != "" {
			t.Fatalf("complete %q: code %d, stderr %s", words, code, stderr)
		}
		var texts []string
		for line := range strings.Lines(stdout) {
			text, _, _ := strings.Cut(line, "\t")
			texts = append(texts, text)
		}
		return texts
	}
	for _, tt := range []struct {
		words []string
		want  []string
	}{
		{[]string{"upgrade", ""}, revisions},
		{[]string{"downgrade", "--sql", "a"}, revisions},
		{[]string{"revision", "--head", ""}, revisions},
		{[]string{"history", "-v", "-r", ""}, revisions},
		{[]string{"-d", "migrations", "show", ""}, revisions},
		{[]string{"-d", "nowhere", "show", ""}, []string{"head", "heads", "base"}},
		{[]string{"history", "--format", ""}, []string{"text", "json", "mermaid", "dot"}},
		{[]string{"completion", ""}, []string{"bash", "zsh", "fish"}},
		{[]string{"revision", "-m", ""}, nil},
		{[]string{"-d", ""}, nil},
		{[]string{"heads", ""}, nil},
	} {
		if diff := cmp.Diff(tt.want, all(tt.words...)); diff != "" {
			t.Errorf("complete %q (-want +got):\n%s", tt.words, diff)
		}
	}
	if names := all(""); !slices.Contains(names, "upgrade") || slices.Contains(names, "__complete") || !slices.Equal(names, all()) {
		t.Errorf("commands: %q", names)
	}
	if names := all("upgrade", "--"); !slices.Contains(names, "--sql") || !slices.Contains(names, "--url") || slices.Contains(names, "--purge") {
		t.Errorf("options of upgrade: %q", names)
	}
	if names := all("-"); slices.Contains(names, "--sql") || !slices.Contains(names, "-d") {
		t.Errorf("global options: %q", names)
	}
}

func TestCompletionHasEachShell(t *testing.T) {
	for _, shell := range shells {
		if script := do(t, "completion "+shell); !strings.Contains(script, "gmig __complete -- ") {
			t.Errorf("completion %s:\n%s", shell, script)
		}
	}
	files, err := filepath.Glob("completion/*")
	if err != nil || len(files) != len(shells) {
		t.Errorf("scripts %q, %v", files, err)
	}
	code, stdout, stderr := gmig(t, "completion", "tcsh")
	if code != exitUsage || stdout != "" || !strings.Contains(stderr, `"tcsh"`) {
		t.Errorf("code %d, stdout %q, stderr %q", code, stdout, stderr)
	}
}
