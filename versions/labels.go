package versions

import "slices"

// spreadLabels gives every node the labels that hold for it. A label holds for
// the revision that carries it and for all its descendants; as long as the
// branch goes on in one line it also holds for the ancestors back to the
// nearest branchpoint or mergepoint, because that is where the branch begins.
func (g *Graph) spreadLabels() {
	all := make(marks, len(g.nodes))
	for i := range all {
		all[i] = true
	}
	order := g.newestFirst(all)
	for i := len(order) - 1; i >= 0; i-- {
		n := order[i]
		n.labels = nil
		for _, p := range n.parents {
			n.labels = union(n.labels, p.labels)
		}
		own := slices.Clone(n.BranchLabels)
		slices.Sort(own)
		n.labels = union(n.labels, own)
	}
	for _, n := range g.nodes {
		if len(n.BranchLabels) == 0 || !isLine(n) {
			continue
		}
		own := slices.Clone(n.BranchLabels)
		slices.Sort(own)
		for _, p := range lineBelow(n) {
			p.labels = union(p.labels, own)
		}
	}
}

// isLine tells that from the node to its head nothing splits or joins. As in
// Alembic, a dependent counts as a split.
func isLine(n *node) bool {
	for ; ; n = n.children[0] {
		if splitsOrJoins(n) {
			return false
		}
		if len(n.children) == 0 {
			return true
		}
	}
}

// lineBelow returns the ancestors of a node down to, and without, the nearest
// branchpoint or mergepoint.
func lineBelow(n *node) []*node {
	var line []*node
	for len(n.parents) > 0 {
		n = n.parents[0]
		if splitsOrJoins(n) {
			break
		}
		line = append(line, n)
	}
	return line
}

func splitsOrJoins(n *node) bool { return len(n.above) > 1 || n.isMergepoint() }

// union merges two sorted lists. It returns one of them if that holds the other,
// so that a long line of revisions shares one list.
func union(a, b []string) []string {
	if len(b) == 0 || slices.Equal(a, b) {
		return a
	}
	if len(a) == 0 {
		return b
	}
	all := slices.Concat(a, b)
	slices.Sort(all)
	all = slices.Compact(all)
	switch len(all) {
	case len(a):
		return a
	case len(b):
		return b
	}
	return all
}
