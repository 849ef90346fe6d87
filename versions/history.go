package versions

import (
	"slices"
	"strings"

	"github.com/gmig/gmig/op"
)

// Walk returns the revisions of a range, newest first, as history prints them.
// The range is "start:end", both included, either side may be missing; the
// empty range is everything. The sides are identifiers as Resolve takes them.
// "+N" as the end counts upwards from the start, "-N" as the start downwards
// from the end, and neither leaves the history: "-3:current" are the last three
// steps that were applied and the revision below them, or fewer.
//
// The range has what is between: of a start's descendants those that the end
// needs, and without a start also the dependencies of the end.
func (g *Graph) Walk(rng string, current ...string) ([]op.Revision, error) {
	order, err := g.walkRange(strings.TrimSpace(rng), current)
	if err != nil {
		return nil, err
	}
	var found []op.Revision
	for _, n := range order {
		found = append(found, n.Revision)
	}
	return found, nil
}

func (g *Graph) walkRange(rng string, current []string) ([]*node, error) {
	if rng == "" {
		rng = ":"
	}
	start, end, ok := strings.Cut(rng, ":")
	if !ok || strings.Contains(end, ":") {
		return nil, rangeError(rng, `range %q is not of the form "start:end", "start:" or ":end"`, rng)
	}
	if start == "" {
		start = "base"
	}
	if end == "" {
		end = "heads"
	}
	lower, upper, err := g.rangeEnds(rng, start, end, current)
	if err != nil {
		return nil, err
	}
	if upper, err = g.onBranchOf(start, upper); err != nil {
		return nil, err
	}
	set := g.closure(upper, belowOf)
	for _, n := range lower {
		if !set.has(n) {
			return nil, rangeError(rng, "range %q is empty, its start %q is not an ancestor of its end: turn it round, or take both from one branch", rng, n.ID)
		}
	}
	if len(lower) > 0 {
		for i, above := range g.closure(lower, childrenOf) {
			set[i] = set[i] && above
		}
	}
	return g.newestFirst(set), nil
}

// rangeEnds resolves both sides; one of them may count from the other.
func (g *Graph) rangeEnds(rng, start, end string, current []string) (lower, upper []*node, err error) {
	startID, err := g.parse(start)
	if err != nil {
		return nil, nil, err
	}
	endID, err := g.parse(end)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case startID.fromCurrent() && startID.steps > 0:
		return nil, nil, rangeError(rng, "range %q cannot start with %q: a start counts downwards, as in %q", rng, start, "-3:")
	case endID.fromCurrent() && endID.steps <= 0:
		return nil, nil, rangeError(rng, "range %q cannot end with %q: an end counts upwards, as in %q", rng, end, "base:+3")
	case startID.fromCurrent() && endID.fromCurrent():
		return nil, nil, rangeError(rng, "range %q counts from both sides: name a revision on one", rng)
	case startID.fromCurrent():
		if upper, err = g.rangeSide(endID, current); err != nil {
			return nil, nil, err
		}
		lower, err = g.countDown(startID, upper)
		return lower, upper, err
	}
	if lower, err = g.rangeSide(startID, current); err != nil {
		return nil, nil, err
	}
	if !endID.fromCurrent() {
		upper, err = g.rangeSide(endID, current)
		return lower, upper, err
	}
	if len(lower) > 1 {
		return nil, nil, &MultipleCurrentError{Identifier: end, Current: ids(lower)}
	}
	var from *node
	if len(lower) == 1 {
		from = lower[0]
	}
	n, err := g.walk(endID, from, true)
	return lower, slice(n), err
}

// rangeSide resolves a side that does not count from the other. Its own steps
// do not leave the history either.
func (g *Graph) rangeSide(id identifier, current []string) ([]*node, error) {
	if !id.relative {
		return g.resolve(id.text, current)
	}
	if id.symbol == "current" {
		rows, err := g.rows(current)
		if err != nil {
			return nil, err
		}
		if len(rows) > 1 {
			return nil, &MultipleCurrentError{Identifier: id.text, Current: ids(rows)}
		}
		var from *node
		if len(rows) == 1 {
			from = rows[0]
		}
		n, err := g.walk(id, from, true)
		return slice(n), err
	}
	from, err := g.lookupOne(id.absolute())
	if err != nil {
		return nil, err
	}
	n, err := g.walk(id, from, true)
	return slice(n), err
}

// countDown goes down from each of some nodes that are on the branch of an
// identifier. A way that would leave the history ends with its first revision,
// and if all do, the range begins at the base.
func (g *Graph) countDown(id identifier, from []*node) ([]*node, error) {
	branch, err := g.branchLineage(id.branch)
	if err != nil {
		return nil, err
	}
	var reached []*node
	left := true
	for _, start := range filter(from, branch) {
		n, err := g.walk(id, start, true)
		if err != nil {
			return nil, err
		}
		left = left && n == nil
		if n == nil {
			// The way was a line, or the walk had been ambiguous.
			for n = start; len(n.parents) > 0; n = n.parents[0] {
			}
		}
		if !slices.Contains(reached, n) {
			reached = append(reached, n)
		}
	}
	if left {
		return nil, nil
	}
	return reached, nil
}

// onBranchOf limits the end of a range to the branch that its start names:
// "left@base:heads" is the left branch alone.
func (g *Graph) onBranchOf(start string, upper []*node) ([]*node, error) {
	name, _, ok := strings.Cut(start, "@")
	if !ok {
		return upper, nil
	}
	branch, err := g.branchLineage(name)
	if err != nil {
		return nil, err
	}
	return filter(upper, branch), nil
}
