package inspect

import (
	"slices"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/postgres"
	"github.com/gmig/gmig/op"
)

// table builds a table from the catalog's facts.
func (f *tableFacts) table(name string, d dialect.Dialect) *Table {
	table := &Table{Name: name, Remark: f.remark, Options: f.options}
	key := slices.IndexFunc(f.constraints, func(c *constraintFacts) bool { return c.kind == "p" })
	for _, c := range f.columns {
		keyed := key >= 0 && slices.Contains(f.constraints[key].columns, c.name)
		table.Columns = append(table.Columns, c.column(keyed, d))
	}
	for _, c := range f.constraints {
		c.addTo(table)
	}
	for _, i := range f.indexes {
		pair := twice(i.index(table.Name), func(o *op.CreateIndexOp) *op.CreateIndexOp {
			o.Parts = slices.Clone(o.Parts)
			return o
		})
		if !i.valid {
			// Left behind by a CREATE INDEX CONCURRENTLY that failed: like no
			// index that is wanted, so it is built again.
			pair.Engine.Options = "INVALID"
		}
		table.Indexes = append(table.Indexes, pair)
	}
	return table
}

// twice is a pair whose spellings are the same; they share nothing.
func twice[T any](v *T, separate func(*T) *T) Pair[*T] {
	file := *v
	return Pair[*T]{Engine: v, File: separate(&file)}
}

// gormUnique begins the names that GORM's NamingStrategy gives to unique
// constraints.
const gormUnique = "uni_"

func (f *constraintFacts) addTo(table *Table) {
	switch f.kind {
	case "p":
		name := f.name
		if name == postgres.DefaultName(table.Name, "", "pkey") {
			name = "" // nobody chose it
		}
		if len(f.columns) == 1 && strings.HasPrefix(name, gormUnique) {
			// PostgreSQL makes one index of a primary key and a unique constraint
			// on its column, and gives it the name of the latter. They are two all
			// the same: SQLite has both, and each comes and goes by itself.
			table.Uniques = append(table.Uniques, twice(op.Unique(name, f.columns...),
				func(u *op.UniqueDef) *op.UniqueDef { u.Columns = slices.Clone(u.Columns); return u }))
			name = ""
		}
		table.PrimaryKey = twice(&op.PrimaryKeyDef{Name: name, Columns: f.columns},
			func(p *op.PrimaryKeyDef) *op.PrimaryKeyDef { p.Columns = slices.Clone(p.Columns); return p })
	case "u":
		table.Uniques = append(table.Uniques, twice(
			&op.UniqueDef{Name: f.name, Columns: f.columns, Timing: f.timing, NullsEqual: f.nullsEqual},
			func(u *op.UniqueDef) *op.UniqueDef { u.Columns = slices.Clone(u.Columns); return u }))
	case "f":
		table.ForeignKeys = append(table.ForeignKeys, twice(
			&op.ForeignKeyDef{Name: f.name, Columns: f.columns, RefTable: f.refTable, RefColumns: f.refColumns,
				Delete: f.onDelete, Update: f.onUpdate, Timing: f.timing},
			func(k *op.ForeignKeyDef) *op.ForeignKeyDef {
				k.Columns, k.RefColumns = slices.Clone(k.Columns), slices.Clone(k.RefColumns)
				return k
			}))
	case "c":
		table.Checks = append(table.Checks, twice(
			&op.CheckDef{Name: f.name, SQL: unwrap(f.expression)},
			func(c *op.CheckDef) *op.CheckDef { return c }))
	}
}

// index is the operation that creates the index.
func (f *indexFacts) index(table string) *op.CreateIndexOp {
	o := &op.CreateIndexOp{Name: f.name, Table: table, IsUnique: f.unique, NullsEqual: f.nullsEqual,
		Predicate: unwrap(f.predicate), Storage: f.storage, Remark: f.remark}
	if f.method != "btree" {
		o.Method = f.method
	}
	for _, k := range f.keys {
		if k.Included {
			o.Included = append(o.Included, k.Column)
			continue
		}
		o.Parts = append(o.Parts, op.IndexPart{Column: k.Column, SQL: unwrap(k.Expression),
			Collation: k.Collation, OpClass: k.OpClass, Sort: k.Sort})
	}
	return o
}

// column pairs a column's definition in PostgreSQL's words with the one for a
// revision file. NOT NULL is left out of the latter where the primary key
// implies it: GORM does not write it there either.
func (f *columnFacts) column(keyed bool, d dialect.Dialect) Pair[*op.ColumnDef] {
	engine := &op.ColumnDef{Name: f.name, Type: op.Type(f.typ), Required: f.required,
		Collation: f.collation, Remark: f.remark, IdentityAs: f.identity}
	switch {
	case f.generated != "":
		engine.GeneratedAs = &op.GeneratedDef{SQL: unwrap(f.expression.String), Virtual: f.generated == "v"}
	case f.owned && engine.Required && isInteger(f.typ):
		engine.Increments = true
	case f.expression.Valid:
		engine.DefaultTo = &op.DefaultDef{SQL: f.expression.String}
	}
	file := engine.Clone()
	file.Type = portable(engine, d)
	if engine.DefaultTo != nil {
		file.DefaultTo = fileDefault(engine.DefaultTo.SQL, f.typ, f.base)
	}
	if keyed {
		file.Required = false
	}
	return Pair[*op.ColumnDef]{Engine: engine, File: file}
}

func isInteger(typ string) bool { return typ == "smallint" || typ == "integer" || typ == "bigint" }
