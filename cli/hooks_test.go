package cli

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHooksRunOnANewFile(t *testing.T) {
	inBranches(t)
	write(t, ".", "migrations/gmig.toml", `post_write_hooks = ["sed -i s/TODO/done/", "cp {file} {file}.copy", "echo ready"]`+"\n",
		"migrations/revision.go.tmpl", strings.Replace(read(t, "migrations/revision.go.tmpl"), "package versions", "// TODO: look\n\npackage versions", 1))
	for _, args := range [][]string{{"revision", "--head", "left"}, {"merge", "-m", "all"}} {
		code, stdout, stderr := gmig(t, args...)
		path := strings.TrimSpace(stdout)
		want := "INFO  Running post-write hook \"sed -i s/TODO/done/\"\nINFO  Running post-write hook \"cp {file} {file}.copy\"\nINFO  Running post-write hook \"echo ready\"\nready " + path + "\n"
		if diff := cmp.Diff(want, stderr); code != exitDone || diff != "" {
			t.Fatalf("gmig %q: code %d, stderr (-want +got):\n%s", args, code, diff)
		}
		if text := read(t, path); !strings.Contains(text, "// done: look\n") || text != read(t, path+".copy") {
			t.Errorf("the hooks made of the file:\n%s", text)
		}
	}
}

func TestAHookThatFailsLeavesTheFile(t *testing.T) {
	inBranches(t)
	write(t, ".", "migrations/gmig.toml", `post_write_hooks = ["false", "echo never"]`+"\n")
	code, stdout, stderr := gmig(t, "revision", "--head", "left")
	if code != exitFailed || !strings.Contains(stderr, `run post-write hook "false" of gmig.toml on "`) || strings.Contains(stderr, "never") {
		t.Errorf("code %d, stderr %s", code, stderr)
	}
	parsed(t, strings.TrimSpace(stdout))
	write(t, ".", "migrations/gmig.toml", `post_write_hooks = [" "]`+"\n")
	if code, _, stderr := gmig(t, "history"); code != exitFailed || !strings.Contains(stderr, "post_write_hooks: a hook is empty") {
		t.Errorf("an empty hook: code %d, stderr %s", code, stderr)
	}
}
