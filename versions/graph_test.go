package versions

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gmig/gmig/op"
)

func TestNewGraphRefusesWhatIsNoHistory(t *testing.T) {
	for _, c := range []struct{ name, history, want string }{
		{"missing parent", "abcdef123456\nb abcdef123457", `revision "b" revises "abcdef123457", which is not in the history; did you mean "abcdef123456"?`},
		{"missing dependency", "a\nb a dep:zzz", `revision "b" depends on "zzz", which is no revision or branch label of the history`},
		{"label as parent", "a label:left\nb left", `revision "b" revises "left", which is not in the history`},
		{"self-loop", "a\nb b", `revision "b" revises itself`},
		{"self-dependency", "a\nb a dep:b", `revision "b" depends on itself`},
		{"dependency on its own label", "a\nb a label:l dep:l", `revision "b" depends on itself`},
		{"cycle", "a\nb a d\nc b\nd c\ne d", `revisions form a cycle, each coming before the next: b -> c -> d -> b`},
		{"cycle without a base", "a b\nb a", `revisions form a cycle, each coming before the next: a -> b -> a`},
		{"cycle below a head", "a c\nb a\nc b\nd c", `a -> b -> c -> a`},
		{"dependency cycle", "a\nb a dep:d\nc\nd c dep:b", `revisions form a cycle by their dependencies, each coming before the next: b -> d -> b`},
		{"dependency on a descendant", "a\nb a dep:c\nc b", `revisions form a cycle by their dependencies, each coming before the next: b -> c -> b`},
		{"duplicate id", "a\nb a\nb a", `revision id "b" is used by two revisions`},
		{"duplicate label", "a\nb a label:l\nc a label:l", `branch label "l" of revision "c" is already used by revision "b"`},
		{"label twice", "a label:l label:l", `branch label "l" of revision "a" is there twice`},
		{"label that is an id", "a\nb a label:a", `branch label "a" of revision "b" is the id of another revision`},
		{"id with @", "a@b", `revision id "a@b" has the character '@'`},
		{"id with -", "a-b", `revision id "a-b" has the character '-'`},
		{"id with +", "a+b", `revision id "a+b" has the character '+'`},
		{"id with :", "a:b", `revision id "a:b" has the character ':'`},
		{"long id", strings.Repeat("é", 256), `has more than 255 characters: choose a shorter one`},
		{"reserved id", "head", `revision id "head" is a word with a meaning of its own`},
		{"reserved label", "a label:current", `branch label "current" of revision "a" is a word`},
		{"label with @", "a label:x@y", `branch label "x@y" of revision "a" has the character '@'`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := NewGraph(parseHistory(t, c.history))
			var e *HistoryError
			if !errors.As(err, &e) {
				t.Fatalf("error %v, want a HistoryError", err)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %q, want one with %q", err, c.want)
			}
		})
	}
	if _, err := NewGraph([]op.Revision{{ID: "a\nb"}}); err == nil || !strings.Contains(err.Error(), "cannot be printed") {
		t.Errorf("error %v, want one about the line break", err)
	}
	if _, err := NewGraph([]op.Revision{{}}); err == nil || !strings.Contains(err.Error(), `revision id "" is empty`) {
		t.Errorf("error %v, want one about the empty id", err)
	}
}

