package autogenerate

import (
	"slices"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// A column of a primary key is NOT NULL on PostgreSQL, and stays so when it
// leaves the key; on SQLite it is what its own definition says. A history for both
// says what a column that comes into a key or leaves it is by itself.

// alterKeyColumns sees to the columns that come into a primary key or leave it:
// in an application of several engines, another one may see a change where the
// connected one sees none.
func (p *plan) alterKeyColumns(others []dialect.Dialect) {
	if len(others) == 0 {
		return
	}
	for _, a := range p.altered {
		a.portable = true
		for _, column := range a.from.Columns {
			i := a.to.Column(column.Engine.Name)
			if i < 0 || a.alters(column.Engine.Name) {
				continue
			}
			c := change[*op.ColumnDef]{from: column, to: a.to.Columns[i], elsewhere: others[0]}
			if from, to := a.ends(c); a.movesInKey(c) && from.Required != to.Required {
				a.columns.changed = append(a.columns.changed, c)
			}
		}
	}
}

func (a *alteration) alters(column string) bool {
	return slices.ContainsFunc(a.columns.changed, func(c change[*op.ColumnDef]) bool { return c.to.Engine.Name == column })
}

// movesInKey reports whether a column comes into the primary key or leaves it,
// and is NOT NULL for no other reason but the key's and its own.
func (a *alteration) movesInKey(c change[*op.ColumnDef]) bool {
	numbered := func(c inspect.Pair[*op.ColumnDef]) bool {
		return c.Engine.Increments || c.File.Increments || c.Engine.IdentityAs != ""
	}
	return inKey(a.from, c.from.Engine.Name) != inKey(a.to, c.to.Engine.Name) && !numbered(c.from) && !numbered(c.to)
}

// byThemselves returns whether a column that moves in the key refuses NULL by
// itself. One that leaves the key and is nullable then was not on PostgreSQL,
// whatever its definition said; to take NOT NULL away where there is none does
// nothing.
func (a *alteration) byThemselves(c change[*op.ColumnDef]) (was, becomes bool) {
	becomes = c.to.File.Required
	left := inKey(a.from, c.from.Engine.Name)
	return c.from.File.Required || left && !becomes, becomes
}
