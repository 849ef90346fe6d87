package envbuild

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const program1 = "package main\n\nfunc main() { println(\"one\") }\n"

// inModule makes a module with files, names and texts in turn.
func inModule(t *testing.T, files ...string) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOWORK", "off")
	t.Setenv("GOFLAGS", "")
	write(t, root, append([]string{"go.mod", "module example.com/app\n\ngo 1.25.0\n"}, files...)...)
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

func buildIn(t *testing.T, root, cache string) (string, error) {
	t.Helper()
	return Build(context.Background(), filepath.Join(root, "migrations"), Options{WorkingDir: root, Cache: cache})
}

func output(t *testing.T, binary string) string {
	t.Helper()
	out, err := exec.Command(binary).CombinedOutput()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestBuildFollowsTheSource(t *testing.T) {
	root, cache := inModule(t, "migrations/env.go", program1), t.TempDir()
	first, err := buildIn(t, root, cache)
	if err != nil {
		t.Fatal(err)
	}
	if got := output(t, first); got != "one\n" {
		t.Errorf("the binary says %q", got)
	}
	before, err := os.Stat(first)
	if err != nil {
		t.Fatal(err)
	}

	again, err := buildIn(t, root, cache)
	if err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(again)
	if err != nil {
		t.Fatal(err)
	}
	if again != first || !os.SameFile(before, after) {
		t.Error("an unchanged environment was installed again")
	}

	write(t, root, "migrations/env.go", strings.Replace(program1, "one", "two", 1))
	if _, err := buildIn(t, root, cache); err != nil {
		t.Fatal(err)
	}
	if got := output(t, first); got != "two\n" {
		t.Errorf("after an edit the binary says %q", got)
	}
	left, err := filepath.Glob(filepath.Join(cache, "*", "new-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("temporary files are left: %q, %v", left, err)
	}
}

func TestBuildIsSafeForSeveralAtOnce(t *testing.T) {
	root, cache := inModule(t, "migrations/env.go", program1), t.TempDir()
	var wg sync.WaitGroup
	for range 6 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			binary, err := buildIn(t, root, cache)
			if err != nil {
				t.Error(err)
				return
			}
			if out, err := exec.Command(binary).CombinedOutput(); err != nil || string(out) != "one\n" {
				t.Errorf("the binary says %q, %v", out, err)
			}
		}()
	}
	wg.Wait()
}

func TestBuildStopsWhenInterrupted(t *testing.T) {
	root, cache := inModule(t, "migrations/env.go", program1), t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Build(ctx, filepath.Join(root, "migrations"), Options{WorkingDir: root, Cache: cache})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}

func TestBuildTellsWhenItIsSlow(t *testing.T) {
	root := inModule(t, "migrations/env.go", program1)
	told := make(chan struct{})
	_, err := Build(context.Background(), filepath.Join(root, "migrations"), Options{
		WorkingDir: root, Cache: t.TempDir(), SlowAfter: time.Nanosecond, Slow: func(bool) { close(told) },
	})
	if err != nil {
		t.Fatal(err)
	}
	<-told
}

func TestBuildRemovesTheBinaryOfAProjectThatIsGone(t *testing.T) {
	cache, binaries := t.TempDir(), 0
	for range 2 {
		root := inModule(t, "migrations/env.go", program1)
		if _, err := Build(context.Background(), filepath.Join(root, "migrations"), Options{WorkingDir: root, Cache: cache}); err != nil {
			t.Fatal(err)
		}
		all, err := filepath.Glob(filepath.Join(cache, "*", "migrations*"))
		if err != nil {
			t.Fatal(err)
		}
		binaries = len(all)
		if err := os.RemoveAll(filepath.Join(root, "migrations")); err != nil {
			t.Fatal(err)
		}
	}
	if binaries != 1 {
		t.Errorf("%d binaries, and one of the projects is there", binaries)
	}
}

