package versions

import (
	"fmt"
	"slices"

	"github.com/gmig/gmig/op"
)

// NotHeadError reports a parent for a new revision that others revise already.
type NotHeadError struct {
	Revision string
	// Children are the revisions that revise it.
	Children []string
}

func (e *NotHeadError) Error() string {
	verb := "revises"
	if len(e.Children) > 1 {
		verb = "revise"
	}
	return fmt.Sprintf("revision %q is not a head, %s %s it: name a head, or begin a branch there with --splice",
		e.Revision, quoted(e.Children, "and"), verb)
}

// Parents resolves what a new revision is to revise: the head if nothing is
// named. Without splice each must be a head, because to revise another begins a
// branch, which is seldom meant.
func (g *Graph) Parents(identifiers []string, splice bool) ([]string, error) {
	if len(identifiers) == 0 {
		if len(g.heads) > 1 {
			return nil, fmt.Errorf(`choose what the new revision revises: %w; or join the heads first with "gmig merge"`, multipleHeads("head", g.heads))
		}
		return ids(g.heads), nil
	}
	var parents []*node
	for _, identifier := range identifiers {
		nodes, err := g.target(identifier)
		if err != nil {
			return nil, err
		}
		for _, n := range nodes {
			if !splice && len(n.children) > 0 {
				return nil, &NotHeadError{Revision: n.ID, Children: ids(n.children)}
			}
			if !slices.Contains(parents, n) {
				parents = append(parents, n)
			}
		}
	}
	for _, n := range parents {
		below := g.closure(n.parents, parentsOf)
		if i := slices.IndexFunc(parents, below.has); i >= 0 {
			return nil, fmt.Errorf("revision %q is an ancestor of %q, so there is nothing to join: name %q alone", parents[i].ID, n.ID, n.ID)
		}
	}
	return ids(parents), nil
}

// Dependencies resolves what a new revision is to depend on. A label stays a
// label: it goes on to mean the revision that carries it.
func (g *Graph) Dependencies(identifiers []string) ([]string, error) {
	var names []string
	for _, identifier := range identifiers {
		if n := g.byName[identifier]; n != nil {
			names = append(names, identifier)
			continue
		}
		nodes, err := g.target(identifier)
		if err != nil {
			return nil, err
		}
		names = append(names, ids(nodes)...)
	}
	return names, nil
}

// With returns the history with one revision more, or says why it does not fit:
// before its file is written, not at every command after.
func (g *Graph) With(r op.Revision) (*Graph, error) {
	for _, label := range r.BranchLabels {
		// NewGraph does not know which of the two is the new one.
		if other := g.byName[label]; other != nil && other.ID != label {
			return nil, fmt.Errorf("branch label %q is already used by revision %q: choose another", label, other.ID)
		}
	}
	return NewGraph(append(g.Revisions(), r))
}
