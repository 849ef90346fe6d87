package versions

import "slices"

// state is what a database has applied, and with it the rows of its version
// table: those of the applied revisions that no other applied revision is above
// of, by lineage or by dependency. Counting what is applied above each revision
// makes a step as cheap as the revision has neighbours, where asking for the
// ancestors of all rows, as Alembic does, takes the whole history every time.
type state struct {
	applied marks
	// above counts the applied revisions directly above each node.
	above []int
}

// newState returns the state of a database with some rows.
func (g *Graph) newState(rows []*node) *state {
	s := &state{applied: g.closure(rows, belowOf), above: make([]int, len(g.nodes))}
	for _, n := range g.nodes {
		if s.applied.has(n) {
			for _, b := range n.below {
				s.above[b.index]++
			}
		}
	}
	return s
}

// isRow tells that a node stands in the version table.
func (s *state) isRow(n *node) bool { return s.applied.has(n) && s.above[n.index] == 0 }

// apply adds a revision and returns the rows that it supersedes.
func (s *state) apply(n *node) []*node {
	var superseded []*node
	for _, b := range n.below {
		if s.isRow(b) {
			superseded = append(superseded, b)
		}
		s.above[b.index]++
	}
	s.applied[n.index] = true
	return superseded
}

// revert removes a revision and returns the rows that come to light.
func (s *state) revert(n *node) []*node {
	var uncovered []*node
	s.applied[n.index] = false
	for _, b := range n.below {
		s.above[b.index]--
		if s.isRow(b) {
			uncovered = append(uncovered, b)
		}
	}
	return uncovered
}

// rows finds the revisions of the version table's rows, sorted by id. Rows are
// whole ids: a database never abbreviates.
func (g *Graph) rows(current []string) ([]*node, error) {
	var rows []*node
	for _, id := range current {
		n, ok := g.exact(id)
		if !ok {
			return nil, &UnknownRowError{Row: id, Suggestions: g.near(id)}
		}
		if !slices.Contains(rows, n) {
			rows = append(rows, n)
		}
	}
	slices.SortFunc(rows, byID)
	return rows, nil
}

// overlap returns an error if one of some nodes is below another.
func (g *Graph) overlap(nodes []*node, asRows bool) error {
	s := g.newState(nodes)
	for _, lower := range nodes {
		if s.isRow(lower) {
			continue
		}
		for _, upper := range nodes {
			if upper != lower && g.closure(slice(upper), belowOf).has(lower) {
				return &OverlapError{Lower: lower.ID, Upper: upper.ID, Rows: asRows}
			}
		}
	}
	return nil
}

// start checks the rows that an upgrade or downgrade begins with.
func (g *Graph) start(current []string) ([]*node, error) {
	rows, err := g.rows(current)
	if err != nil {
		return nil, err
	}
	return rows, g.overlap(rows, true)
}

// Current returns the revisions that a database is at by lineage, sorted: the
// rows of its version table, and the heads of branches that have no row because
// a revision with a row depends on them. It is what Alembic's current shows.
func (g *Graph) Current(rows []string) ([]string, error) {
	nodes, err := g.rows(rows)
	if err != nil {
		return nil, err
	}
	return ids(g.currentHeads(nodes)), nil
}

// currentHeads returns the applied revisions that no applied one revises.
func (g *Graph) currentHeads(rows []*node) []*node {
	applied := g.closure(rows, belowOf)
	var heads []*node
	for _, n := range g.nodes {
		if applied.has(n) && len(filter(n.children, applied)) == 0 {
			heads = append(heads, n)
		}
	}
	return heads
}

// Applied returns the ids of all revisions that a version table with these rows
// says are applied, newest first.
func (g *Graph) Applied(rows []string) ([]string, error) {
	nodes, err := g.rows(rows)
	if err != nil {
		return nil, err
	}
	return ids(g.newestFirst(g.closure(nodes, belowOf))), nil
}
