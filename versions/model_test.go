package versions

import (
	"slices"
	"testing"
)

// model is a database in the plainest terms: which revisions are applied, and
// what follows from it by the definitions.
type model struct {
	g       *Graph
	applied map[string]bool
	rows    map[string]bool
}

func newModel(g *Graph, applied ...string) *model {
	m := &model{g: g, applied: map[string]bool{}}
	for _, id := range applied {
		m.add(id)
	}
	m.rows = m.trueHeads()
	return m
}

func (m *model) below(id string) []string {
	n, _ := m.g.Node(id)
	return slices.Concat(n.Parents, n.Dependencies)
}

func (m *model) add(id string) {
	m.applied[id] = true
	for _, b := range m.below(id) {
		m.add(b)
	}
}

func (m *model) trueHeads() map[string]bool {
	heads := map[string]bool{}
	for id := range m.applied {
		heads[id] = true
	}
	for id := range m.applied {
		for _, b := range m.below(id) {
			delete(heads, b)
		}
	}
	return heads
}

func (m *model) rowList() []string { return sortedKeys(m.rows) }

func sortedKeys(set map[string]bool) []string {
	var keys []string
	for k := range set {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// run does what a migrator does with a step, and fails where a database would:
// a revision in the wrong order, a row that is missing or there already.
func (m *model) run(t *testing.T, s Step) {
	t.Helper()
	id := s.Revision.ID
	switch s.Direction {
	case Up:
		if m.applied[id] {
			t.Fatalf("%s: %s is applied already", s, id)
		}
		for _, b := range m.below(id) {
			if !m.applied[b] {
				t.Fatalf("%s: %s is not applied yet", s, b)
			}
		}
		m.applied[id] = true
	case Down:
		for other := range m.applied {
			if slices.Contains(m.below(other), id) {
				t.Fatalf("%s: %s above it is still applied", s, other)
			}
		}
		delete(m.applied, id)
	}
	m.change(t, s)
	if s.Direction != Stamped {
		if got, want := m.rowList(), sortedKeys(m.trueHeads()); !slices.Equal(got, want) {
			t.Fatalf("%s: rows are %q, the true heads %q", s, got, want)
		}
	}
}

func (m *model) change(t *testing.T, s Step) {
	t.Helper()
	remove := func(id string) {
		if !m.rows[id] {
			t.Fatalf("%s: there is no row %s", s, id)
		}
		delete(m.rows, id)
	}
	insert := func(id string) {
		if m.rows[id] {
			t.Fatalf("%s: there is a row %s already", s, id)
		}
		m.rows[id] = true
	}
	for _, id := range s.Delete {
		remove(id)
	}
	for _, id := range s.Insert {
		insert(id)
	}
	for _, u := range s.Update {
		remove(u.From)
		insert(u.To)
	}
}

// runAll runs the steps of a plan that must succeed.
func (m *model) runAll(t *testing.T, steps []Step, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	before := m.rowList()
	for _, s := range steps {
		m.run(t, s)
	}
	if got := sorted(Rows(before, steps)); !slices.Equal(got, m.rowList()) {
		t.Fatalf("Rows gives %q, the steps %q", got, m.rowList())
	}
}
