package versions

// marks is a set of nodes, by their index.
type marks []bool

func (m marks) has(n *node) bool { return m[n.index] }

// closure returns the nodes that can be reached from some, themselves included.
func (g *Graph) closure(from []*node, next func(*node) []*node) marks {
	seen := make(marks, len(g.nodes))
	var todo []*node
	visit := func(nodes []*node) {
		for _, n := range nodes {
			if !seen[n.index] {
				seen[n.index] = true
				todo = append(todo, n)
			}
		}
	}
	visit(from)
	for len(todo) > 0 {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		visit(next(n))
	}
	return seen
}

func parentsOf(n *node) []*node  { return n.parents }
func childrenOf(n *node) []*node { return n.children }
func belowOf(n *node) []*node    { return n.below }
func aboveOf(n *node) []*node    { return n.above }

// lineage returns the ancestors and descendants of a node, itself included:
// what Alembic calls sharing its lineage. Dependencies do not count.
func (g *Graph) lineage(n *node) marks {
	all := g.closure([]*node{n}, parentsOf)
	for i, descends := range g.closure([]*node{n}, childrenOf) {
		all[i] = all[i] || descends
	}
	return all
}

// filter returns the nodes that a set holds; a nil set holds all.
func filter(nodes []*node, in marks) []*node {
	if in == nil {
		return nodes
	}
	var some []*node
	for _, n := range nodes {
		if in.has(n) {
			some = append(some, n)
		}
	}
	return some
}

// newestFirst orders a set so that every revision stands before its parents and
// dependencies. It follows one line down to where another joins it before it
// begins the next, as Alembic's history does, and takes lines in the order of
// their heads' ids. It looks at every edge once.
func (g *Graph) newestFirst(set marks) []*node {
	waits := make([]int, len(g.nodes))
	var stack, order []*node
	for i := len(g.nodes) - 1; i >= 0; i-- {
		n := g.nodes[i]
		if !set.has(n) {
			continue
		}
		for _, a := range n.above {
			if set.has(a) {
				waits[i]++
			}
		}
		if waits[i] == 0 {
			stack = append(stack, n)
		}
	}
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		order = append(order, n)
		for i := len(n.below) - 1; i >= 0; i-- {
			b := n.below[i]
			if !set.has(b) {
				continue
			}
			if waits[b.index]--; waits[b.index] == 0 {
				stack = append(stack, b)
			}
		}
	}
	return order
}
