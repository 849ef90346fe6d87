package versions

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gmig/gmig/templates"
)

var created = time.Date(2026, 11, 22, 10, 22, 11, 0, time.UTC)

func orders() Draft {
	return Draft{
		ID:      "5f1e8c0a9d3b",
		Revises: []string{"1975ea83b712"},
		Message: "add orders",
		Created: created,
	}
}

func TestRenderWritesTheFileOfTheDesign(t *testing.T) {
	d := orders()
	d.Upgrades = `return m.Run(ctx,
op.CreateTable("orders",
op.Column("id", op.Uint(64)).AutoIncrement(),
),
)`
	got, err := Render(templates.Revision, d)
	if err != nil {
		t.Fatal(err)
	}
	want := `// add orders
//
// Revision ID: 5f1e8c0a9d3b
// Revises: 1975ea83b712
// Create Date: 2026-11-22 10:22:11 UTC

package versions

import (
	"context"

	"github.com/gmig/gmig/op"
)

func init() {
	All.Add(op.Revision{
		ID:      "5f1e8c0a9d3b",
		Revises: []string{"1975ea83b712"},
		Message: "add orders",
		Up:      upgrade5f1e8c0a9d3b,
		Down:    downgrade5f1e8c0a9d3b,
	})
}

func upgrade5f1e8c0a9d3b(ctx context.Context, m *op.Migration) error {
	return m.Run(ctx,
		op.CreateTable("orders",
			op.Column("id", op.Uint(64)).AutoIncrement(),
		),
	)
}

func downgrade5f1e8c0a9d3b(ctx context.Context, m *op.Migration) error {
	return nil
}
`
	if string(got) != want {
		t.Errorf("rendered\n%s\nwant\n%s", got, want)
	}
}

func TestRenderWritesWhatIsThere(t *testing.T) {
	d := Draft{
		ID: "v1.0", Created: created.In(time.FixedZone("", 3600)),
		BranchLabels: []string{"left"}, DependsOn: []string{"a", "b"},
		Imports: []string{"time", "gorm.io/gorm", `str "strings"`, "time"},
	}
	text, err := Render(templates.Revision, d)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"// Revision ID: v1.0\n// Revises:\n// Create Date: 2026-11-22 11:22:11 +0100\n\npackage",
		"import (\n\t\"context\"\n\tstr \"strings\"\n\t\"time\"\n\n\t\"github.com/gmig/gmig/op\"\n\t\"gorm.io/gorm\"\n)",
		"BranchLabels: []string{\"left\"},\n\t\tDependsOn:    []string{\"a\", \"b\"},",
		"func upgradev1_2e0(",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("rendered\n%s\nwant in it\n%s", text, want)
		}
	}
	if strings.Contains(string(text), "\tRevises") {
		t.Error("a base revises something")
	}
	files := ParseFile("v.go", text)
	if !files[0].Created.Equal(created) {
		t.Errorf("created %v, want %v", files[0].Created, created)
	}
}

// oddMessages are such as could break the comment, the literal, or both.
var oddMessages = []string{
	"", " ", `say "hi"`, "use `x`", "end */ it", "/* begin", "two\nlines\n\nand more", "carriage\r\nreturn\rhere",
	"+build linux", "go:build linux", "\n//go:build linux", "nul \x00 and bell \a", "not \xff utf-8", "mark \ufeff here",
	"tab\tand \u2028 separator", "percent %s {{.ID}}", `back\slash`, "Revision ID: other\nRevises: none\nCreate Date: never",
	"package main", strings.Repeat("long ", 100), "héllo wörld ☃",
}

func TestRenderTakesAnyMessage(t *testing.T) {
	for _, message := range oddMessages {
		d := orders()
		d.Message = message
		text, err := Render(templates.Revision, d)
		if err != nil {
			t.Errorf("message %q: %v", message, err)
			continue
		}
		files := ParseFile("x.go", text)
		if len(files) != 1 || files[0].Err != nil || files[0].Revision.Message != message {
			t.Errorf("message %q reads back as %+v", message, files)
		}
		if !files[0].Created.Equal(created) {
			t.Errorf("message %q: created %v", message, files[0].Created)
		}
		if strings.Contains(string(text), "\n//go:build") || strings.HasPrefix(string(text), "//go:build") {
			t.Errorf("message %q became a build constraint:\n%s", message, text)
		}
	}
}

