package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheMigrationsOfTheModuleAreFoundFromAnywhereInIt stands in several places.
// A command that reads files alone shows that it found them, and says where as
// the user sees it.
func TestTheMigrationsOfTheModuleAreFoundFromAnywhereInIt(t *testing.T) {
	root := inModule(t,
		"migrations/gmig.toml", "url = \"sqlite://app.db\"\n", "migrations/versions/versions.go", "package versions\n",
		"store/internal/x.go", "package internal\n",
		"nested/go.mod", "module example.com/nested\n", "nested/pkg/x.go", "package pkg\n")
	for _, test := range []struct {
		stands string
		want   string // where the file is written, empty for an error
	}{
		{".", "migrations/versions"},
		{"store/internal", "../../migrations/versions"},
		{"migrations", "versions"},
		{"migrations/versions", "../versions"},
		{"nested/pkg", ""},
	} {
		t.Chdir(filepath.Join(root, filepath.FromSlash(test.stands)))
		code, stdout, stderr := gmig(t, "revision", "-m", "x", "--rev-id", "abc")
		if test.want == "" {
			if code != exitFailed || !strings.Contains(stderr, `migrations directory "migrations" does not exist`) {
				t.Errorf("in %s: code %d, stderr %q", test.stands, code, stderr)
			}
			continue
		}
		file := strings.TrimSpace(stdout)
		if code != exitDone || filepath.ToSlash(filepath.Dir(file)) != test.want {
			t.Errorf("in %s: code %d, stdout %q, stderr %q, want a file in %s", test.stands, code, stdout, stderr, test.want)
		}
		if err := os.Remove(file); err != nil {
			t.Error(err)
		}
	}
	// What is named is meant as it is, and init makes one where it is told to.
	t.Chdir(filepath.Join(root, "store"))
	if code, _, stderr := gmig(t, "revision", "-m", "x", "-d", "migrations"); code != exitFailed {
		t.Errorf("with -d: code %d, stderr %q", code, stderr)
	}
	write(t, root, "store/models/m.go", "package models\n\nfunc Models() []any { return nil }\n")
	if code, stdout, stderr := gmig(t, "init", "--models", "./models"); code != exitDone || !strings.Contains(stdout, "wrote migrations/gmig.toml") {
		t.Errorf("init: code %d, stdout %q, stderr %q", code, stdout, stderr)
	}
	if _, err := os.Stat(filepath.Join(root, "store", "migrations", "env.go")); err != nil {
		t.Error(err)
	}
}
