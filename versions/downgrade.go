package versions

// Downgrade returns the steps that revert everything applied above a target,
// newest first, with everything that depends on it; "base" reverts all. A
// target that is itself a row of the version table gives no steps.
//
// The target is an identifier as Resolve takes it; "-N" counts from where the
// database is. With a branch, "label@...", only that branch is reverted above
// the target; other branches go with it only if they rest on what is reverted,
// as on a trunk that "label@base" goes down through.
func (g *Graph) Downgrade(current []string, target string) ([]Step, error) {
	rows, err := g.start(current)
	if err != nil {
		return nil, err
	}
	to, branch, err := g.downgradeTarget(rows, target)
	if err != nil {
		return nil, err
	}
	roots := g.bases
	if to != nil {
		roots = to.children
	}
	reverted := g.closure(filter(roots, branch), aboveOf)
	s := g.newState(rows)
	none := true
	for i, applied := range s.applied {
		reverted[i] = reverted[i] && applied
		none = none && !reverted[i]
	}
	if to != nil && none && !s.isRow(to) {
		return nil, &NotAppliedError{Revision: to.ID, Current: ids(rows), Implied: s.applied.has(to)}
	}
	order := g.newestFirst(reverted)
	steps := make([]Step, 0, len(order))
	for _, n := range order {
		steps = append(steps, s.down(n))
	}
	return steps, nil
}

// downgradeTarget returns the revision to go down to, nil for the base, and the
// branch that is reverted above it, nil for all.
func (g *Graph) downgradeTarget(rows []*node, target string) (*node, marks, error) {
	id, err := g.parse(target)
	if err != nil {
		return nil, nil, err
	}
	branch, err := g.branchLineage(id.branch)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case id.fromCurrent() && id.steps >= 0:
		return nil, nil, identifierError(target, `cannot downgrade to %q: a downgrade counts downwards, as in "-1"`, target)
	case id.fromCurrent():
		start, err := g.downgradeStart(rows, id, branch)
		if err != nil {
			return nil, nil, err
		}
		if branch == nil {
			// Only the line that was counted on goes down.
			branch = g.lineage(start)
		}
		n, err := g.walk(id, start, false)
		return n, branch, err
	case id.relative:
		n, err := g.step(id)
		return n, branch, err
	}
	n, err := g.lookupOne(id)
	return n, branch, err
}

// downgradeStart returns where "-N" or "label@-N" begins to count.
func (g *Graph) downgradeStart(rows []*node, id identifier, branch marks) (*node, error) {
	starts := filter(rows, branch)
	if len(starts) == 0 && branch != nil {
		// The branch may be applied and have no row, because one with a row
		// depends on it.
		starts = filter(g.currentHeads(rows), branch)
	}
	switch {
	case len(starts) == 1:
		return starts[0], nil
	case len(starts) > 1:
		return nil, &MultipleCurrentError{Identifier: id.text, Current: ids(starts)}
	case branch != nil:
		return nil, identifierError(id.text, "cannot downgrade to %q: nothing of branch %q is applied", id.text, id.branch)
	}
	return nil, identifierError(id.text, "cannot downgrade to %q: the database is at base, nothing is applied", id.text)
}
