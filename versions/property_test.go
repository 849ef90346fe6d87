package versions

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gmig/gmig/op"
)

// newRandom returns a source of random numbers and prints its seed with a
// failure; GMIG_TEST_SEED repeats one.
func newRandom(t *testing.T) *rand.Rand {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv("GMIG_TEST_SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatalf("GMIG_TEST_SEED: %v", err)
		}
	}
	t.Logf("seed: GMIG_TEST_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// randomHistory makes a history of up to 24 revisions with branches, merges,
// several bases, dependencies and labels. Its ids say nothing of its order.
func randomHistory(r *rand.Rand) []op.Revision {
	var revisions []op.Revision
	count := 1 + r.IntN(24)
	for i := range count {
		rev := op.Revision{ID: fmt.Sprintf("%04x%02d", r.IntN(1<<16), i)}
		earlier := func() string {
			// Mostly what is recent, so that long lines arise.
			back := 1 + min(r.IntN(4)*r.IntN(4), i-1)
			return revisions[i-back].ID
		}
		if i > 0 && r.IntN(10) > 0 {
			rev.Revises = append(rev.Revises, earlier())
			for r.IntN(4) == 0 {
				if p := earlier(); !slices.Contains(rev.Revises, p) {
					rev.Revises = append(rev.Revises, p)
				}
			}
		}
		if i > 0 && r.IntN(6) == 0 {
			on := revisions[r.IntN(i)]
			if len(on.BranchLabels) > 0 {
				rev.DependsOn = []string{on.BranchLabels[0]}
			} else {
				rev.DependsOn = []string{on.ID}
			}
		}
		if r.IntN(6) == 0 {
			rev.BranchLabels = []string{fmt.Sprintf("label%d", i)}
		}
		revisions = append(revisions, rev)
	}
	return revisions
}

// forRandomHistories runs a check on many random histories, each with a few
// revisions to start from and a revision to go to.
func forRandomHistories(t *testing.T, check func(t *testing.T, r *rand.Rand, g *Graph, from []string, to string)) {
	r := newRandom(t)
	for i := range 2000 {
		revisions := randomHistory(r)
		g, err := NewGraph(revisions)
		if err != nil {
			t.Fatalf("history %d: %v", i, err)
		}
		var from []string
		for range r.IntN(4) {
			from = append(from, revisions[r.IntN(len(revisions))].ID)
		}
		check(t, r, g, from, revisions[r.IntN(len(revisions))].ID)
	}
}

func TestUpgradeKeepsRowsTrueAndReachesTheTarget(t *testing.T) {
	forRandomHistories(t, func(t *testing.T, r *rand.Rand, g *Graph, from []string, to string) {
		m := newModel(g, from...)
		want := newModel(g, append(slices.Clone(from), to)...)
		steps, err := g.Upgrade(m.rowList(), to)
		m.runAll(t, steps, err)
		if got := sortedKeys(m.applied); !slices.Equal(got, sortedKeys(want.applied)) {
			t.Fatalf("from %q to %q applied %q, want %q", from, to, got, sortedKeys(want.applied))
		}
		steps, err = g.Upgrade(m.rowList(), "heads")
		m.runAll(t, steps, err)
		if got := m.rowList(); !slices.Equal(got, g.RealHeads()) {
			t.Fatalf("at heads the rows are %q, want %q", got, g.RealHeads())
		}
	})
}

func TestDowngradeThenUpgradeReturnsTheSameRows(t *testing.T) {
	forRandomHistories(t, func(t *testing.T, r *rand.Rand, g *Graph, from []string, to string) {
		m := newModel(g, append(from, to)...)
		before := m.rowList()
		target := to
		if r.IntN(5) == 0 {
			target = "base"
		}
		steps, err := g.Downgrade(before, target)
		if e, ok := err.(*NotAppliedError); ok && e.Implied {
			return // nothing above the target to revert, and it has no row
		}
		m.runAll(t, steps, err)
		if target == "base" && len(m.applied) > 0 {
			t.Fatalf("at base %q are applied", sortedKeys(m.applied))
		}
		if target != "base" && !m.applied[target] {
			t.Fatalf("downgrade to %q reverted it", target)
		}
		if n, _ := g.Node(target); slices.ContainsFunc(n.Children, func(c string) bool { return m.applied[c] }) {
			t.Fatalf("downgrade to %q left a child of it", target)
		}
		for _, id := range before {
			steps, err := g.Upgrade(m.rowList(), id)
			m.runAll(t, steps, err)
		}
		if got := m.rowList(); !slices.Equal(got, before) {
			t.Fatalf("rows are %q after %q and back, were %q", got, target, before)
		}
	})
}

func TestDowngradeOfABranchRevertsNothingElse(t *testing.T) {
	forRandomHistories(t, func(t *testing.T, r *rand.Rand, g *Graph, from []string, to string) {
		m := newModel(g, append(from, to)...)
		branch := g.Heads()[r.IntN(len(g.Heads()))]
		lineage := g.lineage(g.byName[branch])
		if !lineage.has(g.byName[to]) {
			return
		}
		steps, err := g.Downgrade(m.rowList(), branch+"@"+to)
		if e, ok := err.(*NotAppliedError); ok && e.Implied {
			return
		}
		m.runAll(t, steps, err)
		for _, s := range steps {
			n, _ := g.Node(s.Revision.ID)
			on := lineage.has(g.byName[s.Revision.ID])
			below := slices.ContainsFunc(steps, func(other Step) bool {
				return slices.Contains(m.below(n.Revision.ID), other.Revision.ID)
			})
			if !on && !below {
				t.Fatalf("%s@%s reverted %s, which is not on the branch and above nothing of it", branch, to, n.Revision.ID)
			}
		}
	})
}

func TestStampLeavesUnrelatedRowsThatAreTrue(t *testing.T) {
	forRandomHistories(t, func(t *testing.T, _ *rand.Rand, g *Graph, from []string, to string) {
		m := newModel(g, from...)
		steps, err := g.Stamp(m.rowList(), to)
		m.runAll(t, steps, err)
		if !m.rows[to] {
			t.Fatalf("stamped %q, but rows are %q", to, m.rowList())
		}
		if err := g.overlap(mustRows(t, g, m.rowList()), true); err != nil {
			t.Fatal(err)
		}
		steps, err = g.Stamp(m.rowList(), "heads")
		m.runAll(t, steps, err)
		if got := m.rowList(); !slices.Equal(got, g.RealHeads()) {
			t.Fatalf("stamped heads, but rows are %q, want %q", got, g.RealHeads())
		}
		steps, err = g.Stamp(m.rowList(), "base")
		m.runAll(t, steps, err)
		if len(m.rows) > 0 {
			t.Fatalf("stamped base, but rows are %q", m.rowList())
		}
	})
}

func mustRows(t *testing.T, g *Graph, rows []string) []*node {
	t.Helper()
	nodes, err := g.rows(rows)
	if err != nil {
		t.Fatal(err)
	}
	return nodes
}

func TestPlansDoNotDependOnTheOrderOfRevisionsOrRows(t *testing.T) {
	forRandomHistories(t, func(t *testing.T, r *rand.Rand, g *Graph, from []string, to string) {
		shuffled := g.Revisions()
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		again, err := NewGraph(shuffled)
		if err != nil {
			t.Fatal(err)
		}
		describe := func(g *Graph, rows []string) string {
			up, upErr := g.Upgrade(rows, to)
			down, downErr := g.Downgrade(rows, to)
			stamp, stampErr := g.Stamp(rows, to)
			walk, walkErr := g.Walk("", rows...)
			nodes := fmt.Sprint(up, upErr, down, downErr, stamp, stampErr, walkErr)
			for _, rev := range walk {
				n, _ := g.Node(rev.ID)
				nodes += fmt.Sprintf("%+v", n)
			}
			return nodes
		}
		rows := newModel(g, from...).rowList()
		want := describe(g, rows)
		slices.Reverse(rows)
		if got := describe(again, rows); got != want {
			t.Fatalf("another order gives\n%s\nwant\n%s", got, want)
		}
	})
}

func TestWalkIsTopologicalAndComplete(t *testing.T) {
	forRandomHistories(t, func(t *testing.T, _ *rand.Rand, g *Graph, _ []string, to string) {
		all, err := g.Walk("")
		if err != nil || len(all) != len(g.nodes) {
			t.Fatalf("walk gives %d of %d revisions, %v", len(all), len(g.nodes), err)
		}
		seen := map[string]bool{}
		for _, r := range all {
			n, _ := g.Node(r.ID)
			for _, above := range slices.Concat(n.Children, n.Dependents) {
				if !seen[above] {
					t.Fatalf("%s comes before %s, which is above it", r.ID, above)
				}
			}
			seen[r.ID] = true
		}
		upTo, err := g.Walk(":" + to)
		if err != nil || len(upTo) != len(newModel(g, to).applied) {
			t.Fatalf("walk to %s gives %d revisions, %v", to, len(upTo), err)
		}
	})
}

func TestEveryIDResolvesByItsShortestBeginning(t *testing.T) {
	forRandomHistories(t, func(t *testing.T, _ *rand.Rand, g *Graph, _ []string, to string) {
		for length := 1; length <= len(to); length++ {
			var matches int
			for _, r := range g.Revisions() {
				if strings.HasPrefix(r.ID, to[:length]) {
					matches++
				}
			}
			got, err := g.Resolve(to[:length])
			if matches == 1 && (err != nil || !slices.Equal(got, []string{to})) {
				t.Fatalf("%q is %q, %v; want %q", to[:length], got, err, to)
			}
			if _, ambiguous := err.(*AmbiguousError); ambiguous != (matches > 1) {
				t.Fatalf("%q of %d revisions: %q, %v", to[:length], matches, got, err)
			}
		}
	})
}
