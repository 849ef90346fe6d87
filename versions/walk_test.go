package versions

import (
	"strings"
	"testing"
)

type walkCase struct{ rng, current, want string }

func checkWalks(t *testing.T, g *Graph, cases []walkCase) {
	t.Helper()
	for _, c := range cases {
		found, err := g.Walk(c.rng, strings.Fields(c.current)...)
		if want, isError := strings.CutPrefix(c.want, "error:"); isError {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("range %q: error %v, want one with %q", c.rng, err, want)
			}
			continue
		}
		var got []string
		for _, r := range found {
			got = append(got, r.ID)
		}
		if err != nil || strings.Join(got, " ") != c.want {
			t.Errorf("range %q at %q: %q, %v; want %q", c.rng, c.current, got, err, c.want)
		}
	}
}

func TestWalkRanges(t *testing.T) {
	checkWalks(t, parseGraph(t, "a\nb a\nc b\nd c\ne d"), []walkCase{
		{"", "", "e d c b a"},
		{":", "", "e d c b a"},
		{"base:heads", "", "e d c b a"},
		{"b:d", "", "d c b"},
		{"c:c", "", "c"},
		{"b:", "", "e d c b"},
		{":b", "", "b a"},
		{":head-1", "", "d c b a"},
		{"b:+2", "", "d c b"},
		{"b:+99", "", "e d c b"},
		{":+2", "", "b a"},
		{"-2:", "", "e d c"},
		{"-99:", "", "e d c b a"},
		{"-1:c", "", "c b"},
		{"head-2:head", "", "e d c"},
		{"current:", "c", "e d c"},
		{":current", "c", "c b a"},
		{"-1:current", "c", "c b"},
		{"current:+1", "c", "d c"},
		{"current-1:", "c", "e d c b"},
		{":current+1", "c", "d c b a"},
		{"current:", "", "e d c b a"},
		{":current", "", ""},
		{" b:c ", "", "c b"},
		{"d:b", "", `error:range "d:b" is empty, its start "d" is not an ancestor of its end`},
		{"b", "", `error:range "b" is not of the form`},
		{"a:b:c", "", `error:range "a:b:c" is not of the form`},
		{"+1:", "", `error:cannot start with "+1"`},
		{":-1", "", `error:cannot end with "-1"`},
		{"-1:+1", "", `error:counts from both sides`},
		{"zzz:", "", `error:no revision or branch label "zzz"`},
		{"current:", "zzz", `error:the version table names revision "zzz"`},
	})
}

func TestWalkOnBranches(t *testing.T) {
	checkWalks(t, parseGraph(t, labelled), []walkCase{
		{"ebranch@base:heads", "", "f someothername e d"},
		{"abranch@base:heads", "", "c somelongername b a"},
		{":ebranch@head", "", "f someothername e d"},
		{"ebranch@head:heads", "", "f"},
		{"ebranch@d:heads", "", "f someothername e d"},
		{"e@base:heads", "", "f someothername e d"},
		{"ebranch@-2:heads", "", "f someothername e"},
		{":ebranch@+2", "", "e d"},
		{"-5:", "", "c somelongername b a f someothername e d"},
		{"-2:current", "c e", "c somelongername b e d"},
		{"a:f", "", `error:its start "a" is not an ancestor`},
		{"current:", "b e", "c somelongername b f someothername e"},
		{":current", "b e", "b a e d"},
		{"current:+1", "b e", `error:the database is at 2 revisions`},
		{":current-1", "b e", `error:the database is at 2 revisions`},
	})
	checkWalks(t, parseGraph(t, manyBases), []walkCase{
		{":b_2@head", "", "d2 c2 b2 a2 base2 base1"},
		{":b_3@head", "", "d3 c3 b3 a3 base3 b2 a2 base2 base1"},
		{":b_1@head", "", "c1 b1 a1 base1"},
		{"b2:d2", "", "d2 c2 b2"},
	})
}

func TestWalkFollowsALineToWhereAnotherJoinsIt(t *testing.T) {
	checkWalks(t, parseGraph(t, diamond), []walkCase{{"a:d", "", "d c b1 b2 a"}})
	checkWalks(t, parseGraph(t, "a\nb1 a\nb2 a\nc1 b1\nd11 c1\nd12 c1"), []walkCase{
		{"", "", "b2 d11 d12 c1 b1 a"},
	})
	many := parseGraph(t, `
		a
		b1 a
		b2 a
		cb1 b1
		cb2 b2
		d1cb1 cb1
		d2cb1 cb1
		d1cb2 cb2
		d2cb2 cb2
		d3cb2 cb2
		d1d2cb2 d1cb2 d2cb2`)
	checkWalks(t, many, []walkCase{
		{"a:d1d2cb2", "", "d1d2cb2 d1cb2 d2cb2 cb2 b2 a"},
		{"a:d3cb2", "", "d3cb2 cb2 b2 a"},
		{":d3cb2", "", "d3cb2 cb2 b2 a"},
		{"b2:", "", "d1d2cb2 d1cb2 d2cb2 d3cb2 cb2 b2"},
		{"d1cb1:b1", "", "error:not an ancestor"},
		{"b1:d2cb2", "", "error:not an ancestor"},
	})
	travelling := parseGraph(t, `
		a1
		a2 a1
		a3 a2
		b1 a3
		b2 a3
		cb1 b1
		cb2 b2
		db1 cb1
		db2 cb2
		e1b1 db1
		fe1b1 e1b1
		e2b1 db1
		e2b2 db2
		merge e2b1 e2b2`)
	checkWalks(t, travelling, []walkCase{
		{"a1:merge", "", "merge e2b1 db1 cb1 b1 e2b2 db2 cb2 b2 a3 a2 a1"},
		{"b1:merge", "", "merge e2b1 db1 cb1 b1"},
		{"a2:", "", "fe1b1 e1b1 merge e2b1 db1 cb1 b1 e2b2 db2 cb2 b2 a3 a2"},
	})
}
