package versions

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gmig/gmig/templates"
)

func FuzzIdentifier(f *testing.F) {
	for _, seed := range []string{
		"", "head", "heads", "base", "current", "c1", "+1", "-1", "c1-1", "base+2", "c1branch@head", "c2branch@+1",
		"c1branch@head-1", "b@-9", "a:b", "-2:", ":+2", "current:", "@", "a@b@c", "+-1", "--1", "a+99999999999999999999", "\x00", "é-1",
	} {
		f.Add(seed)
	}
	g := parseGraph(f, merged+"\n x dep:c1\n")
	f.Fuzz(func(t *testing.T, text string) {
		if id, err := g.parse(text); err == nil {
			again := id.symbol
			if id.branch != "" {
				again = id.branch + "@" + again
			}
			if id.relative && !strings.HasPrefix(text, again) || !id.relative && again != text {
				t.Errorf("%q is taken apart into %+v", text, id)
			}
			if id.relative && fmt.Sprintf("%+d", id.steps)[1:] != strings.TrimLeft(text[len(again)+1:], "0") && id.steps != 0 {
				t.Errorf("%q has %d steps", text, id.steps)
			}
		} else {
			var e *IdentifierError
			if !errors.As(err, &e) || e.Identifier != text {
				t.Errorf("error %v does not name %q", err, text)
			}
		}
		rows := []string{"c2", "d1"}
		for _, plans := range []planner{g.Upgrade, g.Downgrade, stampOne(g)} {
			steps, err := plans(rows, text)
			if err == nil {
				newModel(g, rows...).runAll(t, steps, nil)
			} else if err.Error() == "" {
				t.Errorf("%q: an error without a text", text)
			}
		}
		if found, err := g.Resolve(text, rows...); err == nil && len(found) > 0 {
			if _, ok := g.Revision(found[0]); !ok {
				t.Errorf("%q is %q, which is no revision", text, found)
			}
		}
		if _, err := g.Walk(text, rows...); err != nil && err.Error() == "" {
			t.Errorf("range %q: an error without a text", text)
		}
	})
}

func FuzzParseFile(f *testing.F) {
	f.Add([]byte(handwritten))
	f.Add([]byte(revisionSource("a", `Revises: []string{"b"}`)))
	f.Add([]byte("// Revision ID: x\npackage versions\nRevision{"))
	f.Add([]byte("package p\nimport op \"github.com/gmig/gmig/op\"\nvar _ = op.Revision{ID: c}\nconst c = c + c\n"))
	f.Add([]byte("package p\nimport . \"github.com/gmig/gmig/op\"\nvar _ = Revision{1, {}, 3, 4, 5, 6, 7, 8, 9}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, file := range ParseFile("x.go", text) {
			if file.Err == nil && file.Revision.ID == "" && !strings.Contains(string(text), `""`) && !strings.Contains(string(text), "``") {
				t.Errorf("a good file without an id: %+v", file)
			}
		}
	})
}

func FuzzRenderedMessageReadsBack(f *testing.F) {
	for _, message := range oddMessages {
		f.Add(message, "5f1e8c0a9d3b")
	}
	f.Fuzz(func(t *testing.T, message, id string) {
		d := orders()
		d.Message, d.ID = message, id
		text, err := Render(templates.Revision, d)
		if err != nil {
			if invalidName(id) == "" && utf8.ValidString(id) && strings.Trim(id, "0123456789abcdefghijklmnopqrstuvwxyz") == "" {
				t.Errorf("message %q of %q: %v", message, id, err)
			}
			return
		}
		if files := ParseFile("x.go", text); len(files) != 1 || files[0].Revision.Message != message {
			t.Errorf("message %q reads back as %+v", message, files)
		}
	})
}
