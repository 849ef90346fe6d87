// Package postgres compiles operations to the SQL of PostgreSQL 13 and later,
// and runs revisions there: in a transaction of their own, one runner at a
// time.
//
// The schema that comes out of an operation is the one that GORM's AutoMigrate
// makes of the same model, to the byte of pg_dump --schema-only.
package postgres

import (
	"strings"
	"sync"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// name is GORM's name of the engine.
const name = "postgres"

// Dialect is PostgreSQL. New and With make it.
type Dialect struct {
	dialect.Settings

	dialector gorm.Dialector
	// computed tells that a script may meet columns that are computed from
	// others.
	computed bool
	// locks are the locks that connections hold: runnersLock by dialect.Conn.
	locks sync.Map
}

var _ dialect.Dialect = (*Dialect)(nil)

// New returns the dialect on GORM's dialector, which spells the types and the
// literals, with the default settings. Its concrete type is *Dialect.
func New(d gorm.Dialector) dialect.Dialect { return With(d, dialect.DefaultSettings()) }

// With is New with other settings.
func With(d gorm.Dialector, s dialect.Settings) dialect.Dialect {
	return &Dialect{Settings: s, dialector: d}
}

// Scripts implements dialect.Scripter.
func (d *Dialect) Scripts(computed bool) dialect.Dialect {
	return &Dialect{Settings: d.Settings, dialector: d.dialector, computed: computed}
}

// Name implements dialect.Dialect.
func (d *Dialect) Name() string { return name }

// Quote quotes the name of a table, which one dot may qualify with a schema.
// GORM's own quoting splits column names at dots too, and is not used.
func (d *Dialect) Quote(table string) string {
	if schema, rest, ok := strings.Cut(table, "."); ok {
		return ident(schema) + "." + ident(rest)
	}
	return ident(table)
}

// ident quotes a name that nothing qualifies: a column, a constraint, an index.
func ident(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// idents quotes names and joins them with commas.
func idents(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = ident(n)
	}
	return strings.Join(quoted, ", ")
}

// literal writes a string constant. The E form is needed for backslashes only
// where standard_conforming_strings is off; it reads the same everywhere.
func literal(s string) string {
	quoted := "'" + strings.ReplaceAll(s, "'", "''") + "'"
	if strings.Contains(s, `\`) {
		return "E" + strings.ReplaceAll(quoted, `\`, `\\`)
	}
	return quoted
}

// beside qualifies a name with the schema of a table: an index, a sequence and
// a table that belong together live in one schema.
func beside(table, name string) string {
	if schema, _, ok := strings.Cut(table, "."); ok {
		return ident(schema) + "." + ident(name)
	}
	return ident(name)
}

// unqualified is the name of a table without its schema.
func unqualified(table string) string {
	if _, rest, ok := strings.Cut(table, "."); ok {
		return rest
	}
	return table
}

// SameName implements dialect.Dialect: gmig quotes every identifier.
func (d *Dialect) SameName(a, b string) bool { return a == b }

// ColumnType implements dialect.Dialect. GORM's dialector decides, except for
// raw integer types that number the rows: GORM would make them a smallserial,
// as it knows no size.
func (d *Dialect) ColumnType(c *op.ColumnDef) string {
	t := c.Type.For(name)
	if t.Kind == op.KindRaw {
		if c.Increments {
			if serial := serialType(NormalType(t.Raw)); serial != "" {
				return serial
			}
		}
		return t.Raw
	}
	if t.Kind == op.KindEnum {
		return d.enumType(t)
	}
	return d.dialector.DataTypeOf(&schema.Field{
		Name:          c.Name,
		DBName:        c.Name,
		DataType:      schema.DataType(t.Kind),
		GORMDataType:  schema.DataType(t.Kind),
		Size:          t.Size,
		Precision:     t.Precision,
		Scale:         t.Scale,
		AutoIncrement: c.Increments,
		TagSettings:   map[string]string{},
	})
}

// baseType is the type of a column without what numbers its rows: bigint for
// a bigserial.
func (d *Dialect) baseType(c *op.ColumnDef) string {
	plain := *c
	plain.Increments = false
	t := d.ColumnType(&plain)
	switch strings.ToLower(t) {
	case "smallserial", "serial2":
		return "smallint"
	case "serial", "serial4":
		return "integer"
	case "bigserial", "serial8":
		return "bigint"
	}
	return t
}

// serialType is the auto-incrementing form of an integer type, empty for other
// types.
func serialType(normal string) string {
	switch normal {
	case "smallint":
		return "smallserial"
	case "integer":
		return "serial"
	case "bigint":
		return "bigserial"
	}
	return ""
}
