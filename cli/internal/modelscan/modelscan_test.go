package modelscan

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// write puts files into a new directory: names and texts in turn.
func write(t *testing.T, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		p := filepath.Join(dir, files[i])
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(files[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestScanFindsModels(t *testing.T) {
	tests := []struct {
		name, body string
		want       []string
	}{
		{"gorm.Model", "type User struct { gorm.Model }\ntype Order struct { *gorm.Model }", []string{"User", "Order"}},
		{"gorm tag", "type Country struct { Code string `gorm:\"primaryKey\" json:\"code\"` }", []string{"Country"}},
		{"through another struct", "type Base struct { gorm.Model }\ntype Audited struct { Base }\ntype User struct { Audited }", []string{"User"}},
		{"tags of an embedded struct", "type Base struct { ID uint `gorm:\"primaryKey\"` }\ntype User struct { Base; Name string }", []string{"User"}},
		{"embedded by tag", "type Address struct { Street string `gorm:\"size:100\"` }\ntype User struct { gorm.Model; Home Address `gorm:\"embedded;embeddedPrefix:home_\"` }", []string{"User"}},
		{"embedded by tag in capitals", "type Address struct { Street string `gorm:\"size:100\"` }\ntype User struct { gorm.Model; Home *Address `gorm:\"EMBEDDED\"` }", []string{"User"}},
		{"embedded here, a relation there", "type Person struct { gorm.Model }\ntype Staff struct { Person }\ntype Team struct { gorm.Model; Lead []*Person }", []string{"Person", "Staff", "Team"}},
		{"a table of its own though embedded", "type Person struct { gorm.Model }\nfunc (*Person) TableName() string { return \"people\" }\ntype Staff struct { Person }", []string{"Person", "Staff"}},
		{"refers to itself", "type Node struct { gorm.Model; Children []Node }", []string{"Node"}},
		{"only a table name", "type Plain struct { ID uint }\nfunc (Plain) TableName() string { return \"plain\" }", []string{"Plain"}},
		{"unexported", "type user struct { gorm.Model }", nil},
		{"generic", "type Page[T any] struct { gorm.Model; Items []T }", nil},
		{"only ignored fields", "type Form struct { Name string `gorm:\"-\"` }", nil},
		{"no sign of gorm", "type Form struct { Name string `json:\"name\"` }", nil},
		{"embeds each other", "type A struct { B }\ntype B struct { A }", nil},
		{"in a group, with a tag in double quotes", "type (\n\tA struct { gorm.Model }\n\tB struct { X int \"gorm:\\\"index\\\"\" }\n)", []string{"A", "B"}},
		{"local types do not count", "func f() { type T struct { gorm.Model } }", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := write(t, "m.go", "package models\n\nimport \"gorm.io/gorm\"\n\n"+tt.body)
			p, err := Scan(dir, nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, p.Models); diff != "" {
				t.Errorf("models (-want +got):\n%s", diff)
			}
		})
	}
}

func TestScanReadsFilesInOrderWithoutTests(t *testing.T) {
	dir := write(t,
		"b.go", "package models\nimport g \"gorm.io/gorm\"\ntype B struct { g.Model }\n",
		"a.go", "package models\nimport \"gorm.io/gorm\"\ntype Z struct { gorm.Model }\ntype A struct { gorm.Model }\n",
		"a_test.go", "package models\nimport \"gorm.io/gorm\"\ntype InTest struct { gorm.Model }\n",
		"skip.go", "//go:build never\n\npackage models\nimport \"gorm.io/gorm\"\ntype Skipped struct { gorm.Model }\n",
	)
	p, err := Scan(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Z", "A", "B"}, p.Models); diff != "" {
		t.Error(diff)
	}
	if p.Name != "models" || len(p.Structs) != 3 {
		t.Errorf("Name %q, Structs %d; want models, 3", p.Name, len(p.Structs))
	}
}

func TestScanFollowsStructsOfOtherPackages(t *testing.T) {
	dir := write(t,
		"models/m.go", "package models\nimport \"example.com/app/base\"\nimport \"example.com/other\"\ntype User struct { base.Entity }\ntype Form struct { other.Entity }\n",
		"base/b.go", "package base\nimport \"gorm.io/gorm\"\ntype Entity struct { gorm.Model }\n",
	)
	p, err := Scan(filepath.Join(dir, "models"), func(p string) string {
		if rel, ok := strings.CutPrefix(p, "example.com/app/"); ok {
			return filepath.Join(dir, rel)
		}
		return ""
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"User"}, p.Models); diff != "" {
		t.Error(diff)
	}
}

func TestScanFindsRegistration(t *testing.T) {
	tests := []struct {
		body       string
		registered bool
		conflict   bool
	}{
		{"func Models() []any { return nil }", true, false},
		{"func Models() []interface{} { return nil }", true, false},
		{"func Models() (list []any) { return nil }", true, false},
		{"func Models() []string { return nil }", false, true},
		{"func Models(n int) []any { return nil }", false, true},
		{"func Models() ([]any, error) { return nil, nil }", false, true},
		{"var Models = []any{}", false, true},
		{"type Models struct{}", false, true},
		{"type T struct{}\nfunc (T) Models() []any { return nil }", false, false},
		{"", false, false},
	}
	for _, tt := range tests {
		p, err := Scan(write(t, "m.go", "package models\n"+tt.body), nil)
		if err != nil {
			t.Fatal(err)
		}
		if p.Registered != tt.registered || (p.Conflict != "") != tt.conflict {
			t.Errorf("%s: registered %v, conflict %q; want %v, %v", tt.body, p.Registered, p.Conflict, tt.registered, tt.conflict)
		}
	}
}

func TestScanOfNoGoFiles(t *testing.T) {
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), "absent")} {
		if _, err := Scan(dir, nil); !errors.Is(err, ErrNoGo) {
			t.Errorf("Scan(%q): error %v, want ErrNoGo", dir, err)
		}
	}
}

func TestScanNamesStructsThatMayBeModels(t *testing.T) {
	dir := write(t, "m.go", `package models

import "gorm.io/gorm"

type User struct { gorm.Model; Home Place }
type Setting struct { ID uint; Value string }
type Place struct { ID uint }
type Part struct { ID uint }
type Whole struct { Part; Name string }
type Form struct { Name string }
type Shown struct { ID uint `+"`gorm:\"-\"`"+` }
type hidden struct { ID uint }
//gmig:ignore Answer
type Answer struct { ID uint }
`)
	p, err := Scan(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	// GORM reaches Place by itself, from User.
	if diff := cmp.Diff([]string{"Setting"}, p.Possible); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
