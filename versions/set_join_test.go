package versions

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/gmig/gmig/op"
)

func TestJoinedSetsAreOneHistory(t *testing.T) {
	app := NewSet(fstest.MapFS{"a.go": {Data: revisionFile("return nil")}})
	billing := NewSet(fstest.MapFS{"b.go": {Data: []byte(strings.ReplaceAll(string(revisionFile("return nil")), `"a1"`, `"b2"`))}})
	all := Join(app, billing, NewSet(nil))
	app.Add(op.Revision{ID: "a1"})
	billing.Add(op.Revision{ID: "b2", Revises: []string{"a1"}})

	g, err := all.Graph()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"b2"}, g.Heads()); diff != "" {
		t.Errorf("heads (-want +got):\n%s", diff)
	}
	files, err := ReadFS(all.Files()...)
	if err != nil || len(files) != 2 {
		t.Errorf("files: %v, %v", files, err)
	}
	app.Add(op.Revision{ID: "b2"})
	if _, err := all.Graph(); err == nil || !strings.Contains(err.Error(), "b.go") {
		t.Errorf("an id in two sets: %v", err)
	}
}

func TestPackageNamesAreIdentifiers(t *testing.T) {
	for dir, want := range map[string]string{
		"versions": "versions", "2026": "v2026", "Add-Ons": "addons", "func": "vfunc", "": "v", "été": "été",
	} {
		if got := PackageName(dir); got != want {
			t.Errorf("PackageName(%q) = %q, want %q", dir, got, want)
		}
	}
}
