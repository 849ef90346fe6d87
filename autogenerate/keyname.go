package autogenerate

import (
	"slices"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// renamePrimaryKeys renames the primary keys that have another name and are the
// same otherwise, where the engine names each: to drop one and add it again
// builds its index anew, and the foreign keys that lead to it with it. In an
// application of several engines the names of one are not those of another.
// taken are the names of all indexes and constraints before.
func (p *plan) renamePrimaryKeys(d dialect.Dialect, others []dialect.Dialect, taken map[string]bool) {
	namer, ok := d.(dialect.KeyNamer)
	if !ok || len(others) > 0 {
		return
	}
	for _, a := range p.altered {
		if len(a.primaryKey.dropped) == 0 || len(a.primaryKey.added) == 0 {
			continue
		}
		named := func(k *op.PrimaryKeyDef) string {
			if k.Name == "" {
				return namer.KeyName(a.to.Name)
			}
			return k.Name
		}
		before, after := a.primaryKey.dropped[0], a.primaryKey.added[0]
		if from, to := named(before), named(after); slices.Equal(before.Columns, after.Columns) && from != to && !taken[to] {
			a.primaryKey = delta[*op.PrimaryKeyDef]{}
			a.renames = append(a.renames, op.RenameConstraint(a.to.Name, from, to))
		}
	}
}
