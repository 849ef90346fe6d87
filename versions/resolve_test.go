package versions

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// resolveCase asks for an identifier; a want that begins with "error:" is what
// the error must contain.
type resolveCase struct{ identifier, want string }

func checkResolve(t *testing.T, g *Graph, cases []resolveCase) {
	t.Helper()
	for _, c := range cases {
		got, err := g.Resolve(c.identifier)
		if want, isError := strings.CutPrefix(c.want, "error:"); isError {
			if err == nil {
				t.Errorf("%q is %q, want an error with %q", c.identifier, got, want)
			} else if !strings.Contains(err.Error(), want) {
				t.Errorf("%q: error %q, want one with %q", c.identifier, err, want)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", c.identifier, err)
		} else if strings.Join(got, " ") != c.want {
			t.Errorf("%q is %q, want %q", c.identifier, got, c.want)
		}
	}
}

func TestResolveNames(t *testing.T) {
	checkResolve(t, parseGraph(t, labelled), []resolveCase{
		{"a", "a"},
		{"base", ""},
		{"heads", "c f"},
		{"abranch", "a"},
		{"ebranch", "e"},
		{"abr", "a"}, // labels have beginnings too
		{"somelongername", "somelongername"},
		{"somel", "somelongername"},
		{"ebranch@head", "f"},
		{"ebranch@heads", "f"},
		{"abranch@head", "c"},
		{"abranch@base", ""},
		{"ebranch@d", "d"},
		{"ebranch@ebranch", "e"},
		{"ebranch@some", "someothername"},
		{"abranch@some", "somelongername"},
		{"e@d", "d"},
		{"someoth@d", "d"},
		{"ebr@head", "f"},
		{"c-1", "somelongername"},
		{"a+2", "somelongername"},
		{"base+0", ""},
		{"a-1", ""},
		{"a+0", "a"},
		{"ebranch@head-1", "someothername"},
		{"ebranch@base+1", "d"},
		{"some", `error:revision "some" is ambiguous, "somelongername" and "someothername" begin with it: write more of the id`},
		{"head", `error:"head" is ambiguous, there are 2 heads, "c" (abranch), "f" (ebranch): name a revision, a branch as in "abranch@head", or take them all with "heads"`},
		{"q", `error:no revision or branch label "q" in the history; "gmig history" lists them`},
		{"abranch@q", `error:no revision or branch label "q" on branch "abranch"`},
		{"somelongernam3", `error:did you mean "somelongername"?`},
		{"somelong0", `error:did you mean "somelongername"?`},
		{"abrunch", `error:did you mean "abranch"`},
		{"ebranch@b", `error:revision "b" is not on branch "ebranch": leave out "ebranch@" to name it alone`},
		{"abranch@d", `error:revision "d" is not on branch "abranch"`},
		{"ebranch@somel", `error:revision "somelongername" is not on branch "ebranch"`},
		{"x@d", `error:no branch "x" in the history`},
		{"abrench@d", `error:no branch "abrench" in the history; did you mean "abranch"`},
		{"head@d", `error:no branch "head" in the history; "gmig branches"`},
		{"bearnch@d", `error:did you mean "ebranch"?`},
		{"ebarnch@d", `error:no branch "ebarnch" in the history; did you mean "ebranch"`},
		{"haed", `error:did you mean "head"`},
		{"", "error:identifier is empty"},
		{"a@", `error:lacks what stands before or after "@"`},
		{"@a", `error:lacks what stands before or after "@"`},
		{"a@b@c", `error:more than one "@"`},
		{"a:b", `error:is a range`},
		{"a-", `error:no revision or branch label "a-"`},
		{"a-x", `error:no revision or branch label "a-x"`},
		{"a+99999999999999999999", `error:is not a number of revisions`},
		{"a-9223372036854775808", `error:is not a number of revisions`},
		{"+1", `error:"+1" counts from where the database is`},
		{"ebranch@-1", `error:counts from where the database is`},
		{"b+5", `error:"b+5" leads out of the history, it asks for 5 revisions above "b" and there are 2`},
		{"b-5", `error:"b-5" leads out of the history, it asks for 5 revisions below "b" and there are 2`},
		{"ebranch@current", `error:"current" is where the database is already`},
	})
}

func TestResolveBeginningsOnlyOfLongIDs(t *testing.T) {
	checkResolve(t, parseGraph(t, "v10\nv2 v10\nabcd v2"), []resolveCase{
		{"v2", "v2"},
		{"v10", "v10"},
		{"v1", `error:no revision or branch label "v1"`},
		{"a", "abcd"},
	})
}

func TestAmbiguousBeginningListsAFewCandidates(t *testing.T) {
	checkResolve(t, parseGraph(t, "abc1\nabc2\nabc3\nabc4\nabc5\nabc6\nabc7"), []resolveCase{
		{"abc", `error:revision "abc" is ambiguous, "abc1", "abc2", "abc3", "abc4", "abc5" and 2 more begin with it`},
	})
}

func TestResolveLabelThatEndsLikeAStep(t *testing.T) {
	checkResolve(t, parseGraph(t, "a\nb a label:release-2\nc b\nd c"), []resolveCase{
		{"release-2", "b"},
		{"release-2@head", "d"},
		{"release-2+1", "c"},
		{"release-2@head-1", "c"},
	})
}

func TestResolveCurrent(t *testing.T) {
	g := parseGraph(t, branched)
	for _, rows := range [][]string{nil, {"a"}, {"c1", "c2"}} {
		got, err := g.Resolve("current", rows...)
		if err != nil || !slices.Equal(got, rows) {
			t.Errorf("current at %q is %q, %v", rows, got, err)
		}
	}
	_, err := g.Resolve("current", "gone")
	var e *UnknownRowError
	if !errors.As(err, &e) || e.Row != "gone" {
		t.Errorf("error %v, want an UnknownRowError", err)
	}
}

func TestHeadsOfADependency(t *testing.T) {
	// b is no row once d is applied, but still the head of its branch.
	g := parseGraph(t, "a\nb a label:left\nc\nd c dep:b")
	checkResolve(t, g, []resolveCase{
		{"heads", "d"},
		{"left@head", "b"},
		{"head", `error:there are 2 heads, "b" (left), "d"`},
	})
	if got := strings.Join(g.Heads(), " "); got != "b d" {
		t.Errorf("heads %q, want b d", got)
	}
	if got := strings.Join(g.RealHeads(), " "); got != "d" {
		t.Errorf("real heads %q, want d", got)
	}
	for _, rows := range []string{"d", "b"} {
		current, err := g.Current([]string{rows})
		want := map[string]string{"d": "b d", "b": "b"}[rows]
		if err != nil || strings.Join(current, " ") != want {
			t.Errorf("current of row %s is %q, %v; want %s", rows, current, err, want)
		}
	}
	applied, err := g.Applied([]string{"d"})
	if err != nil || strings.Join(applied, " ") != "d c b a" {
		t.Errorf("applied of row d is %q, %v", applied, err)
	}
}

func TestErrorsHaveTypes(t *testing.T) {
	g := parseGraph(t, branched)
	resolve := func(id string) error { _, err := g.Resolve(id); return err }
	upgrade := func(target string, current ...string) error { _, err := g.Upgrade(current, target); return err }
	downgrade := func(target string, current ...string) error { _, err := g.Downgrade(current, target); return err }
	walk := func(rng string) error { _, err := g.Walk(rng); return err }
	for _, c := range []struct {
		name string
		err  error
		as   any
	}{
		{"unknown revision", resolve("zzz"), new(*UnknownRevisionError)},
		{"unknown branch", resolve("zzz@c1"), new(*UnknownBranchError)},
		{"not on branch", resolve("c1branch@c2"), new(*NotOnBranchError)},
		{"ambiguous", func() error { _, err := parseGraph(t, "abcd1\nabcd2").Resolve("ab"); return err }(), new(*AmbiguousError)},
		{"several heads", resolve("head"), new(*MultipleHeadsError)},
		{"identifier", resolve("@"), new(*IdentifierError)},
		{"several rows", upgrade("+1", "c1", "c2"), new(*MultipleCurrentError)},
		{"too far", upgrade("+9", "c1"), new(*TooFarError)},
		{"ambiguous walk", upgrade("+1", "b"), new(*AmbiguousWalkError)},
		{"not applied", downgrade("c1", "a"), new(*NotAppliedError)},
		{"unknown row", upgrade("head", "zzz"), new(*UnknownRowError)},
		{"overlap", downgrade("base", "a", "c1"), new(*OverlapError)},
		{"range", walk("d1:a"), new(*RangeError)},
	} {
		if c.err == nil || !errors.As(c.err, c.as) {
			t.Errorf("%s: error %v is not a %T", c.name, c.err, c.as)
		}
	}
}
