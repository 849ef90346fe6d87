package cli

import (
	"strings"
	"testing"

	"github.com/gmig/gmig/op"
)

// branchesEnv is the compiled environment of inBranches.
func branchesEnv() *Env {
	env := testEnv()
	env.Versions.Add(op.Revision{ID: "aaaa1111", Message: "base"})
	env.Versions.Add(op.Revision{ID: "bbbb2222", Message: "left", Revises: []string{"aaaa1111"}, BranchLabels: []string{"left"}})
	env.Versions.Add(op.Revision{ID: "cccc3333", Message: "right", Revises: []string{"aaaa1111"}, BranchLabels: []string{"right"}})
	env.Versions.Add(op.Revision{ID: "dddd4444", Message: "apart", DependsOn: []string{"left"}})
	return env
}

func TestStampAndWhatCurrentSaysOfIt(t *testing.T) {
	inBranches(t)
	for _, tt := range []struct {
		line           string
		code           int
		stdout, stderr string
	}{
		{"ensure-version", exitDone, "", ""},
		{"current", exitDone, "", ""},
		{"current -c", exitFailed, "", "error: the database is not at all heads\n  sqlite://app.db is at base\n  the heads of the history: cccc3333, dddd4444\n"},
		{"stamp", exitFailed, "", "left@head"},
		{"stamp left right", exitDone, "", "INFO  Running stamp  -> bbbb2222\nINFO  Running stamp  -> cccc3333\n"},
		{"current", exitDone, "bbbb2222 (effective head)\ncccc3333 (head)\n", ""},
		{"current --check-heads", exitFailed, "bbbb2222 (effective head)\ncccc3333 (head)\n", "is at bbbb2222, cccc3333\n"},
		{"stamp right dddd --purge", exitDone, "", "INFO  Running stamp  -> cccc3333\nINFO  Running stamp  -> dddd4444\n"},
		{"current -c", exitDone, "bbbb2222 (effective head)\ncccc3333 (head)\ndddd4444 (head)\n", ""},
		{"history -i -r left@base:left", exitDone, "aaaa1111 -> bbbb2222 (left) (effective head), left\n<base> -> aaaa1111 (branchpoint), base\n", ""},
		{"stamp nosuch --purge", exitFailed, "", `"nosuch"`},
		{"stamp base", exitDone, "", "INFO  Running stamp cccc3333 -> \nINFO  Running stamp dddd4444 -> \n"},
	} {
		code, stdout, stderr := inEnv(t, branchesEnv(), strings.Fields(tt.line)...)
		matches := stderr == tt.stderr
		if tt.code != exitDone {
			matches = strings.Contains(stderr, tt.stderr)
		}
		if code != tt.code || stdout != tt.stdout || !matches {
			t.Errorf("%s: code %d, stdout %q, stderr %q\nwant %d, %q, %q", tt.line, code, stdout, stderr, tt.code, tt.stdout, tt.stderr)
		}
	}
}
