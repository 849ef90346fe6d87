package autogenerate

import (
	"slices"

	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// namesakes finds the objects of a table that have another name afterwards and
// are the same otherwise, and returns the first list with the new names: so
// that what hangs on a renamed table or column is renamed too, and neither
// built nor checked again.
type namesakes struct {
	table string
	// taken tells the names that the schema has before.
	taken   func(name string) bool
	renames []op.Operation
}

// namesake matches the objects of one kind. named returns a copy with another
// name, rename the operation.
func namesake[T any](n *namesakes, from, to []inspect.Pair[T], name func(T) string, named func(T, string) T, rename func(from, to string) op.Operation) []inspect.Pair[T] {
	has := func(list []inspect.Pair[T], wanted string) bool {
		return slices.ContainsFunc(list, func(p inspect.Pair[T]) bool { return name(p.Engine) == wanted })
	}
	from = slices.Clone(from)
	used := map[string]bool{}
	for i, before := range from {
		old := name(before.Engine)
		if old == "" || has(to, old) {
			continue
		}
		for _, after := range to {
			fresh := name(after.Engine)
			if fresh == "" || used[fresh] || n.taken(fresh) || !equal(named(before.Engine, fresh), after.Engine) {
				continue
			}
			used[fresh] = true
			from[i] = inspect.Pair[T]{Engine: named(before.Engine, fresh), File: named(before.File, fresh)}
			n.renames = append(n.renames, rename(old, fresh))
			break
		}
	}
	return from
}

func (n *namesakes) uniques(from, to []inspect.Pair[*op.UniqueDef]) []inspect.Pair[*op.UniqueDef] {
	return namesake(n, from, to, chosenName[*op.UniqueDef](n.table), func(u *op.UniqueDef, name string) *op.UniqueDef {
		renamed := *u
		renamed.Name = name
		return &renamed
	}, n.constraint)
}

func (n *namesakes) foreignKeys(from, to []inspect.Pair[*op.ForeignKeyDef]) []inspect.Pair[*op.ForeignKeyDef] {
	return namesake(n, from, to, chosenName[*op.ForeignKeyDef](n.table), func(f *op.ForeignKeyDef, name string) *op.ForeignKeyDef {
		renamed := *f
		renamed.Name = name
		return &renamed
	}, n.constraint)
}

func (n *namesakes) checks(from, to []inspect.Pair[*op.CheckDef]) []inspect.Pair[*op.CheckDef] {
	return namesake(n, from, to, chosenName[*op.CheckDef](n.table), func(c *op.CheckDef, name string) *op.CheckDef {
		renamed := *c
		renamed.Name = name
		return &renamed
	}, n.constraint)
}

func (n *namesakes) indexes(from, to []inspect.Pair[*op.CreateIndexOp]) []inspect.Pair[*op.CreateIndexOp] {
	return namesake(n, from, to, func(i *op.CreateIndexOp) string { return i.Name }, func(i *op.CreateIndexOp, name string) *op.CreateIndexOp {
		renamed := *i
		renamed.Name = name
		return &renamed
	}, func(from, to string) op.Operation { return op.RenameIndex(n.table, from, to) })
}

func (n *namesakes) constraint(from, to string) op.Operation {
	return op.RenameConstraint(n.table, from, to)
}

// chosenName is a constraint's name unless the database made it up: then the
// constraint keeps it.
func chosenName[T op.Constraint](table string) func(T) string {
	return func(c T) string {
		if namedByDatabase(table, c) {
			return ""
		}
		return c.ConstraintName()
	}
}

// names are those of the indexes and constraints of a schema.
func names(s *inspect.Schema) map[string]bool {
	all := map[string]bool{}
	for _, t := range s.Tables {
		for _, c := range t.Create().Constraints() {
			all[c.ConstraintName()] = true
		}
		for _, i := range t.Indexes {
			all[i.Engine.Name] = true
		}
	}
	return all
}
