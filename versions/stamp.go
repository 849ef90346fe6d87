package versions

import "slices"

// Stamp returns the steps that make a version table say that the database is at
// some targets, without running anything. Each target, an identifier as Resolve
// takes it, takes the place of the rows above and below it, dependencies
// included; "label@..." of all rows of that branch, if one of them is above or
// below the target. Other rows stay. "base" deletes all rows, "label@base"
// those of that branch.
//
// Unlike the other plans it takes any rows that are in the history, even such
// as overlap, because it is the way to set them right.
func (g *Graph) Stamp(current []string, targets ...string) ([]Step, error) {
	rows, err := g.rows(current)
	if err != nil {
		return nil, err
	}
	wanted, err := g.stampTargets(targets)
	if err != nil {
		return nil, err
	}
	var steps []Step
	for _, w := range wanted {
		var more []Step
		if w.node == nil {
			rows, more = stampBase(rows, w.branch)
		} else {
			rows, more = g.stampNode(rows, w, wanted)
		}
		steps = append(steps, more...)
	}
	return steps, nil
}

// stampTarget is a revision, nil for the base, and what is on the branch that
// it was named with, nil for none.
type stampTarget struct {
	node   *node
	branch marks
}

// stampTargets resolves targets. The base comes before the others, whatever
// their order: it must not take away what they set.
func (g *Graph) stampTargets(targets []string) ([]stampTarget, error) {
	var bases, wanted []stampTarget
	var nodes []*node
	for _, target := range targets {
		id, err := g.parse(target)
		if err != nil {
			return nil, err
		}
		found, err := g.target(target)
		if err != nil {
			return nil, err
		}
		var branch marks
		if id.branch != "" {
			n, err := g.branchNode(id.branch)
			if err != nil {
				return nil, err
			}
			branch = g.related(n)
		}
		if len(found) == 0 && id.symbol == "base" && !id.relative {
			bases = append(bases, stampTarget{branch: branch})
		} else if len(found) == 0 && id.relative {
			return nil, identifierError(target, `%q leads to the base: write "base", or "label@base" for one branch`, target)
		}
		// Of the heads of a branch, one may depend on another.
		alone := g.newState(found)
		for _, n := range found {
			if alone.isRow(n) && !slices.Contains(nodes, n) {
				nodes = append(nodes, n)
				wanted = append(wanted, stampTarget{n, branch})
			}
		}
	}
	return append(bases, wanted...), g.overlap(nodes, false)
}

// related returns what is above and below a node, dependencies included.
func (g *Graph) related(n *node) marks {
	all := g.closure(slice(n), belowOf)
	for i, above := range g.closure(slice(n), aboveOf) {
		all[i] = all[i] || above
	}
	return all
}

// stampNode puts a revision's row in the place of those that are related to it
// or on its branch, but not of those that are wanted as well.
func (g *Graph) stampNode(rows []*node, to stampTarget, wanted []stampTarget) ([]*node, []Step) {
	related := g.related(to.node)
	replaced := filter(rows, related)
	if len(replaced) == 1 && replaced[0] == to.node {
		return rows, nil
	}
	if len(replaced) > 0 && to.branch != nil && !slices.Contains(replaced, to.node) {
		for i, on := range to.branch {
			related[i] = related[i] || on
		}
		for _, other := range wanted {
			if other.node != nil {
				related[other.node.index] = false
			}
		}
		replaced = filter(rows, related)
	}
	rows = append(without(rows, related), to.node)
	return rows, []Step{stampStep(to.node, replaced)}
}

// stampStep puts a revision's row in the place of others. If the revision has
// its row already, the others only go.
func stampStep(n *node, replaced []*node) Step {
	step := Step{Revision: n.Revision, Direction: Stamped, From: ids(replaced), To: []string{n.ID}}
	if i := slices.Index(replaced, n); i >= 0 {
		step.Delete = ids(slices.Concat(replaced[:i], replaced[i+1:]))
		return step
	}
	step.Delete, step.Insert, step.Update = replace(ids(replaced), n.ID)
	return step
}

// stampBase deletes the rows of a branch, or all, one step each.
func stampBase(rows []*node, branch marks) ([]*node, []Step) {
	var steps []Step
	for _, n := range filter(rows, branch) {
		steps = append(steps, Step{
			Revision: n.Revision, Direction: Stamped,
			From: []string{n.ID}, Delete: []string{n.ID},
		})
	}
	if branch == nil {
		return nil, steps
	}
	return without(rows, branch), steps
}

// without returns the nodes that a set does not hold.
func without(nodes []*node, set marks) []*node {
	var left []*node
	for _, n := range nodes {
		if !set.has(n) {
			left = append(left, n)
		}
	}
	return left
}
