package autogenerate

import (
	"slices"
	"strings"

	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// byDependency sorts tables so that each comes after those that its foreign
// keys refer to, and by name where that leaves a choice. A cycle is entered at
// its first table by name.
func byDependency(tables []*inspect.Table) []*inspect.Table {
	sorted := slices.Clone(tables)
	slices.SortFunc(sorted, compareNames)
	byName := map[string]*inspect.Table{}
	for _, t := range sorted {
		byName[t.Name] = t
	}
	var (
		order []*inspect.Table
		seen  = map[string]bool{}
		visit func(t *inspect.Table)
	)
	visit = func(t *inspect.Table) {
		if seen[t.Name] {
			return
		}
		seen[t.Name] = true
		var targets []string
		for _, key := range t.ForeignKeys {
			targets = append(targets, key.Engine.RefTable)
		}
		slices.Sort(targets)
		for _, name := range targets {
			if target := byName[name]; target != nil {
				visit(target)
			}
		}
		order = append(order, t)
	}
	for _, t := range sorted {
		visit(t)
	}
	return order
}

func compareNames(a, b *inspect.Table) int { return strings.Compare(a.Name, b.Name) }

// operations lists the plan in an order that runs: what is in the way goes
// first, foreign keys come last.
func (p *plan) operations() []op.Operation {
	var all []op.Operation
	add := func(o ...op.Operation) { all = append(all, o...) }

	p.needed()
	for _, name := range p.to.Namespaces {
		if !slices.Contains(p.from.Namespaces, name) {
			add(onNamespace("CREATE SCHEMA IF NOT EXISTS", name))
		}
	}
	add(p.enums.before()...)
	for _, a := range p.altered {
		for _, key := range a.foreignKeys.dropped {
			add(op.DropConstraint(a.from.Name, key))
		}
	}
	// Tables go before keys do, for their foreign keys may lead to those.
	add(p.dropTables()...)
	for _, a := range p.altered {
		add(a.takeAway()...)
	}
	create, late := p.createTables()
	add(create...)
	for _, a := range p.altered {
		add(a.change()...)
	}
	for _, a := range p.altered {
		for _, key := range a.foreignKeys.added {
			late = append(late, op.AddConstraint(a.to.Name, key))
		}
	}
	add(late...)
	add(p.enums.after()...)
	add(p.online()...)
	for _, name := range p.from.Namespaces {
		if !slices.Contains(p.to.Namespaces, name) {
			add(onNamespace("DROP SCHEMA IF EXISTS", name))
		}
	}
	return p.enums.usable(all)
}

// onNamespace is a statement on a schema of PostgreSQL, the only engine that
// has them.
func onNamespace(statement, name string) op.Operation {
	return op.Exec("").On("postgres", statement+` "`+strings.ReplaceAll(name, `"`, `""`)+`"`)
}

// takeAway lists what of a table must go before its columns change.
func (a *alteration) takeAway() []op.Operation {
	var all []op.Operation
	for _, i := range a.indexes.dropped {
		drop := op.DropIndex(i.Name, a.from.Name)
		drop.Online = i.Online
		all = append(all, drop)
	}
	for _, c := range a.checks.dropped {
		all = append(all, op.DropConstraint(a.from.Name, c))
	}
	for _, u := range a.uniques.dropped {
		all = append(all, op.DropConstraint(a.from.Name, u))
	}
	for _, k := range a.primaryKey.dropped {
		all = append(all, op.DropConstraint(a.from.Name, k))
	}
	return append(all, a.renames...)
}

// change lists the changes of a table's columns and what is built on them.
// Columns are added before others are dropped, since a table must have one, and
// generated ones while the columns that they are computed from are there and of
// the type that they are computed from.
func (a *alteration) change() []op.Operation {
	var all []op.Operation
	table := a.to.Name
	added, addedComputed := byGeneration(a.columns.added)
	dropped, droppedComputed := byGeneration(a.columns.dropped)
	for _, c := range added {
		all = append(all, a.addColumn(c)...)
	}
	for _, c := range droppedComputed {
		all = append(all, op.DropColumn(table, c.Name))
	}
	for _, c := range computedOutside(a.columns.changed) {
		all = append(all, a.alterColumn(c)...)
	}
	for _, c := range addedComputed {
		all = append(all, a.addColumn(c)...)
	}
	all = append(all, a.fillKey()...)
	for _, c := range dropped {
		all = append(all, op.DropColumn(table, c.Name))
	}
	for _, k := range a.primaryKey.added {
		all = append(all, op.AddConstraint(table, k))
	}
	if a.from.Options != a.to.Options {
		all = append(all, op.AlterTableOptions(table, a.from.Options, a.to.Options))
	}
	for _, u := range a.uniques.added {
		all = append(all, op.AddConstraint(table, u))
	}
	for _, c := range a.checks.added {
		all = append(all, op.AddConstraint(table, c))
	}
	for _, i := range a.indexes.added {
		if !i.Online {
			all = append(all, i)
		}
	}
	return all
}

// online lists the indexes of tables that exist which the models want built
// without blocking writers: behind all else, since that leaves the revision's
// transaction. One that a new foreign key needs is not among them.
func (p *plan) online() []op.Operation {
	var all []op.Operation
	for _, a := range p.altered {
		for _, i := range a.indexes.added {
			if i.Online {
				all = append(all, i)
			}
		}
	}
	return all
}

// needed makes an index that a new foreign key refers to an ordinary one.
func (p *plan) needed() {
	var keys []*op.ForeignKeyDef
	for _, t := range p.created {
		for _, key := range t.ForeignKeys {
			keys = append(keys, key.File)
		}
	}
	for _, a := range p.altered {
		keys = append(keys, a.foreignKeys.added...)
	}
	for _, a := range p.altered {
		for k, i := range a.indexes.added {
			if i.Online && slices.ContainsFunc(keys, func(key *op.ForeignKeyDef) bool {
				return key.RefTable == a.to.Name && slices.ContainsFunc(keyColumns([]*op.CreateIndexOp{i}), func(columns []string) bool {
					return sameColumns(columns, key.RefColumns)
				})
			}) {
				a.indexes.added[k] = blocking(i)
			}
		}
	}
}

// blocking is an index as it is built in a transaction. A new table has no
// writers to block.
func blocking(i *op.CreateIndexOp) *op.CreateIndexOp {
	if !i.Online {
		return i
	}
	plain := *i
	plain.Online = false
	return &plain
}

// ends returns a changed column before and after. NOT NULL that goes with the
// primary key is said, for GORM leaves it out; what comes with a new key is
// not: the key brings it where the engine wants it. A column that is NOT NULL
// before and after is so at both ends, though one may leave it to the key; in a
// history for several engines each end says what is so without the key.
func (a *alteration) ends(c change[*op.ColumnDef]) (from, to *op.ColumnDef) {
	from, to = c.from.File.Clone(), c.to.File.Clone()
	keepValues(c, from, to)
	was, becomes := c.from.Engine.Required, c.to.Engine.Required
	switch {
	case a.portable && a.movesInKey(c):
		from.Required, to.Required = a.byThemselves(c)
	case was && becomes && a.portable && inKey(a.from, from.Name) && inKey(a.to, to.Name):
	case was && becomes:
		both := from.Required || to.Required
		from.Required, to.Required = both, both
	case was != becomes:
		from.Required, to.Required = was, becomes && (c.to.File.Required || !a.newInKey(to.Name))
	}
	return from, to
}

// newInKey reports whether a column is in the primary key that the table gains.
func (a *alteration) newInKey(column string) bool {
	return slices.ContainsFunc(a.primaryKey.added, func(k *op.PrimaryKeyDef) bool {
		return slices.Contains(k.Columns, column)
	})
}

// computedOutside orders changed columns: those that are no longer computed come
// first, those that are from now on last, so that the column which they are
// computed from changes its type while no expression needs either.
func computedOutside(changed []change[*op.ColumnDef]) []change[*op.ColumnDef] {
	rank := func(c change[*op.ColumnDef]) int {
		switch {
		case c.to.File.GeneratedAs != nil:
			return 2
		case c.from.File.GeneratedAs != nil:
			return 0
		}
		return 1
	}
	ordered := slices.Clone(changed)
	slices.SortStableFunc(ordered, func(a, b change[*op.ColumnDef]) int { return rank(a) - rank(b) })
	return ordered
}

func byGeneration(columns []*op.ColumnDef) (plain, generated []*op.ColumnDef) {
	for _, c := range columns {
		if c.GeneratedAs == nil {
			plain = append(plain, c)
		} else {
			generated = append(generated, c)
		}
	}
	return plain, generated
}

// createTables lists the new tables with their indexes, and apart from them the
// foreign keys that must wait: those that close a cycle, and those to columns
// that change themselves.
func (p *plan) createTables() (create, late []op.Operation) {
	created := map[string]bool{}
	for _, t := range p.created {
		created[t.Name] = true
		table := t.Create()
		table.ForeignKeys = nil
		for _, key := range t.ForeignKeys {
			if created[key.Engine.RefTable] || p.stays(key.Engine.RefTable, key.Engine.RefColumns) {
				table.ForeignKeys = append(table.ForeignKeys, key.File)
			} else {
				late = append(late, op.AddConstraint(t.Name, key.File))
			}
		}
		create = append(create, table)
		for _, i := range t.Indexes {
			create = append(create, blocking(i.File))
		}
	}
	return create, late
}

// stays reports whether a table of both schemas can be referred to by a key on
// some columns before it is altered: neither they nor what makes them unique
// change.
func (p *plan) stays(table string, columns []string) bool {
	if p.from.Table(table) == nil || p.to.Table(table) == nil {
		return false
	}
	a := p.alteration(table)
	if a == nil {
		return true
	}
	for _, c := range a.columns.added {
		if slices.Contains(columns, c.Name) {
			return false
		}
	}
	for _, key := range slices.Concat(keyColumns(a.primaryKey.added), keyColumns(a.uniques.added), keyColumns(a.indexes.added)) {
		if sameColumns(key, columns) {
			return false
		}
	}
	return !a.retypes(columns)
}

// dropTables lists the tables that go, each after those that refer to it. The
// foreign keys that close a cycle go first.
func (p *plan) dropTables() []op.Operation {
	var keys, tables []op.Operation
	gone := map[string]bool{}
	for _, t := range p.dropped {
		gone[t.Name] = true
		tables = append(tables, op.DropTable(t.Name))
		for _, other := range p.dropped {
			for _, key := range other.ForeignKeys {
				if key.Engine.RefTable == t.Name && !gone[other.Name] {
					keys = append(keys, op.DropConstraint(other.Name, key.File))
				}
			}
		}
	}
	return append(keys, tables...)
}
