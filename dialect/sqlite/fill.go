package sqlite

import (
	"github.com/gmig/gmig/dialect/sqlite/ddl"
	"github.com/gmig/gmig/op"
)

// fill writes the UPDATE of a fill. GORM writes a text in double quotes, which
// is a column's name outside of DEFAULT: SQLite forgives that, and its shell does
// not since version 3.41.
func (e engine) fill(t tableRef, o *op.FillOp) string {
	column, value := ddl.QuoteName(o.Column), e.defaultText(&o.With)
	if o.With.Value != nil {
		value = ddl.DefaultExpression(value)
	}
	return "UPDATE " + t.quoted() + " SET " + column + " = " + value + " WHERE " + column + " IS NULL"
}
