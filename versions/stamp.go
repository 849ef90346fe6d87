package versions

// Stamp returns the steps that make a version table say that the database is at
// some targets, without running anything. Each target, an identifier as Resolve
// takes it, takes the place of the rows above and below it; rows on other
// branches stay. "base" deletes all rows, "label@base" those of that branch.
//
// Unlike the other plans it takes any rows that are in the history, even such
// as overlap, because it is the way to set them right.
func (g *Graph) Stamp(current []string, targets ...string) ([]Step, error) {
	rows, err := g.rows(current)
	if err != nil {
		return nil, err
	}
	var steps []Step
	var wanted []*node
	for _, target := range targets {
		id, err := g.parse(target)
		if err != nil {
			return nil, err
		}
		nodes, err := g.target(target)
		if err != nil {
			return nil, err
		}
		// Of the heads of a branch, one may depend on another.
		alone := g.newState(nodes)
		for _, n := range nodes {
			if alone.isRow(n) {
				wanted = appendNew(wanted, n)
			}
		}
		switch {
		case len(nodes) > 0 || id.symbol == "heads" || id.symbol == "head":
			continue
		case id.relative:
			return nil, identifierError(target, `%q leads to the base: write "base", or "label@base" for one branch`, target)
		}
		// The base comes before the other targets, whatever their order: it
		// must not take away what they set.
		var removed []Step
		if rows, removed, err = g.stampBase(rows, id); err != nil {
			return nil, err
		}
		steps = append(steps, removed...)
	}
	if err := g.overlap(wanted, false); err != nil {
		return nil, err
	}
	for _, n := range wanted {
		related := g.closure(slice(n), belowOf)
		for i, above := range g.closure(slice(n), aboveOf) {
			related[i] = related[i] || above
		}
		replaced := filter(rows, related)
		if len(replaced) == 1 && replaced[0] == n {
			continue
		}
		rows = append(without(rows, related), n)
		steps = append(steps, stampStep(n, replaced))
	}
	return steps, nil
}

// stampStep puts a revision's row in the place of others. If the revision has
// its row already, the others only go.
func stampStep(n *node, replaced []*node) Step {
	step := Step{Revision: n.Revision, Direction: Stamped, From: ids(replaced), To: []string{n.ID}}
	for i, r := range replaced {
		if r == n {
			step.Delete = ids(append(replaced[:i:i], replaced[i+1:]...))
			return step
		}
	}
	step.Delete, step.Insert, step.Update = replace(ids(replaced), n.ID)
	return step
}

// stampBase deletes the rows of a branch, or all, one step each.
func (g *Graph) stampBase(rows []*node, id identifier) ([]*node, []Step, error) {
	branch, err := g.branchLineage(id.branch)
	if err != nil {
		return nil, nil, err
	}
	var steps []Step
	for _, n := range filter(rows, branch) {
		steps = append(steps, Step{
			Revision: n.Revision, Direction: Stamped,
			From: []string{n.ID}, Delete: []string{n.ID},
		})
	}
	if branch == nil {
		return nil, steps, nil
	}
	return without(rows, branch), steps, nil
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

func appendNew(nodes []*node, n *node) []*node {
	for _, other := range nodes {
		if other == n {
			return nodes
		}
	}
	return append(nodes, n)
}
