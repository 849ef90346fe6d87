package gormschema

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/inspect"
)

// shadowDialector sends qualified tables to the shadow. Every name that GORM
// writes passes through QuoteTo, and GORM's PostgreSQL migrator learns the
// schema of a table from the quoted name, so this is the one place to change
// it: names of indexes and constraints, which GORM derives from the table's
// name, stay those of the real table.
type shadowDialector struct {
	gorm.Dialector
	space *namespaces
}

// QuoteTo quotes a name; of a qualified table, that of its shadow.
func (d shadowDialector) QuoteTo(w clause.Writer, name string) {
	schema, table := d.space.split(name)
	if shadow, ok := d.space.shadows[schema]; ok && table != name {
		name = shadow + "." + table
	}
	d.Dialector.QuoteTo(w, name)
}

// SavePoint implements gorm.SavePointerDialectorInterface.
func (d shadowDialector) SavePoint(tx *gorm.DB, name string) error {
	if inner, ok := d.Dialector.(gorm.SavePointerDialectorInterface); ok {
		return inner.SavePoint(tx, name)
	}
	return gorm.ErrUnsupportedDriver
}

// RollbackTo implements gorm.SavePointerDialectorInterface.
func (d shadowDialector) RollbackTo(tx *gorm.DB, name string) error {
	if inner, ok := d.Dialector.(gorm.SavePointerDialectorInterface); ok {
		return inner.RollbackTo(tx, name)
	}
	return gorm.ErrUnsupportedDriver
}

// inspect reads every schema of the shadow and gives the tables the names that
// the models know them by.
func (n *namespaces) inspect(ctx context.Context, tx *sql.Tx, d dialect.Dialect) (*inspect.Schema, error) {
	all := &inspect.Schema{}
	for _, schema := range n.order {
		found, err := inspect.Postgres(ctx, tx, d, n.shadows[schema])
		if err != nil {
			return nil, err
		}
		found.Rename(func(table string) string { return n.real(table, schema) })
		all.Tables = append(all.Tables, found.Tables...)
	}
	n.realTypes(all)
	slices.SortFunc(all.Tables, func(a, b *inspect.Table) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}
