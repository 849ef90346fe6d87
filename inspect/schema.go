// Package inspect reads the schema of a database into the values of package
// op, so that two databases can be compared and what differs can be written
// into a revision file. PostgreSQL is read from its catalog, SQLite from
// its own CREATE texts.
package inspect

import (
	"slices"
	"strings"

	"github.com/gmig/gmig/op"
)

// Pair is one object of a schema in two spellings.
type Pair[T any] struct {
	// Engine is the object in the engine's own normal form. Two objects of the
	// same engine are the same if these are equal.
	Engine T
	// File is the object as a revision file should write it: in portable types
	// and GORM's words where they are known to mean the same.
	File T
}

// Schema is what a database, or a set of models, consists of.
type Schema struct {
	// Tables are sorted by name.
	Tables []*Table
	// Namespaces are the schemas of a PostgreSQL database that the tables'
	// qualified names may name, sorted: "billing" of "billing.invoices".
	Namespaces []string
	// Enums are sorted by name. On an engine without enum types they are those
	// that a CHECK of a column stands for.
	Enums []*Enum
}

// Table is a table and all that belongs to it.
type Table struct {
	Name        string
	Columns     []Pair[*op.ColumnDef]
	PrimaryKey  Pair[*op.PrimaryKeyDef] // both nil without one
	Uniques     []Pair[*op.UniqueDef]
	ForeignKeys []Pair[*op.ForeignKeyDef]
	Checks      []Pair[*op.CheckDef]
	Indexes     []Pair[*op.CreateIndexOp]
	// Remark is the table's comment.
	Remark string
	// Options is what stands behind the closing parenthesis of CREATE TABLE.
	Options string
}

// Table returns the table of a name, or nil.
func (s *Schema) Table(name string) *Table {
	i, found := slices.BinarySearchFunc(s.Tables, name, func(t *Table, name string) int {
		return strings.Compare(t.Name, name)
	})
	if !found {
		return nil
	}
	return s.Tables[i]
}

// Column returns the index of a column in t.Columns, or -1.
func (t *Table) Column(name string) int {
	return slices.IndexFunc(t.Columns, func(c Pair[*op.ColumnDef]) bool { return c.Engine.Name == name })
}

// Create returns the operation that creates the table, in the spelling of a
// revision file and without the indexes.
func (t *Table) Create() *op.CreateTableOp {
	o := &op.CreateTableOp{Name: t.Name, PrimaryKey: t.PrimaryKey.File, Remark: t.Remark, Options: t.Options}
	for _, c := range t.Columns {
		o.Columns = append(o.Columns, c.File)
	}
	for _, u := range t.Uniques {
		o.Uniques = append(o.Uniques, u.File)
	}
	for _, f := range t.ForeignKeys {
		o.ForeignKeys = append(o.ForeignKeys, f.File)
	}
	for _, c := range t.Checks {
		o.Checks = append(o.Checks, c.File)
	}
	return o
}