func TestRenderSaysWhatIsWrong(t *testing.T) {
	broken := orders()
	broken.Upgrades = "return m.Run(ctx,"
	badID := orders()
	badID.ID = "a-b"
	badLabel := orders()
	badLabel.BranchLabels = []string{"a@b"}
	for _, c := range []struct {
		name, template string
		draft          Draft
		want           string
	}{
		{"template does not parse", "{{.ID", orders(), "read the template of revision files: template: revision.go.tmpl:1"},
		{"template asks for what is not there", "{{.Nothing}}", orders(), "can't evaluate field Nothing"},
		{"operations are no Go", templates.Revision, broken, "is not Go"},
		{"operations are no Go, with lines", templates.Revision, broken, "\n  26  \treturn m.Run(ctx,\n  27  }\n"},
		{"no literal", "package versions\n", orders(), "writes 0 revisions: it must write one op.Revision{...} literal"},
		{"literal lost a field", strings.Replace(templates.Revision, "Message: {{quote .Message}},", "", 1), orders(), "does not write Message of op.Revision as given"},
		{"literal cannot be read", strings.Replace(templates.Revision, "{{quote .ID}}", "id()", 1), orders(), "cannot read back"},
		{"id", templates.Revision, badID, `revision id "a-b" has the character '-'`},
		{"label", templates.Revision, badLabel, `branch label "a@b" has the character '@'`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Render(c.template, c.draft)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

func TestFileName(t *testing.T) {
	for _, c := range []struct{ template, message, want string }{
		{"", "add orders", "20261122_5f1e8c0a9d3b_add_orders.go"},
		{"", "Add *Orders*, now!", "20261122_5f1e8c0a9d3b_add_orders_now.go"},
		{"", "", "20261122_5f1e8c0a9d3b.go"},
		{"", "Größe ändern", "20261122_5f1e8c0a9d3b_größe_ändern.go"},
		{"", "a message of which forty characters are not the end", "20261122_5f1e8c0a9d3b_a_message_of_which_forty_characters_are.go"},
		{"", strings.Repeat("x", 50), "20261122_5f1e8c0a9d3b_" + strings.Repeat("x", 40) + ".go"},
		{"", "../../etc/passwd", "20261122_5f1e8c0a9d3b_etc_passwd.go"},
		// Go would not compile these everywhere.
		{"", "support windows", "20261122_5f1e8c0a9d3b_support_windows_revision.go"},
		{"", "add test", "20261122_5f1e8c0a9d3b_add_test_revision.go"},
		{"", "arm64", "20261122_5f1e8c0a9d3b_arm64_revision.go"},
		{"{{.ID}}_{{.Slug}}.go", "x", "5f1e8c0a9d3b_x.go"},
		{"{{.Created.Format \"2006\"}}/{{.Time}}-{{.Unix}}", "x", "2026/102211-1795342931.go"},
		{"../{{.ID}}", "x", "error:is not a file below the versions directory"},
		{"/{{.ID}}", "x", "error:is not a file below the versions directory"},
		{"", "\x00", "20261122_5f1e8c0a9d3b.go"},
		{"_{{.ID}}", "x", "error:Go does not compile"},
		{"{{.Slug}}", "", "error:is not a file below"},
		{"{{.Nope}}", "x", "error:Nope"},
		{"{{", "x", "error:read file template"},
	} {
		d := orders()
		d.Message = c.message
		got, err := FileName(c.template, d)
		if want, isError := strings.CutPrefix(c.want, "error:"); isError {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("template %q: %q, error %v; want one with %q", c.template, got, err, want)
			}
		} else if err != nil || got != c.want {
			t.Errorf("template %q, message %q: %q, %v; want %q", c.template, c.message, got, err, c.want)
		}
	}
	d := orders()
	d.ID = `v1.0/x\y`
	if got, err := FileName("", d); err != nil || got != "20261122_v1.0_x_y_add_orders.go" {
		t.Errorf("id with slashes: %q, %v", got, err)
	}
	d.Message, d.SlugLength = "one two three", 9
	if got, err := FileName("{{.Slug}}", d); err != nil || got != "one_two.go" {
		t.Errorf("slug of 9 characters: %q, %v", got, err)
	}
}

func TestCreateWritesAFileThatReadsBack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "versions")
	path, err := Create(dir, templates.Revision, "", orders())
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(dir, "20261122_5f1e8c0a9d3b_add_orders.go"); path != want {
		t.Errorf("path %q, want %q", path, want)
	}
	files, err := ReadDir(dir)
	if err != nil || len(files) != 1 || files[0].Revision.ID != "5f1e8c0a9d3b" || files[0].Path != path {
		t.Fatalf("read %+v, %v", files, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("the directory holds %v, want the one file", entries)
	}
}

func TestCreateNeverOverwrites(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "20261122_5f1e8c0a9d3b_add_orders.go")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Create(dir, templates.Revision, "", orders())
	if err == nil || !strings.Contains(err.Error(), "the file is there already") || !strings.Contains(err.Error(), path) {
		t.Errorf("error %v, want one that names the file", err)
	}
	if err := takeName(filepath.Join(dir, "other"), path); !errors.Is(err, errExists) {
		t.Errorf("without links: error %v", err)
	}
	if text, _ := os.ReadFile(path); string(text) != "mine" {
		t.Errorf("the file holds %q now", text)
	}
}

func TestCreateWithoutLinks(t *testing.T) {
	dir := t.TempDir()
	hidden, path := filepath.Join(dir, ".hidden"), filepath.Join(dir, "a.go")
	if err := writeHidden(hidden, []byte("text")); err != nil {
		t.Fatal(err)
	}
	if err := takeName(hidden, path); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "text" {
		t.Errorf("file %q, %v", text, err)
	}
	if _, err := os.Stat(hidden); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the hidden file is still there: %v", err)
	}
	if err := takeName(hidden, filepath.Join(dir, "b.go")); err == nil {
		t.Error("no error for a file that is not there")
	}
	if _, err := os.Stat(filepath.Join(dir, "b.go")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the empty file stayed: %v", err)
	}
}

func TestNewIDIsTwelveHexDigits(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		id := NewID()
		if len(id) != 12 || strings.Trim(id, "0123456789abcdef") != "" || seen[id] {
			t.Fatalf("id %q", id)
		}
		seen[id] = true
	}
}
