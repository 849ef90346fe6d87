package autogenerate

import (
	"slices"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// plan is the way from one schema to another.
type plan struct {
	from, to *inspect.Schema
	// created are in an order in which they can be created, dropped in one in
	// which they can be dropped, both but for cycles of foreign keys.
	created, dropped []*inspect.Table
	altered          []*alteration // by table name
	enums            enumDelta
}

// alteration is what changes in a table that both schemas have.
type alteration struct {
	from, to    *inspect.Table
	columns     delta[*op.ColumnDef]
	primaryKey  delta[*op.PrimaryKeyDef]
	uniques     delta[*op.UniqueDef]
	foreignKeys delta[*op.ForeignKeyDef]
	checks      delta[*op.CheckDef]
	indexes     delta[*op.CreateIndexOp]
	// renames are those of constraints and indexes.
	renames []op.Operation
	// fills are the values for the rows of columns that become NOT NULL, usings
	// the expressions for columns that change their type, both by column.
	fills  map[string]op.DefaultDef
	usings map[string]string
	// portable tells that the application has several engines.
	portable bool
}

// newPlan compares two schemas of the first of the application's engines. hidden
// are the columns that it sees no difference in and that change all the same.
func newPlan(from, to *inspect.Schema, hidden []elsewhere, engines []dialect.Dialect) *plan {
	d, others := engines[0], engines[1:]
	p := &plan{from: from, to: to, enums: compareEnums(from, to)}
	taken := names(from)
	for _, t := range from.Tables {
		other := to.Table(t.Name)
		if other == nil {
			p.dropped = append(p.dropped, t)
		} else if a := alter(t, other, taken); !a.empty() {
			p.altered = append(p.altered, a)
		}
	}
	for _, t := range to.Tables {
		if from.Table(t.Name) == nil {
			p.created = append(p.created, t)
		}
	}
	p.created = byDependency(p.created)
	p.dropped = byDependency(p.dropped)
	slices.Reverse(p.dropped)
	p.renamePrimaryKeys(d, others, taken)
	p.renewForeignKeys()
	for _, h := range hidden {
		p.alterElsewhere(h)
	}
	p.alterKeyColumns(others)
	return p
}

// alter compares a table. taken are the names of all indexes and constraints
// before.
func alter(from, to *inspect.Table, taken map[string]bool) *alteration {
	n := &namesakes{table: to.Name, taken: func(name string) bool { return taken[name] }}
	uniques, foreignKeys := n.uniques(from.Uniques, to.Uniques), n.foreignKeys(from.ForeignKeys, to.ForeignKeys)
	checks, indexes := n.checks(from.Checks, to.Checks), n.indexes(from.Indexes, to.Indexes)
	columnName := func(a, b *op.ColumnDef) bool { return a.Name == b.Name }
	indexName := func(a, b *op.CreateIndexOp) bool { return a.Name == b.Name }
	return &alteration{
		from:    from,
		to:      to,
		columns: compare(from.Columns, to.Columns, columnName, equal),
		primaryKey: compare(optional(from.PrimaryKey), optional(to.PrimaryKey),
			func(a, b *op.PrimaryKeyDef) bool { return true }, equal).replaced(),
		uniques:     compareConstraints(from.Name, uniques, to.Uniques, unnamedUnique).replaced(),
		foreignKeys: compareConstraints(from.Name, foreignKeys, to.ForeignKeys, unnamedForeignKey).replaced(),
		checks:      compareConstraints(from.Name, checks, to.Checks, unnamedCheck).replaced(),
		indexes:     compare(indexes, to.Indexes, indexName, equal).replaced(),
		renames:     n.renames,
	}
}

func (a *alteration) empty() bool {
	return len(a.renames) == 0 && a.columns.empty() && a.primaryKey.empty() && a.uniques.empty() && a.foreignKeys.empty() &&
		a.checks.empty() && a.indexes.empty() && a.from.Options == a.to.Options
}

// optional is a list of one primary key or none.
func optional(key inspect.Pair[*op.PrimaryKeyDef]) []inspect.Pair[*op.PrimaryKeyDef] {
	if key.Engine == nil {
		return nil
	}
	return []inspect.Pair[*op.PrimaryKeyDef]{key}
}

// alteration returns what changes in a table of both schemas, nil for nothing.
func (p *plan) alteration(table string) *alteration {
	for _, a := range p.altered {
		if a.from.Name == table {
			return a
		}
	}
	return nil
}

// alterationOf returns what changes in a table, to add to it.
func (p *plan) alterationOf(from, to *inspect.Table) *alteration {
	a := p.alteration(from.Name)
	if a == nil {
		a = &alteration{from: from, to: to}
		p.altered = append(p.altered, a)
		slices.SortFunc(p.altered, func(x, y *alteration) int { return compareNames(x.from, y.from) })
	}
	return a
}

// alterElsewhere adds the change of a column that only another engine sees.
func (p *plan) alterElsewhere(h elsewhere) {
	from, to := p.from.Table(h.table), p.to.Table(h.table)
	a := p.alterationOf(from, to)
	a.columns.changed = append(a.columns.changed, change[*op.ColumnDef]{
		from:      from.Columns[from.Column(h.column)],
		to:        to.Columns[to.Column(h.column)],
		elsewhere: h.dialect,
	})
}

// renewForeignKeys drops and adds again the foreign keys that stand in the way
// of a change: PostgreSQL neither drops the key that one refers to, nor changes
// the type of one of its columns to another family.
func (p *plan) renewForeignKeys() {
	for _, t := range p.from.Tables {
		other := p.to.Table(t.Name)
		if other == nil {
			continue
		}
		for _, key := range t.ForeignKeys {
			i := slices.IndexFunc(other.ForeignKeys, func(k inspect.Pair[*op.ForeignKeyDef]) bool {
				return equal(k.Engine, key.Engine) || p.renamed(t.Name, key.Engine.Name, k.Engine.Name)
			})
			if i < 0 || !p.blocks(t.Name, key.Engine) {
				continue
			}
			a := p.alterationOf(t, other)
			a.foreignKeys.dropped = append(a.foreignKeys.dropped, key.File)
			a.foreignKeys.added = append(a.foreignKeys.added, other.ForeignKeys[i].File)
			a.renames = slices.DeleteFunc(a.renames, func(o op.Operation) bool {
				return equal(o, op.Operation(op.RenameConstraint(t.Name, key.Engine.Name, other.ForeignKeys[i].Engine.Name)))
			})
		}
	}
}

// renamed reports whether a constraint of a table is renamed.
func (p *plan) renamed(table, from, to string) bool {
	a := p.alteration(table)
	return a != nil && slices.ContainsFunc(a.renames, func(o op.Operation) bool {
		return equal(o, op.Operation(op.RenameConstraint(table, from, to)))
	})
}

// blocks reports whether a foreign key of a table must go while the tables at
// its ends change.
func (p *plan) blocks(table string, key *op.ForeignKeyDef) bool {
	if a := p.alteration(table); a != nil && a.retypes(key.Columns) {
		return true
	}
	a := p.alteration(key.RefTable)
	if a == nil {
		return false
	}
	if a.retypes(key.RefColumns) {
		return true
	}
	for _, gone := range slices.Concat(keyColumns(a.primaryKey.dropped), keyColumns(a.uniques.dropped), keyColumns(a.indexes.dropped)) {
		if sameColumns(gone, key.RefColumns) {
			return true
		}
	}
	return false
}

// keyColumns are the columns of those objects that make rows unique, which is
// what a foreign key needs of its target.
func keyColumns[T any](objects []T) (keys [][]string) {
	for _, o := range objects {
		switch o := any(o).(type) {
		case *op.PrimaryKeyDef:
			keys = append(keys, o.Columns)
		case *op.UniqueDef:
			keys = append(keys, o.Columns)
		case *op.CreateIndexOp:
			if !o.IsUnique {
				continue
			}
			var columns []string
			for _, part := range o.Parts {
				columns = append(columns, part.Column)
			}
			keys = append(keys, columns)
		}
	}
	return keys
}

// retypes reports whether one of the columns changes to a type of another
// family.
func (a *alteration) retypes(columns []string) bool {
	for _, c := range a.columns.changed {
		from, to := c.from.File.Type, c.to.File.Type
		if slices.Contains(columns, c.to.File.Name) && !from.Equal(to) && (from.Kind != to.Kind || from.Kind == op.KindRaw || from.Raw != to.Raw) &&
			!(wholeNumber(from) && wholeNumber(to)) {
			return true
		}
	}
	return false
}

func wholeNumber(t op.DataType) bool { return t.Kind == op.KindInt || t.Kind == op.KindUint }

// sameColumns compares without order: a key may name them in another one.
func sameColumns(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}
