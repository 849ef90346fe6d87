package versions

import (
	"slices"
	"sort"
	"strings"
)

// shortest is the length up to which an id is only found by its whole text:
// nobody abbreviates "v1". Alembic draws the same line.
const shortest = 3

// Resolve returns the ids that an identifier stands for: a full id or the
// beginning of one that no other shares, a branch label, "head", "heads",
// "base", each also as branch@..., and each also followed by +N or -N.
// "current" stands for the rows of the version table that are given. The empty
// list is the base.
//
// Only "heads" gives several, and the rows. A number without a revision before
// it, "-2", depends on what is to be done: Upgrade, Downgrade and Walk take it.
func (g *Graph) Resolve(identifier string, current ...string) ([]string, error) {
	nodes, err := g.resolve(identifier, current)
	return ids(nodes), err
}

func (g *Graph) resolve(text string, current []string) ([]*node, error) {
	if text == "current" {
		return g.rows(current)
	}
	return g.target(text)
}

// target resolves what a database can be brought to.
func (g *Graph) target(text string) ([]*node, error) {
	id, err := g.parse(text)
	if err != nil {
		return nil, err
	}
	if id.fromCurrent() {
		return nil, identifierError(text, "%q counts from where the database is, which has no meaning here: write the revision to count from, as in %q", text, "head-1")
	}
	if id.relative {
		n, err := g.step(id)
		return slice(n), err
	}
	return g.lookup(id)
}

// slice returns a list of one node, or the empty one for the base.
func slice(n *node) []*node {
	if n == nil {
		return nil
	}
	return []*node{n}
}

// lookup finds what an identifier without steps names.
func (g *Graph) lookup(id identifier) ([]*node, error) {
	branch, err := g.branchLineage(id.branch)
	if err != nil {
		return nil, err
	}
	switch id.symbol {
	case "base":
		return nil, nil
	case "heads":
		if branch == nil {
			return g.realHeads, nil
		}
		return filter(g.heads, branch), nil
	case "head":
		heads := filter(g.heads, branch)
		if len(heads) > 1 {
			return nil, multipleHeads(id.text, heads)
		}
		return heads, nil
	case "current":
		return nil, identifierError(id.text, `%q has no meaning here: "current" is where the database is already, write a revision`, id.text)
	}
	n, err := g.find(id.symbol, id.branch, branch)
	return slice(n), err
}

// lookupOne finds the one revision that an identifier without steps names; nil
// is the base.
func (g *Graph) lookupOne(id identifier) (*node, error) {
	nodes, err := g.lookup(id)
	if err != nil || len(nodes) == 0 {
		return nil, err
	}
	if len(nodes) > 1 {
		return nil, multipleHeads(id.text, nodes)
	}
	return nodes[0], nil
}

func multipleHeads(identifier string, heads []*node) error {
	e := &MultipleHeadsError{Identifier: identifier}
	for _, h := range heads {
		e.Heads = append(e.Heads, Head{ID: h.ID, Labels: slices.Clone(h.labels)})
	}
	return e
}

// find returns the revision of a name or of its beginning. On a branch, only
// what is in its lineage counts.
func (g *Graph) find(name, branch string, lineage marks) (*node, error) {
	if n := g.byName[name]; n != nil {
		if lineage != nil && !lineage.has(n) {
			return nil, &NotOnBranchError{Revision: n.ID, Branch: branch}
		}
		return n, nil
	}
	var found, elsewhere []*node
	var candidates []string
	for _, full := range g.beginWith(name) {
		n := g.byName[full]
		if lineage != nil && !lineage.has(n) {
			elsewhere = append(elsewhere, n)
			continue
		}
		candidates = append(candidates, full)
		if !slices.Contains(found, n) {
			found = append(found, n)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return nil, &AmbiguousError{Identifier: name, Candidates: candidates}
	case len(elsewhere) == 1:
		return nil, &NotOnBranchError{Revision: elsewhere[0].ID, Branch: branch}
	}
	return nil, &UnknownRevisionError{Identifier: name, Branch: branch, Suggestions: g.near(name)}
}

// beginWith returns the ids and labels that begin so, sorted. A branch has one
// name too many for Alembic, which finds the beginnings of labels as well.
func (g *Graph) beginWith(prefix string) []string {
	if prefix == "" {
		return nil
	}
	var names []string
	for i := sort.SearchStrings(g.names, prefix); i < len(g.names) && strings.HasPrefix(g.names[i], prefix); i++ {
		if len(g.names[i]) > shortest {
			names = append(names, g.names[i])
		}
	}
	return names
}

// branchLineage returns what is on a branch, which a label, an id or the
// beginning of one names; nil, which holds everything, for no branch.
func (g *Graph) branchLineage(branch string) (marks, error) {
	if branch == "" {
		return nil, nil
	}
	n, err := g.branchNode(branch)
	if err != nil {
		return nil, err
	}
	return g.lineage(n), nil
}

func (g *Graph) branchNode(branch string) (*node, error) {
	n, err := g.find(branch, "", nil)
	if _, unknown := err.(*UnknownRevisionError); unknown {
		return nil, &UnknownBranchError{Branch: branch, Suggestions: g.nearBranches(branch)}
	}
	return n, err
}
