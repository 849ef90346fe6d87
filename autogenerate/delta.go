package autogenerate

import (
	"reflect"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// delta is what separates two lists of objects of one kind. Its objects are in
// the spelling of a revision file, in the order of the lists.
type delta[T any] struct {
	added, dropped []T
	changed        []change[T]
}

// change is an object that both lists have, but not the same.
type change[T any] struct {
	from, to inspect.Pair[T]
	// elsewhere is the engine that the change is for if the compared one sees
	// none, else nil.
	elsewhere dialect.Dialect
}

// compare matches the objects of two lists. alike tells objects that stand for
// each other, same those that need no change.
func compare[T any](from, to []inspect.Pair[T], alike, same func(a, b T) bool) delta[T] {
	var d delta[T]
	taken := make([]bool, len(to))
	match := func(a T) int {
		for i, b := range to {
			if !taken[i] && alike(a, b.Engine) {
				return i
			}
		}
		return -1
	}
	for _, a := range from {
		i := match(a.Engine)
		if i < 0 {
			d.dropped = append(d.dropped, a.File)
			continue
		}
		taken[i] = true
		if !same(a.Engine, to[i].Engine) {
			d.changed = append(d.changed, change[T]{from: a, to: to[i]})
		}
	}
	for i, b := range to {
		if !taken[i] {
			d.added = append(d.added, b.File)
		}
	}
	return d
}

// replaced counts the changed objects as dropped and added.
func (d delta[T]) replaced() delta[T] {
	r := delta[T]{added: d.added, dropped: d.dropped}
	for _, c := range d.changed {
		r.dropped = append(r.dropped, c.from.File)
		r.added = append(r.added, c.to.File)
	}
	return r
}

// empty reports whether both lists are the same.
func (d delta[T]) empty() bool { return len(d.added)+len(d.dropped)+len(d.changed) == 0 }

func equal[T any](a, b T) bool { return reflect.DeepEqual(a, b) }

// compareConstraints compares by name. A constraint that the database named, as
// in tables that an older GORM made, is the same as one with equal content: it
// is not renamed. table is the name that such names begin with.
func compareConstraints[T op.Constraint](table string, from, to []inspect.Pair[T], unnamed func(T) T) delta[T] {
	contentOf := func(c T) any { return unnamed(c) }
	named := compare(from, to,
		func(a, b T) bool {
			if a.ConstraintName() == b.ConstraintName() && a.ConstraintName() != "" {
				return true
			}
			return (namedByDatabase(table, a) || namedByDatabase(table, b)) && equal(contentOf(a), contentOf(b))
		},
		func(a, b T) bool { return equal(contentOf(a), contentOf(b)) })
	return named
}

// namedByDatabase reports whether PostgreSQL or SQLite made up the name of a
// constraint: none, or <table>_<columns>_key, _fkey or _check with a number.
func namedByDatabase(table string, c op.Constraint) bool {
	name := strings.TrimRight(c.ConstraintName(), "0123456789")
	if name == "" {
		return true
	}
	if !strings.HasPrefix(name, table+"_") {
		return false
	}
	for _, suffix := range []string{"_key", "_fkey", "_check"} {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	return false
}

func unnamedUnique(u *op.UniqueDef) *op.UniqueDef {
	v := *u
	v.Name = ""
	return &v
}

func unnamedForeignKey(f *op.ForeignKeyDef) *op.ForeignKeyDef {
	g := *f
	g.Name = ""
	return &g
}

func unnamedCheck(c *op.CheckDef) *op.CheckDef {
	d := *c
	d.Name = ""
	return &d
}
