package versions

import (
	"errors"
	"strings"
	"testing"

	"github.com/gmig/gmig/op"
)

func TestParentsOfANewRevision(t *testing.T) {
	one, two := parseGraph(t, linear), parseGraph(t, branched)
	for _, c := range []struct {
		g           *Graph
		identifiers string
		splice      bool
		want        string
	}{
		{parseGraph(t, ""), "", false, ""},
		{one, "", false, "3975fb1a0125"},
		{one, "head", false, "3975fb1a0125"},
		{one, "base", false, ""},
		{one, "1bbe", true, "1bbe33445780"},
		{one, "1bbe", false, `error:revision "1bbe33445780" is not a head, "3975fb1a0125" revises it: name a head, or begin a branch there with --splice`},
		{two, "b", false, `error:revision "b" is not a head, "c1" and "c2" revise it`},
		{two, "", false, `error:there are 2 heads, "d1" (c1branch), "d2" (c2branch)`},
		{two, "", false, `error:join the heads first with "gmig merge"`},
		{two, "c2branch@head", false, "d2"},
		{two, "heads", false, "d1 d2"},
		{two, "d2 d1 d2", false, "d2 d1"},
		{two, "d1 b", true, `error:revision "b" is an ancestor of "d1"`},
		{two, "b d1", true, `error:name "d1" alone`},
		{two, "c1 d2", true, "c1 d2"},
		{two, "nope", false, `error:no revision or branch label "nope"`},
	} {
		got, err := c.g.Parents(strings.Fields(c.identifiers), c.splice)
		if want, isError := strings.CutPrefix(c.want, "error:"); isError {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("parents %q: %q, error %v; want one with %q", c.identifiers, got, err, want)
			}
		} else if err != nil || strings.Join(got, " ") != c.want {
			t.Errorf("parents %q: %q, %v; want %q", c.identifiers, got, err, c.want)
		}
	}
	_, err := two.Parents(nil, false)
	var e *MultipleHeadsError
	if !errors.As(err, &e) || len(e.Heads) != 2 {
		t.Errorf("error %v is no MultipleHeadsError", err)
	}
}

func TestDependenciesOfANewRevisionKeepLabels(t *testing.T) {
	g := parseGraph(t, linear+"\n x label:lib")
	got, err := g.Dependencies([]string{"lib", "1bbe", "x"})
	if want := "lib 1bbe33445780 x"; err != nil || strings.Join(got, " ") != want {
		t.Errorf("dependencies %q, %v; want %q", got, err, want)
	}
	if _, err := g.Dependencies([]string{"nope"}); err == nil {
		t.Error("an unknown dependency is no error")
	}
}

func TestWithChecksTheNewRevision(t *testing.T) {
	g := parseGraph(t, branched)
	if with, err := g.With(op.Revision{ID: "e", Revises: []string{"d1", "d2"}}); err != nil || len(with.Heads()) != 1 {
		t.Errorf("with a merge: %v", err)
	}
	_, err := g.With(op.Revision{ID: "b9", Revises: []string{"d1"}, BranchLabels: []string{"c2branch"}})
	if err == nil || !strings.Contains(err.Error(), `branch label "c2branch" is already used by revision "c2": choose another`) {
		t.Errorf("error %v, want one about the label", err)
	}
	if len(g.Heads()) != 2 {
		t.Error("the graph itself changed")
	}
}
