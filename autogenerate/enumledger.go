package autogenerate

import (
	"slices"

	"github.com/gmig/gmig/op"
)

// applyEnum enters an operation on an enum: its values, and the types of the
// columns that have it.
func (l *ledger) applyEnum(o op.Operation) {
	switch o := o.(type) {
	case *op.CreateEnumOp:
		l.enums[o.Name] = slices.Clone(o.Values)
	case *op.DropEnumOp:
		delete(l.enums, o.Name)
	case *op.AlterEnumOp:
		l.enums[o.To.Raw] = slices.Clone(o.To.Values)
		l.eachEnumColumn(o.To.Raw, func(c *op.ColumnDef) { c.Type.Values = slices.Clone(o.To.Values) })
	case *op.RenameEnumValueOp:
		l.enums[o.Enum] = renameValue(l.enums[o.Enum], o)
		l.eachEnumColumn(o.Enum, func(c *op.ColumnDef) {
			c.Type.Values = renameValue(c.Type.Values, o)
			renameDefault(c.DefaultTo, o)
		})
	}
}

// eachEnumColumn changes copies of the columns that have an enum: the
// definitions are the operations' own.
func (l *ledger) eachEnumColumn(enum string, change func(*op.ColumnDef)) {
	for _, t := range l.tables {
		for i, c := range t.Columns {
			if c.Type.Kind == op.KindEnum && c.Type.Raw == enum {
				t.Columns[i] = c.Clone()
				change(t.Columns[i])
			}
		}
	}
}

// renameValue returns the values with one renamed.
func renameValue(values []string, o *op.RenameEnumValueOp) []string {
	values = slices.Clone(values)
	if i := slices.Index(values, o.From); i >= 0 {
		values[i] = o.To
	}
	return values
}
