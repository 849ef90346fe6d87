package versions

// Alembic calls going N revisions up or down a walk. A walk follows lineage
// only, and nil stands for the base in it.

// step resolves a relative identifier that names where it starts.
func (g *Graph) step(id identifier) (*node, error) {
	start, err := g.lookupOne(id.absolute())
	if err != nil {
		return nil, err
	}
	return g.walk(id, start, false)
}

// walk goes the steps of an identifier from a start, on its branch if it names
// one. A walk that would leave the history is an error, or, if it is clamped,
// ends where the history ends.
func (g *Graph) walk(id identifier, start *node, clamped bool) (*node, error) {
	branch, err := g.branchLineage(id.branch)
	if err != nil {
		return nil, err
	}
	at, count, next := start, id.steps, g.nextUp
	if count < 0 {
		count, next = -count, g.nextDown
	}
	for i := range count {
		choices, inside := next(at, branch)
		switch {
		case !inside && clamped:
			return at, nil
		case !inside:
			return nil, &TooFarError{Identifier: id.text, Steps: id.steps, Found: i, From: nameOf(start)}
		case len(choices) > 1:
			return nil, &AmbiguousWalkError{Identifier: id.text, At: nameOf(at), Choices: ids(choices), Down: id.steps < 0}
		case len(choices) == 0:
			at = nil
		default:
			at = choices[0]
		}
	}
	return at, nil
}

// nextUp returns the revisions above one, and whether there are any.
func (g *Graph) nextUp(at *node, branch marks) ([]*node, bool) {
	above := g.bases
	if at != nil {
		above = at.children
	}
	above = filter(above, branch)
	return above, len(above) > 0
}

// nextDown returns the revisions below one, none for the base, and false below
// the base. A branch does not limit it: a merge has no side that belongs to one
// branch more than to another.
func (g *Graph) nextDown(at *node, _ marks) ([]*node, bool) {
	if at == nil {
		return nil, false
	}
	return at.parents, true
}

// nameOf names a node or the base.
func nameOf(n *node) string {
	if n == nil {
		return "base"
	}
	return n.ID
}
