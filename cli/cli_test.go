package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// inModule makes a Go module with files, names and texts in turn, and has the
// test stand in its root.
func inModule(t *testing.T, files ...string) string {
	t.Helper()
	root := t.TempDir()
	write(t, root, append([]string{"go.mod", "module example.com/shop\n\ngo 1.25.0\n"}, files...)...)
	t.Chdir(root)
	t.Setenv("DATABASE_URL", "")
	t.Setenv("GMIG_DIRECTORY", "")
	t.Setenv("GOWORK", "off")
	return root
}

func write(t *testing.T, root string, files ...string) {
	t.Helper()
	for i := 0; i < len(files); i += 2 {
		p := filepath.Join(root, filepath.FromSlash(files[i]))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(files[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// gmig runs the binary's command line in this process.
func gmig(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, log bytes.Buffer
	code = Gmig(append([]string{"gmig"}, args...), strings.NewReader(""), &out, &log)
	return code, out.String(), log.String()
}

func TestUsageErrorsExitWithTwo(t *testing.T) {
	inModule(t)
	tests := []struct{ args, want string }{
		{"upgarde", `unknown command "upgarde"`},
		{"init --modles x", "init has no option --modles (did you mean --models?)"},
		{"revision --sql --autogenerate", "leave one of them out"},
		{"migrate --sql", "leave --sql out"},
		{"init extra", `init does not take the argument "extra"`},
		{"help nosuch", "nosuch"},
	}
	for _, tt := range tests {
		code, stdout, stderr := gmig(t, strings.Fields(tt.args)...)
		if code != exitUsage || !strings.Contains(stderr, "error: ") || !strings.Contains(stderr, tt.want) {
			t.Errorf("gmig %s: code %d, stderr %q; want 2 and %q", tt.args, code, stderr, tt.want)
		}
		if stdout != "" {
			t.Errorf("gmig %s: stdout %q, want nothing", tt.args, stdout)
		}
	}
}

func TestEveryCommandHasAnExample(t *testing.T) {
	a := &app{}
	for _, c := range a.commands() {
		if !strings.Contains(c.Description, "Example:\n  gmig ") {
			t.Errorf("%s --help has no example", c.Name)
		}
		code, stdout, _ := gmig(t, c.Name, "--help")
		if code != exitDone || !strings.Contains(stdout, c.Usage) {
			t.Errorf("gmig %s --help: code %d, stdout %q", c.Name, code, stdout)
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