func TestPruneRemovesWhatNobodyRuns(t *testing.T) {
	cache := t.TempDir()
	write(t, cache, "old/lock", "", "old/migrations", "x", "new/lock", "", "stranger/file", "",
		"here/lock", "", "here/directory", cache, "gone/lock", "", "gone/directory", filepath.Join(cache, "nowhere"))
	long := time.Now().Add(-2 * keep)
	if err := os.Chtimes(filepath.Join(cache, "old/lock"), long, long); err != nil {
		t.Fatal(err)
	}
	prune(cache, time.Now().Add(-keep))
	left, err := filepath.Glob(filepath.Join(cache, "*"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{filepath.Join(cache, "here"), filepath.Join(cache, "new"), filepath.Join(cache, "stranger")}, left); diff != "" {
		t.Error(diff)
	}
}

func TestBuildExplains(t *testing.T) {
	tests := []struct {
		name  string
		files []string
		want  []string
	}{
		{"compiler's lines, as seen from where the user stands",
			[]string{"migrations/env.go", "package main\n\nimport \"example.com/app/models\"\n\nfunc main() { models.F() }\n", "models/m.go", "package models\n\nfunc F() { x }\n"},
			[]string{"the migration environment ../migrations does not compile:", "\n../models/m.go:3:12: undefined: x"}},
		{"models in a program",
			[]string{"migrations/env.go", "package main\n\nimport _ \"example.com/app\"\n\nfunc main() {}\n", "main.go", "package main\n\nfunc main() {}\n"},
			[]string{`package "example.com/app" is a program (package main), and Go imports no programs`, "Move the models into a package of their own", "../migrations/env.go:3:8: "}},
		{"gmig not required",
			[]string{"migrations/env.go", "package main\n\nimport _ \"github.com/gmig/gmig/cli\"\n\nfunc main() {}\n"},
			[]string{"the module does not require what", "no required module provides package github.com/gmig/gmig/cli\nRun in ..\n\n\tgo mod edit -require=github.com/gmig/gmig@v0.0.0 -replace=github.com/gmig/gmig=", "\n\tgo get ./migrations"}},
		{"another module not required",
			[]string{"migrations/env.go", "package main\n\nimport _ \"example.org/driver/x\"\n\nfunc main() {}\n"},
			[]string{"no required module provides package example.org/driver/x\nRun in ..\n\n\tgo get ./migrations"}},
		{"a vendor directory without gmig",
			[]string{"migrations/env.go", "package main\n\nimport _ \"github.com/gmig/gmig/cli\"\n\nfunc main() {}\n", "vendor/modules.txt", ""},
			[]string{"The vendor directory does not have what the environment imports. Run in ..", "\n\tgo mod edit -require", "\n\tgo get ./migrations\n\tgo mod vendor"}},
		{"a package of the module that is gone",
			[]string{"migrations/env.go", "package main\n\nimport _ \"example.com/app/models\"\n\nfunc main() {}\n"},
			[]string{`Package "example.com/app/models" would be part of this module`}},
		{"internal package",
			[]string{"migrations/env.go", "package main\n\nimport _ \"example.com/app/a/internal/models\"\n\nfunc main() {}\n", "a/internal/models/m.go", "package models\n"},
			[]string{"An internal package is visible only below"}},
		{"env.go removed",
			[]string{"migrations/gmig.toml", "", "migrations/versions/versions.go", "package versions\n"},
			[]string{"../migrations/env.go is missing", "git checkout -- ../migrations/env.go", "gmig init -d ../migrations-new"}},
		{"env.go excluded",
			[]string{"migrations/env.go", "//go:build never\n\n" + program1},
			[]string{"../migrations/env.go is left out of the build"}},
		{"no program",
			[]string{"migrations/env.go", "package migrations\n"},
			[]string{"../migrations holds package migrations: the migration environment must be a program", "`package main`"}},
		{"not in the workspace",
			[]string{"migrations/env.go", program1, "go.work", "go 1.25.0\n\nuse ./other\n", "other/go.mod", "module example.com/other\n\ngo 1.25.0\n"},
			[]string{"go work use .."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := inModule(t, append(tt.files, "sub/x.txt", "")...)
			t.Setenv("GOWORK", "")
			_, err := Build(context.Background(), filepath.Join(root, "migrations"), Options{WorkingDir: filepath.Join(root, "sub"), Cache: t.TempDir()})
			var explained *Error
			if !errors.As(err, &explained) {
				t.Fatalf("error %v, want an *Error", err)
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error does not say %q:\n%v", want, err)
				}
			}
		})
	}
}

