package randmodels

import "slices"

// Reduction takes one thing away from a pair, or makes one alike on both sides.
// It does nothing to a pair that has no such thing, so any of them can follow
// one another.
type Reduction func(Pair)

// Apply returns a copy of the pair after some reductions.
func (p Pair) Apply(all ...Reduction) Pair {
	q := Pair{Before: p.Before.Clone(), After: p.After.Clone(), Engine: p.Engine}
	for _, reduce := range all {
		reduce(q)
	}
	return q
}

// Reductions are those that make the pair smaller, first those that take the
// most away.
func (p Pair) Reductions() (all []Reduction) {
	for _, sides := range []func(Pair) []*Set{
		func(p Pair) []*Set { return []*Set{p.Before, p.After} },
		func(p Pair) []*Set { return []*Set{p.After} },
		func(p Pair) []*Set { return []*Set{p.Before} },
	} {
		for _, s := range sides(p) {
			for _, t := range s.Structs {
				all = append(all, without(sides, t))
				for _, f := range t.Fields {
					all = append(all, withoutField(sides, t, f))
					for _, tag := range f.Tags {
						all = append(all, withoutTag(sides, t, f, tag))
					}
				}
			}
		}
	}
	for _, t := range p.After.Structs {
		for _, f := range t.Fields {
			all = append(all, alike(t, f))
		}
	}
	all = slices.DeleteFunc(all, func(r Reduction) bool {
		q := p.Apply(r)
		return q.Size() >= p.Size() || len(q.Before.Structs)+len(q.After.Structs) == 0
	})
	slices.SortStableFunc(all, func(a, b Reduction) int { return p.Apply(a).Size() - p.Apply(b).Size() })
	return all
}

func without(sides func(Pair) []*Set, t *Struct) Reduction {
	return func(p Pair) {
		for _, s := range sides(p) {
			s.remove(t.Name)
		}
	}
}

func withoutField(sides func(Pair) []*Set, t *Struct, f *Field) Reduction {
	return func(p Pair) {
		for _, s := range sides(p) {
			if u := s.find(t.Name); u != nil {
				if g := u.like(f); g != nil {
					s.removeField(u, g)
				}
			}
		}
	}
}

func withoutTag(sides func(Pair) []*Set, t *Struct, f *Field, tag string) Reduction {
	return func(p Pair) {
		for _, s := range sides(p) {
			if u := s.find(t.Name); u != nil {
				if g := u.like(f); g != nil {
					g.Tags = slices.DeleteFunc(g.Tags, func(other string) bool { return other == tag })
				}
			}
		}
	}
}

// alike gives a field that both sides have the form that it has before.
func alike(t *Struct, f *Field) Reduction {
	return func(p Pair) {
		u, v := p.Before.find(t.Name), p.After.find(t.Name)
		if u == nil || v == nil {
			return
		}
		if before, after := u.like(f), v.like(f); before != nil && after != nil {
			*after = *before.clone()
			p.After.prune()
		}
	}
}

// like is the struct's field of another's name, or its embedded one of that
// type.
func (s *Struct) like(f *Field) *Field {
	for _, g := range s.Fields {
		if g.Name == f.Name && (f.Name != "" || g.Type == f.Type) {
			return g
		}
	}
	return nil
}

// Size grows with what a pair consists of and with what is not the same on both
// sides.
func (p Pair) Size() int {
	size := p.Before.size() + p.After.size()
	for _, t := range p.After.Structs {
		u := p.Before.find(t.Name)
		if u == nil {
			continue
		}
		for _, f := range t.Fields {
			if g := u.like(f); g != nil && (g.Type != f.Type || !slices.Equal(g.Tags, f.Tags)) {
				size++
			}
		}
	}
	return size
}
