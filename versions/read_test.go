package versions

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func revisionFS(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// revisionSource is a file of a revision with more fields.
func revisionSource(id, fields string) string {
	return fmt.Sprintf(`package versions

import "github.com/gmig/gmig/op"

func init() { All.Add(op.Revision{ID: %q, %s}) }
`, id, fields)
}

const handwritten = `//go:build !never

// Add the orders.
//
// They come with an index.
//
// Revision ID: 5f1e8c0a9d3b
// Revises: 1975ea83b712
// Create Date: 2026-11-22 10:22:11 UTC

// Package versions holds the history.
package versions

import (
	"context"

	migrate "github.com/gmig/gmig/op"
)

const (
	parent        = "1975ea83" + suffix
	suffix        = "b712"
	orders string = ` + "`orders`" + `
)

/* a comment */
func init() {
	const label = "shop"
	r := migrate.Revision{ // reformatted
		Message: "add " + (orders), Up: up, Down: func(ctx context.Context, m *migrate.Migration) error { return nil },
		DependsOn: nil,
		BranchLabels: []string{label, "second"}, Revises: []string{
			parent, /* the only one */
		},
		ID: "5f1e8c0a9d3b",
	}
	All.Add(r)
}

func up(ctx context.Context, m *migrate.Migration) error {
	table := "late"
	return m.Run(ctx,
		migrate.CreateTable(orders, migrate.Column("id", migrate.Uint(64))),
		migrate.CreateTable(table),
		migrate.CreateIndex("idx_orders_id", orders, "id").Unique(),
		migrate.RenameTable("clients", "customers"),
		other.CreateTable("not_ours"),
	)
}
`

func TestReadFindsTheRevisionHoweverItIsWritten(t *testing.T) {
	files, err := ReadFS(revisionFS(map[string]string{
		"20261122_add_orders.go": handwritten,
		"versions.go":            "package versions\n\nvar All = versions.NewSet(nil) // no Revision here\n",
		"helper.go":              "package versions\n\nimport \"github.com/gmig/gmig/op\"\n\nfunc none() op.Revision { return op.Revision{} }\n",
		"other.go":               "package versions\n\ntype Revision struct{ ID string }\n\nvar r = Revision{ID: \"mine\"}\n",
		"a_test.go":              revisionSource("intest", ""),
		"_a.go":                  revisionSource("hidden", ""),
		"notes.txt":              "op.Revision{",
		"testdata/b.go":          revisionSource("below", ""),
	}))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 1 {
		t.Fatalf("found %+v, want one file", files)
	}
	f := files[0]
	r := f.Revision
	if r.ID != "5f1e8c0a9d3b" || r.Message != "add orders" || !slices.Equal(r.Revises, []string{"1975ea83b712"}) ||
		!slices.Equal(r.BranchLabels, []string{"shop", "second"}) || r.DependsOn != nil {
		t.Errorf("revision %+v", r)
	}
	if want := time.Date(2026, 11, 22, 10, 22, 11, 0, time.UTC); !f.Created.Equal(want) {
		t.Errorf("created %v, want %v", f.Created, want)
	}
	if !strings.HasPrefix(f.Doc, "Add the orders.\n\nThey come with an index.\n") || strings.Contains(f.Doc, "go:build") {
		t.Errorf("doc %q", f.Doc)
	}
	want := []Object{{Table, "orders"}, {Index, "idx_orders_id"}, {Table, "customers"}}
	if !slices.Equal(f.Creates, want) {
		t.Errorf("creates %v, want %v", f.Creates, want)
	}
}

func TestReadUnderstandsOtherWaysToNameOp(t *testing.T) {
	dot := strings.Replace(revisionSource("dotted", ""), `import "`, `import . "`, 1)
	dot = strings.Replace(dot, "op.Revision", "Revision", 1)
	pointer := strings.Replace(revisionSource("pointer", ""), "op.Revision", "*&op.Revision", 1)
	positional := strings.Replace(revisionSource("x", ""), `ID: "x", `, `"positional", []string{"dotted"}, nil, nil, "said", nil, nil`, 1)
	files, err := ReadFS(revisionFS(map[string]string{"1.go": dot, "2.go": pointer, "3.go": positional}))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		got = append(got, f.Revision.ID, strings.Join(f.Revision.Revises, ","), f.Revision.Message)
	}
	if want := "dotted,,,pointer,,,positional,dotted,said"; strings.Join(got, ",") != want {
		t.Errorf("read %q, want %q", got, want)
	}
}

