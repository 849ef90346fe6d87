package versions

import (
	"slices"

	"github.com/gmig/gmig/op"
)

// Node is a revision and its place in the history: what a command that prints
// it needs to know.
type Node struct {
	Revision op.Revision
	// Parents are the revisions that this one revises, in the order of its
	// file: none for a base, several for a merge.
	Parents []string
	// Children are the revisions that revise this one, sorted: what it
	// branches into, if there are several.
	Children []string
	// Dependencies are the ids of what DependsOn names, in its order;
	// Dependents the revisions that name this one, sorted.
	Dependencies, Dependents []string
	// Labels are the branch labels that hold here, sorted: the revision's own
	// and those of its branch.
	Labels []string
	// Head tells that no revision revises this one. An EffectiveHead is one
	// that another revision depends on, so that it never stands in the
	// version table once that one is applied.
	Head, EffectiveHead bool
	// Branchpoint tells that several revisions revise this one, Mergepoint
	// that it revises several.
	Branchpoint, Mergepoint bool
}

// Node returns what is known of the revision with exactly this id.
func (g *Graph) Node(id string) (Node, bool) {
	n, ok := g.exact(id)
	if !ok {
		return Node{}, false
	}
	var dependents []*node
	for _, a := range n.above {
		if slices.Contains(a.dependencies, n) {
			dependents = append(dependents, a)
		}
	}
	return Node{
		Revision:      n.Revision,
		Parents:       ids(n.parents),
		Children:      ids(n.children),
		Dependencies:  ids(n.dependencies),
		Dependents:    ids(dependents),
		Labels:        slices.Clone(n.labels),
		Head:          len(n.children) == 0,
		EffectiveHead: len(n.children) == 0 && len(n.above) > 0,
		Branchpoint:   n.isBranchpoint(),
		Mergepoint:    n.isMergepoint(),
	}, true
}

// Revision returns the revision with exactly this id.
func (g *Graph) Revision(id string) (op.Revision, bool) {
	n, ok := g.exact(id)
	if !ok {
		return op.Revision{}, false
	}
	return n.Revision, true
}

// Revisions returns all revisions, sorted by id.
func (g *Graph) Revisions() []op.Revision {
	all := make([]op.Revision, len(g.nodes))
	for i, n := range g.nodes {
		all[i] = n.Revision
	}
	return all
}

// Heads returns the ids of the revisions that no other revises, sorted.
func (g *Graph) Heads() []string { return ids(g.heads) }

// RealHeads returns the ids of the revisions that no other revises or depends
// on, sorted: the rows of the version table once everything is applied.
func (g *Graph) RealHeads() []string { return ids(g.realHeads) }

// Bases returns the ids of the revisions that revise no other, sorted.
func (g *Graph) Bases() []string { return ids(g.bases) }

// Labels returns all branch labels, sorted.
func (g *Graph) Labels() []string {
	var labels []string
	for _, name := range g.names {
		if g.byName[name].ID != name {
			labels = append(labels, name)
		}
	}
	return labels
}

// exact finds a node by its whole id.
func (g *Graph) exact(id string) (*node, bool) {
	n := g.byName[id]
	return n, n != nil && n.ID == id
}