func TestNewGraphReportsAllProblemsAtOnce(t *testing.T) {
	_, err := NewGraph(parseHistory(t, "a x\nb y\nc a dep:z"))
	for _, want := range []string{`"x"`, `"y"`, `"z"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not name %s", err, want)
		}
	}
}

func TestOrderOfRevisionsDoesNotMatter(t *testing.T) {
	for _, history := range []string{linear, merged, labelled, manyBases} {
		revisions := parseHistory(t, history)
		describe := func() string {
			g, err := NewGraph(revisions)
			if err != nil {
				t.Fatal(err)
			}
			steps, err := g.Upgrade(nil, "heads")
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(g.Heads(), g.Bases(), g.RealHeads(), plan(steps))
		}
		want := describe()
		slices.Reverse(revisions)
		if got := describe(); got != want {
			t.Errorf("reversed input gives\n%s, want\n%s", got, want)
		}
	}
}

func TestNodeKnowsItsPlace(t *testing.T) {
	g := parseGraph(t, branched+"\n e d1 d2\n x dep:c1branch")
	b, _ := g.Node("b")
	if !b.Branchpoint || b.Mergepoint || b.Head || !slices.Equal(b.Children, []string{"c1", "c2"}) {
		t.Errorf("b is %+v, want a branchpoint into c1 and c2", b)
	}
	e, _ := g.Node("e")
	if !e.Mergepoint || !e.Head || e.EffectiveHead || !slices.Equal(e.Parents, []string{"d1", "d2"}) ||
		!slices.Equal(e.Labels, []string{"c1branch", "c2branch"}) {
		t.Errorf("e is %+v, want the merge of d1 and d2", e)
	}
	c1, _ := g.Node("c1")
	if !slices.Equal(c1.Dependents, []string{"x"}) || !slices.Equal(c1.Children, []string{"d1"}) || c1.Branchpoint {
		t.Errorf("c1 is %+v, want x to depend on it", c1)
	}
	x, _ := g.Node("x")
	if !slices.Equal(x.Dependencies, []string{"c1"}) || !slices.Equal(x.Revision.DependsOn, []string{"c1branch"}) {
		t.Errorf("x is %+v, want the dependency by its label and by its id", x)
	}
	if _, ok := g.Node("c1branch"); ok {
		t.Error("a label is found as an id")
	}
	if _, ok := g.Revision("d"); ok {
		t.Error("the beginning of an id is found as an id")
	}
	if got := g.Labels(); !slices.Equal(got, []string{"c1branch", "c2branch"}) {
		t.Errorf("labels %q", got)
	}
}

func TestEffectiveHead(t *testing.T) {
	g := parseGraph(t, "a\nb a\nc dep:b")
	if b, _ := g.Node("b"); !b.Head || !b.EffectiveHead {
		t.Errorf("b is %+v, want an effective head", b)
	}
}

func TestLabelsReachTheirBranch(t *testing.T) {
	for _, c := range []struct{ name, history, want string }{
		{"a line", "a\nb a label:l\nc b", "a:l b:l c:l"},
		{"back to the branchpoint", "a\nb a\nc1 b\nd1 c1 label:l\ne1 d1\nc2 b", "a: b: c1:l c2: d1:l e1:l"},
		{"not back if the branch splits again", "a\nb a label:l\nc1 b\nc2 b", "a: b:l c1:l c2:l"},
		{"through a merge, forwards only", "a\nb\nc b label:l\nm a c\nn m", "a: b: c:l m:l n:l"},
		{"back to a mergepoint", "a\nb\nm a b\nn m label:l", "a: b: m: n:l"},
		{"not along dependencies", "a label:l\nb a\nc dep:a", "a:l b:l c:"},
		{"several", "a label:x\nb a label:y\nc b label:z", "a:x,y,z b:x,y,z c:x,y,z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := parseGraph(t, c.history)
			var got []string
			for _, r := range g.Revisions() {
				n, _ := g.Node(r.ID)
				got = append(got, r.ID+":"+strings.Join(n.Labels, ","))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("labels %q, want %q", got, c.want)
			}
		})
	}
}

func TestGraphOfASetNamesTheFiles(t *testing.T) {
	s := NewSet(revisionFS(map[string]string{
		"1_a.go": revisionSource("a", `Revises: []string{"b"}`),
		"2_b.go": revisionSource("b", `Revises: []string{"a"}`),
	}))
	s.Add(op.Revision{ID: "b", Revises: []string{"a"}})
	s.Add(op.Revision{ID: "a", Revises: []string{"b"}})
	if got := s.Revisions(); got[0].ID != "a" {
		t.Errorf("the set's revisions begin with %q, want a", got[0].ID)
	}
	_, err := s.Graph()
	if err == nil || !strings.HasSuffix(err.Error(), "(1_a.go, 2_b.go)") {
		t.Errorf("error %v, want the files at its end", err)
	}
	var empty Set
	if g, err := empty.Graph(); err != nil || len(g.Heads()) != 0 || empty.Files() != nil {
		t.Errorf("the zero set: %v", err)
	}
}