func TestReadKeepsGoodFilesBesideBrokenOnes(t *testing.T) {
	files, err := ReadFS(revisionFS(map[string]string{
		"1_a.go": revisionSource("a", ""),
		"2_b.go": revisionSource("b", `Revises: []string{"a"}`) + "\nfunc broken( {\n",
		"3_c.go": "// third\n//\n// Revision ID: c\n// Revises: b, a\n\npackage versions\n\nfunc init() { All.Add(op.Revision{ID \"c\"}) }\n",
		"4_d.go": revisionSource("d", `Revises: []string{"c"}`),
		"5_e.go": "package versions\n\nRevision!\n",
	}))
	for _, want := range []string{"2_b.go:7:", "3_c.go:8:", "5_e.go:3:"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s in it", err, want)
		}
	}
	g, graphErr := FilesGraph(files)
	if graphErr != nil {
		t.Fatalf("the rest is no history: %v", graphErr)
	}
	checkWalks(t, g, []walkCase{{"", "", "d c b a"}})
	for _, f := range files {
		if broken := f.Path == "2_b.go" || f.Path == "3_c.go"; broken != (f.Err != nil) {
			t.Errorf("%s has error %v", f.Path, f.Err)
		}
	}
	if c := files[2].Revision; c.Message != "third" {
		t.Errorf("message of the broken file is %q", c.Message)
	}
}

func TestReadSaysWhatItCannotKnow(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{"ID from a function", strings.Replace(revisionSource("x", ""), `"x"`, "id()", 1), `1.go:5:39: ID is not a string literal or a constant of this file`},
		{"ID from elsewhere", strings.Replace(revisionSource("x", ""), `"x"`, "elsewhere", 1), `1.go:5:39: ID is not`},
		{"a number", strings.Replace(revisionSource("x", ""), `"x"`, "7", 1), `1.go:5:39: ID is not`},
		{"parents from a function", revisionSource("x", "Revises: parents()"), `1.go:5:53: Revises is not a list of strings`},
		{"one parent from a function", revisionSource("x", "Revises: []string{parent()}"), `Revises is not a string literal`},
		{"constants in a circle", strings.Replace(revisionSource("x", ""), `"x"`, "c", 1) + "const c = d\nconst d = c\n", `ID is not`},
		{"no ID", strings.Replace(revisionSource("x", `Message: "m"`), `ID: "x",`, "", 1), `1.go:5:23: op.Revision has no ID`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ReadFS(revisionFS(map[string]string{"1.go": c.source}))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

func TestReadNamesTwoFilesOfOneID(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	for _, path := range []string{filepath.Join(one, "a.go"), filepath.Join(two, "b.go")} {
		if err := os.WriteFile(path, []byte(revisionSource("same", "")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files, err := ReadDir(one, two)
	want := fmt.Sprintf("revision %q is in two files, %s and %s", "same", filepath.Join(one, "a.go"), filepath.Join(two, "b.go"))
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want %q", err, want)
	}
	if _, err := FilesGraph(files); err == nil || !strings.Contains(err.Error(), filepath.Join(two, "b.go")) {
		t.Errorf("error of the graph %v, want it to name the files", err)
	}
}

func TestReadOfAMissingDirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "nowhere")
	if _, err := ReadDir(dir); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), dir) {
		t.Errorf("error %v, want one that names the directory", err)
	}
}

func TestReadFindsRevisionsInFolders(t *testing.T) {
	source := func(id string) string {
		return "package versions\n\nimport \"github.com/gmig/gmig/op\"\n\nfunc init() { All.Add(op.Revision{ID: \"" + id + "\"}) }\n"
	}
	files, err := ReadFS(revisionFS(map[string]string{
		"b.go": source("b"), "a/x.go": source("ax"), "a/b/y.go": source("aby"),
		"_old/c.go": source("c"), ".git/d.go": source("d"), "testdata/e.go": source("e"),
	}))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		got = append(got, f.Path+" "+f.Revision.ID)
	}
	if want := []string{"a/b/y.go aby", "a/x.go ax", "b.go b"}; !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}
