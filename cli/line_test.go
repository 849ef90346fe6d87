package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// graph is the history of facts that Alembic's forms are known for: a
// branchpoint with two labelled branches, their merge, and a base that depends
// on another revision.
func testGraph(t *testing.T) *versions.Graph {
	t.Helper()
	g, err := versions.NewGraph([]op.Revision{
		{ID: "aaaa11111111", Message: "create user"},
		{ID: "bbbb22222222", Revises: []string{"aaaa11111111"}, Message: "b\nsecond line"},
		{ID: "cccc3333aaaa", Revises: []string{"bbbb22222222"}, BranchLabels: []string{"left"}, Message: "l"},
		{ID: "cccc3333bbbb", Revises: []string{"bbbb22222222"}, BranchLabels: []string{"right"}, Message: "r"},
		{ID: "eeee55555555", Revises: []string{"cccc3333aaaa", "cccc3333bbbb"}, Message: "merge lr"},
		{ID: "dddd44444444", BranchLabels: []string{"other"}, DependsOn: []string{"bbbb22222222"}, Message: "second base"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestLines(t *testing.T) {
	g := testGraph(t)
	tests := []struct {
		id      string
		parts   lineParts
		current bool
		want    string
	}{
		{"aaaa11111111", historyLine, true, "<base> -> aaaa11111111 (current), create user\n"},
		{"bbbb22222222", historyLine, false, "aaaa11111111 -> bbbb22222222 (branchpoint), b\n"},
		{"dddd44444444", historyLine, false, "<base> (bbbb22222222) -> dddd44444444 (other) (head), second base\n"},
		{"eeee55555555", historyLine, false, "cccc3333aaaa, cccc3333bbbb -> eeee55555555 (left, right) (head) (mergepoint), merge lr\n"},
		{"eeee55555555", headsLine, false, "eeee55555555 (left, right) (head)\n"},
		{"eeee55555555", currentLine, false, "eeee55555555 (head) (mergepoint)\n"},
	}
	for _, tt := range tests {
		n, ok := g.Node(tt.id)
		if !ok {
			t.Fatalf("no node %s", tt.id)
		}
		if got := (entry{Node: n, current: tt.current}).line(tt.parts); got != tt.want {
			t.Errorf("got  %swant %s", got, tt.want)
		}
	}
}

func TestLineOfAnEffectiveHead(t *testing.T) {
	e := entry{Node: versions.Node{Revision: op.Revision{ID: "a"}, Head: true, EffectiveHead: true}}
	if got, want := e.line(headsLine), "a (effective head)\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestBlocks(t *testing.T) {
	g := testGraph(t)
	tests := []struct{ id, path, doc, want string }{
		{"dddd44444444", "m/versions/d.go", "second base\n\nRevision ID: dddd44444444\n",
			"Rev: dddd44444444 (head)\nParent: <base>\nAlso depends on: bbbb22222222\nBranch names: other\nPath: m/versions/d.go\n\n    second base\n\n    Revision ID: dddd44444444\n\n"},
		{"eeee55555555", "", "", "Rev: eeee55555555 (head) (mergepoint)\nMerges: cccc3333aaaa, cccc3333bbbb\nBranch names: left, right\n\n    merge lr\n\n"},
		{"bbbb22222222", "", "", "Rev: bbbb22222222 (branchpoint)\nParent: aaaa11111111\nBranches into: cccc3333aaaa, cccc3333bbbb\n\n    b\n    second line\n\n"},
	}
	for _, tt := range tests {
		n, ok := g.Node(tt.id)
		if !ok {
			t.Fatalf("no node %s", tt.id)
		}
		if diff := cmp.Diff(tt.want, (entry{Node: n, path: tt.path, doc: tt.doc}).block()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.id, diff)
		}
	}
}
