package cli

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const userModel = "package models\n\nimport \"gorm.io/gorm\"\n\ntype User struct{ gorm.Model }\n"

// files lists every file under root except go.mod and the given ones.
func files(t *testing.T, root string, except ...string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, p)
		if rel = filepath.ToSlash(rel); rel != "go.mod" && !slices.Contains(except, rel) {
			found = append(found, rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// golden compares a text with testdata/name.
func golden(t *testing.T, testdata, name, got string) {
	t.Helper()
	p := filepath.Join(testdata, name+".golden")
	if *update {
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestInitWritesTheProject(t *testing.T) {
	testdata, err := filepath.Abs("testdata/init")
	if err != nil {
		t.Fatal(err)
	}
	root := inModule(t, "models/user.go", userModel, "models/order.go", "package models\n\nimport \"gorm.io/gorm\"\n\ntype Order struct{ gorm.Model }\n")
	code, stdout, stderr := gmig(t, "init")
	if code != exitDone {
		t.Fatalf("code %d, stderr %s", code, stderr)
	}
	written := files(t, root, "models/user.go", "models/order.go")
	want := []string{
		"migrations/README.md", "migrations/env.go", "migrations/gmig.toml", "migrations/revision.go.tmpl",
		"migrations/versions/versions.go", "models/models_gmig.go",
	}
	if diff := cmp.Diff(want, written); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	for _, f := range written {
		if !strings.Contains(stdout, "wrote "+f+"\n") {
			t.Errorf("stdout does not name %s:\n%s", f, stdout)
		}
		if f == "migrations/revision.go.tmpl" {
			continue
		}
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, testdata, filepath.Base(f), string(text))
	}
	for _, next := range []string{
		"listed 2 models in ./models: Order, User",
		"go mod edit -require=github.com/gmig/gmig@v0.0.0 -replace=github.com/gmig/gmig=",
		"    go get ./migrations\n",
		`gmig revision --autogenerate -m "first"`,
	} {
		if !strings.Contains(stdout, next) {
			t.Errorf("stdout does not say %q:\n%s", next, stdout)
		}
	}
}

func TestInitNamesThePackagesInEnv(t *testing.T) {
	tests := []struct {
		name  string
		files []string
		args  string
		want  []string
	}{
		{"another directory", []string{"models/m.go", userModel}, "init -d db/migrations",
			[]string{`"example.com/shop/db/migrations/versions"`, "go run ./db/migrations upgrade head"}},
		{"found by itself", []string{"internal/models/m.go", userModel}, "init", []string{`"example.com/shop/internal/models"`}},
		{"package named otherwise than its directory", []string{"db/m.go", userModel}, "init --models ./db",
			[]string{`models "example.com/shop/db"`, "models.Models()"}},
		{"package named as one that env.go imports", []string{"sqlite/m.go", strings.Replace(userModel, "package models", "package sqlite", 1)}, "init --models sqlite",
			[]string{`models "example.com/shop/sqlite"`, "models.Models()"}},
		{"models at the module's root", []string{"m.go", strings.Replace(userModel, "package models", "package shop", 1)}, "init --models .",
			[]string{`"example.com/shop"`, "shop.Models()"}},
		{"driver in pure Go", []string{"models/m.go", userModel, "go.mod", "module example.com/shop\n\ngo 1.25.0\n\nrequire (\n\tgithub.com/glebarez/sqlite v1.11.0 // indirect\n)\n"}, "init",
			[]string{`"github.com/glebarez/sqlite"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := inModule(t, tt.files...)
			code, _, stderr := gmig(t, strings.Fields(tt.args)...)
			if code != exitDone {
				t.Fatalf("code %d, stderr %s", code, stderr)
			}
			env, err := fs.Glob(os.DirFS(root), "*/env.go")
			if len(env) == 0 {
				env, err = fs.Glob(os.DirFS(root), "*/*/env.go")
			}
			if err != nil || len(env) != 1 {
				t.Fatalf("env.go: %q, %v", env, err)
			}
			text, err := os.ReadFile(env[0])
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range tt.want {
				if !strings.Contains(string(text), want) {
					t.Errorf("env.go has no %s:\n%s", want, text)
				}
			}
		})
	}
}

func TestInitKeepsModelsThatAreListed(t *testing.T) {
	inModule(t, "models/m.go", userModel+"\nfunc Models() []any { return []any{&User{}} }\n")
	if code, _, stderr := gmig(t, "init"); code != exitDone {
		t.Fatalf("code %d, stderr %s", code, stderr)
	}
	if _, err := os.Stat("models/models_gmig.go"); err == nil {
		t.Error("models_gmig.go was written beside a function Models")
	}
}

func TestInitWritesTheURL(t *testing.T) {
	inModule(t, "models/m.go", userModel)
	code, stdout, stderr := gmig(t, "init", "--url", "postgres://u:hunter2@h/db")
	if code != exitDone {
		t.Fatalf("code %d, stderr %s", code, stderr)
	}
	cfg, err := readConfig("migrations")
	if err != nil || cfg.URL != "postgres://u:hunter2@h/db" {
		t.Errorf("gmig.toml has url %q, %v", cfg.URL, err)
	}
	if !strings.Contains(stderr, "WARN  migrations/gmig.toml holds the password") {
		t.Errorf("stderr %q does not warn of the password", stderr)
	}
	if strings.Contains(stdout+stderr, "hunter2") {
		t.Errorf("the password is printed:\n%s%s", stdout, stderr)
	}
}

func TestInitRefusesAndWritesNothing(t *testing.T) {
	tests := []struct {
		name  string
		files []string
		args  string
		want  string
	}{
		{"directory not empty", []string{"models/m.go", userModel, "migrations/notes.txt", "x"}, "init", `directory "migrations" exists and is not empty`},
		{"no models anywhere", nil, "init", "looked for Go files in ./models, ./internal/models, ./model; name the directory of your models with --models DIR"},
		{"no such directory", nil, "init --models ./entities", `no Go files in "./entities"`},
		{"models below the directory", []string{"model/user/m.go", userModel}, "init --models ./model", `no Go files in "./model": --models takes the directory of the package with the GORM models; there are GORM models in ./model/user: name the directory`},
		{"nothing like a model", []string{"models/m.go", "package models\n\ntype Form struct{}\n\ntype Page struct{}\n"}, "init", "no GORM models in \"./models\": looked at 2 exported structs for an embedded gorm.Model or gorm tags"},
		{"models in a program", []string{"main.go", strings.Replace(userModel, "package models", "package main", 1)}, "init --models .", "package main, which cannot be imported: move the files"},
		{"Models is something else", []string{"models/m.go", userModel + "var Models = 1\n"}, "init", "declares Models, but not as `func Models() []any`"},
		{"a list without the function", []string{"models/m.go", userModel, "models/models_gmig.go", "package models\n"}, "init", "models/models_gmig.go exists and has no"},
		{"url without scheme", []string{"models/m.go", userModel}, "init --url app.db", "has no scheme"},
		{"url of no driver", []string{"models/m.go", userModel}, "init --url mysql://u:hunter2@h/db", "the environment has postgres, sqlite"},
		{"models elsewhere", []string{"internal/entity/m.go", userModel}, "init", "there are GORM models in ./internal/entity: name the directory with --models ./internal/entity"},
		{"models that are hidden from the migrations", []string{"app/internal/models/m.go", userModel}, "init --models app/internal/models", "only code below"},
		{"directory that Go cannot import", []string{"models/m.go", userModel}, "init -d a&b", `directory "a&b" cannot be part of a Go import path`},
		{"outside the module", []string{"models/m.go", userModel}, "init -d ../elsewhere", "no go.mod"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := inModule(t, tt.files...)
			before := files(t, root)
			code, stdout, stderr := gmig(t, strings.Fields(tt.args)...)
			if code != exitFailed || !strings.Contains(stderr, tt.want) {
				t.Errorf("code %d, stderr %q; want 1 and %q", code, stderr, tt.want)
			}
			if stdout != "" {
				t.Errorf("stdout %q", stdout)
			}
			if strings.Contains(stderr, "hunter2") {
				t.Errorf("stderr shows the password: %s", stderr)
			}
			if diff := cmp.Diff(before, files(t, root)); diff != "" {
				t.Errorf("files changed (-before +after):\n%s", diff)
			}
		})
	}
}

func TestInitWritesThoughTheModuleNeedsTidying(t *testing.T) {
	inModule(t, "models/m.go", userModel, "go.mod", "module example.com/shop\n\nrequire github.com/glebarez/sqlite v1.11.0\n")
	code, stdout, stderr := gmig(t, "init")
	if code != exitDone || !strings.Contains(stdout, "wrote migrations/env.go") || !strings.Contains(stdout, "    go get ./migrations\n") {
		t.Errorf("code %d, stdout %q, stderr %q", code, stdout, stderr)
	}
}

func TestInitWithoutModule(t *testing.T) {
	root := inModule(t, "models/m.go", userModel)
	if err := os.Remove(filepath.Join(root, "go.mod")); err != nil {
		t.Fatal(err)
	}
	code, _, stderr := gmig(t, "init")
	if code != exitFailed || !strings.Contains(stderr, "go mod init") {
		t.Errorf("code %d, stderr %q", code, stderr)
	}
}

func TestWriteFilesRemovesWhatItWroteOnFailure(t *testing.T) {
	root := inModule(t, "taken/b", "x")
	err := writeFiles(root, []plannedFile{{"new/deep/a", nil}, {"taken/b", nil}})
	if err == nil || !strings.Contains(err.Error(), `write "taken/b"`) {
		t.Fatalf("error %v", err)
	}
	if _, err := os.Stat("new"); err == nil {
		t.Error("directory new is left behind")
	}
	if text, _ := os.ReadFile("taken/b"); string(text) != "x" {
		t.Error("the file that was in the way is gone")
	}
}
