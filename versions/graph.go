package versions

import (
	"cmp"
	"slices"

	"github.com/gmig/gmig/op"
)

// Graph is a history whose revisions fit together. It is immutable, and safe
// for use from several goroutines.
//
// Two relations connect its revisions. Lineage is what Revises says: branches,
// heads and merges are about it. Dependency is what DependsOn says: it orders
// revisions and counts in what is applied, and in nothing else.
type Graph struct {
	// nodes are sorted by id, which makes every order below a fixed one,
	// however the revisions were given.
	nodes []*node
	// byName finds a node by its id or by a label that it carries.
	byName map[string]*node
	// names are the keys of byName in order, for prefixes.
	names []string

	heads, realHeads, bases []*node
}

// node is a revision with its neighbours. Parents keep the order in which the
// revision names them; what lies above is sorted by id.
type node struct {
	op.Revision

	index int
	// parents are those of Revises, dependencies those of DependsOn, below
	// both, each once.
	parents, dependencies, below []*node
	// children revise this node, above are children and dependents, each once.
	children, above []*node
	// labels are the node's own and those that reach it, sorted.
	labels []string
}

// isBranchpoint tells that the history splits here, by lineage.
func (n *node) isBranchpoint() bool { return len(n.children) > 1 }

// isMergepoint tells that lines of history come together here.
func (n *node) isMergepoint() bool { return len(n.parents) > 1 }

// NewGraph connects revisions to a history. Their order does not matter. The
// error joins everything that is wrong with them, each a *HistoryError: an id
// that is empty, reserved or has one of the characters "@-+:", an id or a label
// that is used twice, a parent or dependency that does not exist, a cycle.
func NewGraph(revisions []op.Revision) (*Graph, error) {
	g := &Graph{byName: make(map[string]*node, len(revisions))}
	if err := g.addNodes(revisions); err != nil {
		return nil, err
	}
	if err := g.connect(); err != nil {
		return nil, err
	}
	if err := g.findCycles(); err != nil {
		return nil, err
	}
	for _, n := range g.nodes {
		if len(n.children) == 0 {
			g.heads = append(g.heads, n)
		}
		if len(n.above) == 0 {
			g.realHeads = append(g.realHeads, n)
		}
		if len(n.parents) == 0 {
			g.bases = append(g.bases, n)
		}
	}
	g.spreadLabels()
	return g, nil
}

// addNodes fills nodes, byName and names.
func (g *Graph) addNodes(revisions []op.Revision) error {
	var problems problems
	for _, r := range revisions {
		n := &node{Revision: r}
		if why := invalidName(r.ID); why != "" {
			problems.add([]string{r.ID}, "revision id %q %s", r.ID, why)
			continue
		}
		if g.byName[r.ID] != nil {
			problems.add([]string{r.ID}, "revision id %q is used by two revisions: give one of them another id", r.ID)
			continue
		}
		g.byName[r.ID] = n
		g.nodes = append(g.nodes, n)
	}
	slices.SortFunc(g.nodes, byID)
	for i, n := range g.nodes {
		n.index = i
	}
	// Labels come second and in a fixed order, so that of two revisions with
	// one label it is always the same that is at fault.
	for _, n := range g.nodes {
		for _, label := range n.BranchLabels {
			other := g.byName[label]
			switch why := invalidLabel(label); {
			case why != "":
				problems.add([]string{n.ID}, "branch label %q of revision %q %s", label, n.ID, why)
			case other == n:
				problems.add([]string{n.ID}, "branch label %q of revision %q is there twice, or is the revision's own id: remove one", label, n.ID)
			case other != nil && other.ID == label:
				problems.add([]string{n.ID, other.ID}, "branch label %q of revision %q is the id of another revision: rename the label", label, n.ID)
			case other != nil:
				problems.add([]string{n.ID, other.ID}, "branch label %q of revision %q is already used by revision %q: rename one of them", label, n.ID, other.ID)
			default:
				g.byName[label] = n
			}
		}
	}
	for name := range g.byName {
		g.names = append(g.names, name)
	}
	slices.Sort(g.names)
	return problems.err()
}

// connect resolves what the revisions say of each other.
func (g *Graph) connect() error {
	var problems problems
	for _, n := range g.nodes {
		for _, id := range n.Revises {
			parent := g.byName[id]
			switch {
			case parent == nil || parent.ID != id:
				problems.add([]string{n.ID}, "revision %q revises %q, which is not in the history%s", n.ID, id, didYouMean(g.near(id)))
			case parent == n:
				problems.add([]string{n.ID}, "revision %q revises itself", n.ID)
			case !slices.Contains(n.parents, parent):
				n.parents = append(n.parents, parent)
			}
		}
		for _, name := range n.DependsOn {
			dependency := g.byName[name]
			switch {
			case dependency == nil:
				problems.add([]string{n.ID}, "revision %q depends on %q, which is no revision or branch label of the history%s", n.ID, name, didYouMean(g.near(name)))
			case dependency == n:
				problems.add([]string{n.ID}, "revision %q depends on itself", n.ID)
			case !slices.Contains(n.dependencies, dependency):
				n.dependencies = append(n.dependencies, dependency)
			}
		}
		n.below = slices.Clone(n.parents)
		for _, d := range n.dependencies {
			if !slices.Contains(n.below, d) {
				n.below = append(n.below, d)
			}
		}
	}
	// Nodes come in the order of their ids, so what is appended is sorted.
	for _, n := range g.nodes {
		for _, p := range n.parents {
			p.children = append(p.children, n)
		}
		for _, b := range n.below {
			b.above = append(b.above, n)
		}
	}
	return problems.err()
}

func byID(a, b *node) int { return cmp.Compare(a.ID, b.ID) }

// ids returns the ids of nodes, in their order; nil for none.
func ids(nodes []*node) []string {
	var all []string
	for _, n := range nodes {
		all = append(all, n.ID)
	}
	return all
}