func TestBuildWithoutGo(t *testing.T) {
	root := inModule(t, "migrations/env.go", program1)
	t.Setenv("PATH", t.TempDir())
	if _, err := buildIn(t, root, t.TempDir()); !errors.Is(err, ErrNoGo) {
		t.Errorf("error %v, want ErrNoGo", err)
	}
}

func TestBuildOutsideAModule(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "migrations/env.go", program1)
	if _, err := buildIn(t, dir, t.TempDir()); !errors.Is(err, ErrNoModule) || !strings.Contains(err.Error(), "go mod init") {
		t.Errorf("error %v, want ErrNoModule", err)
	}
}

func TestRequirements(t *testing.T) {
	tests := []struct {
		name     string
		missing  []string
		checkout string
		want     []string
	}{
		{"sums or indirect requirements", nil, "/src/gmig", []string{"go get ./db/migrations"}},
		{"gmig", []string{"github.com/gmig/gmig/cli", "github.com/gmig/gmig/versions"}, "", []string{"go get ./db/migrations"}},
		{"from a checkout", []string{"github.com/gmig/gmig/cli", "gorm.io/driver/sqlite"}, "/src/my gmig",
			[]string{"go mod edit -require=github.com/gmig/gmig@v0.0.0 -replace=github.com/gmig/gmig='/src/my gmig'", "go get ./db/migrations"}},
		{"a driver only, from a checkout", []string{"gorm.io/driver/sqlite"}, "/src/gmig", []string{"go get ./db/migrations"}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, Requirements(tt.missing, tt.checkout, "./db/migrations")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestModulePath(t *testing.T) {
	tests := []struct{ text, want string }{
		{"module example.com/app\n", "example.com/app"},
		{"// comment\nmodule\t\"example.com/app\" // why\n\ngo 1.25\n", "example.com/app"},
		{"modules x\n", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := modulePath([]byte(tt.text)); got != tt.want {
			t.Errorf("modulePath(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestMissingAsksTheGoCommand(t *testing.T) {
	root := inModule(t, "models/m.go", "package models\n")
	m, err := FindModule(filepath.Join(root, "models"))
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOFLAGS", "-mod=mod")
	missing, err := m.Missing("fmt", "example.com/app/models", "example.org/none")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"example.org/none"}, missing); diff != "" {
		t.Error(diff)
	}
}

func TestMissingGoesByGoModWhenTheGoCommandCannotTell(t *testing.T) {
	root := inModule(t, "go.mod", `module example.com/app

require example.org/one v1.0.0 // a module that nobody has
require (
	"example.org/two" v1.0.0
	// example.org/three v1.0.0
)
`)
	m, err := FindModule(root)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"example.org/three", "example.org/oneself"}
	asked := []string{"example.org/one/x", "example.org/two", "example.org/three", "example.org/oneself", "example.com/app/models"}
	missing, err := m.Missing(asked...)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, missing); diff != "" {
		t.Error(diff)
	}
	t.Setenv("PATH", t.TempDir())
	if missing, err = m.Missing(asked...); err != nil || !cmp.Equal(want, missing) {
		t.Errorf("without Go: %q, %v", missing, err)
	}
}

func TestNothingIsSaidOfABuildThatHasEnded(t *testing.T) {
	later(time.Hour, func() { t.Error("it is called though it was stopped") })()
	begun, ended := make(chan struct{}), false
	stop := later(0, func() {
		close(begun)
		for range 1000 {
			runtime.Gosched()
		}
		ended = true
	})
	<-begun
	if stop(); !ended {
		t.Error("stop does not wait for what has begun")
	}
}
