package versions

// Upgrade returns the steps that take a database with some rows to a target:
// the target's revisions with all their ancestors and dependencies, without
// what is already applied. A target that is applied gives no steps.
//
// The target is an identifier as Resolve takes it; "+N" counts from where the
// database is, "label@+N" on that branch, from the nearest applied ancestor if
// the branch is not begun.
func (g *Graph) Upgrade(current []string, target string) ([]Step, error) {
	rows, err := g.start(current)
	if err != nil {
		return nil, err
	}
	targets, err := g.upgradeTargets(rows, target)
	if err != nil {
		return nil, err
	}
	missing := g.closure(targets, belowOf)
	s := g.newState(rows)
	for i, applied := range s.applied {
		missing[i] = missing[i] && !applied
	}
	order := g.newestFirst(missing)
	steps := make([]Step, 0, len(order))
	for i := len(order) - 1; i >= 0; i-- {
		steps = append(steps, s.up(order[i]))
	}
	return steps, nil
}

func (g *Graph) upgradeTargets(rows []*node, target string) ([]*node, error) {
	id, err := g.parse(target)
	if err != nil {
		return nil, err
	}
	if !id.fromCurrent() {
		return g.target(target)
	}
	if id.steps <= 0 {
		return nil, identifierError(target, `cannot upgrade to %q: an upgrade counts upwards, as in "+1"`, target)
	}
	start, err := g.upgradeStart(rows, id)
	if err != nil {
		return nil, err
	}
	n, err := g.walk(id, start, false)
	return slice(n), err
}

// upgradeStart returns where "+N" or "label@+N" begins to count.
func (g *Graph) upgradeStart(rows []*node, id identifier) (*node, error) {
	starts := rows
	if id.branch != "" {
		branch, err := g.branchLineage(id.branch)
		if err != nil {
			return nil, err
		}
		starts = filter(rows, branch)
		if len(starts) == 0 {
			starts = g.tips(rows, branch)
		}
	}
	switch len(starts) {
	case 0:
		return nil, nil
	case 1:
		return starts[0], nil
	}
	return nil, &MultipleCurrentError{Identifier: id.text, Current: ids(starts)}
}

// tips returns the applied revisions of a branch that nothing else applied on
// it is above of. They are where the branch goes on that has no row itself.
func (g *Graph) tips(rows []*node, branch marks) []*node {
	on := g.closure(rows, belowOf)
	for i := range on {
		on[i] = on[i] && branch[i]
	}
	var tips []*node
	for _, n := range g.nodes {
		if on.has(n) && len(filter(n.above, on)) == 0 {
			tips = append(tips, n)
		}
	}
	return tips
}
