package versions

import (
	"slices"
	"strings"
	"testing"

	"github.com/gmig/gmig/op"
)

// parseHistory reads a history in a line for each revision: its id, its
// parents, "dep:" before a dependency and "label:" before a label.
func parseHistory(t testing.TB, text string) []op.Revision {
	t.Helper()
	var revisions []op.Revision
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		r := op.Revision{ID: words[0]}
		for _, w := range words[1:] {
			if dep, ok := strings.CutPrefix(w, "dep:"); ok {
				r.DependsOn = append(r.DependsOn, dep)
			} else if label, ok := strings.CutPrefix(w, "label:"); ok {
				r.BranchLabels = append(r.BranchLabels, label)
			} else {
				r.Revises = append(r.Revises, w)
			}
		}
		revisions = append(revisions, r)
	}
	return revisions
}

func parseGraph(t testing.TB, text string) *Graph {
	t.Helper()
	g, err := NewGraph(parseHistory(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// plan writes steps in short: "+a" applies a, "-a" reverts it, "a,b>c" stamps c
// over a and b.
func plan(steps []Step) string {
	var words []string
	for _, s := range steps {
		switch s.Direction {
		case Up:
			words = append(words, "+"+s.Revision.ID)
		case Down:
			words = append(words, "-"+s.Revision.ID)
		case Stamped:
			words = append(words, strings.Join(s.From, ",")+">"+strings.Join(s.To, ","))
		}
	}
	return strings.Join(words, " ")
}

func sorted(items []string) []string {
	items = slices.Clone(items)
	slices.Sort(items)
	return items
}

func rowsAfter(current []string, steps []Step) string {
	return strings.Join(sorted(Rows(current, steps)), " ")
}

// planCase asks a graph for a plan. A want that begins with "error:" is what the
// error must contain.
type planCase struct {
	current, target string
	want            string
	rows            string
}

type planner func(current []string, target string) ([]Step, error)

func checkPlans(t *testing.T, plans planner, cases []planCase) {
	t.Helper()
	for _, c := range cases {
		current := strings.Fields(c.current)
		steps, err := plans(current, c.target)
		if want, isError := strings.CutPrefix(c.want, "error:"); isError {
			if err == nil {
				t.Errorf("from %q to %q: no error, but %q; want an error with %q", c.current, c.target, plan(steps), want)
			} else if !strings.Contains(err.Error(), want) {
				t.Errorf("from %q to %q: error %q, want one with %q", c.current, c.target, err, want)
			}
			continue
		}
		if err != nil {
			t.Errorf("from %q to %q: %v", c.current, c.target, err)
			continue
		}
		if got := plan(steps); got != c.want {
			t.Errorf("from %q to %q: steps %q, want %q", c.current, c.target, got, c.want)
		}
		if got := rowsAfter(current, steps); got != c.rows {
			t.Errorf("from %q to %q: rows %q, want %q", c.current, c.target, got, c.rows)
		}
	}
}

// The histories that several tests ask about.
const (
	linear = `
		e6239818bb3a
		548bbb905360 e6239818bb3a
		b7ea43dc85e4 548bbb905360
		1bbe33445780 b7ea43dc85e4
		3975fb1a0125 1bbe33445780`
	diamond = `
		a
		b1 a
		b2 a
		c b1 b2
		d c`
	branched = `
		a
		b a
		c1 b label:c1branch
		d1 c1
		c2 b label:c2branch
		d2 c2`
	merged = branched + `
		e d1 d2
		f e`
	labelled = `
		a label:abranch
		b a
		somelongername b
		c somelongername
		d
		e d label:ebranch
		someothername e
		f someothername`
	manyBases = `
		base1 label:b_1
		a1 base1
		b1 a1
		c1 b1
		base2 dep:base1 label:b_2
		a2 base2
		b2 a2
		c2 b2
		d2 c2
		base3 label:b_3
		a3 base3
		b3 a3
		c3 b3 dep:b2
		d3 c3`
)
