package sqlite

import (
	"context"
	"fmt"
	"slices"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/sqlite/ddl"
	"github.com/gmig/gmig/op"
)

// KeepsEnums implements dialect.Dialect: SQLite has no types but its own.
func (engine) KeepsEnums() bool { return false }

// enumOf is the name of the enum that a column has, empty for none.
func enumOf(c *op.ColumnDef) string {
	if t := c.Type.For(dialectName); t.Kind == op.KindEnum && !t.IsArray {
		return t.Raw
	}
	return ""
}

// enumCheck is the constraint of a column that has an enum, empty for another
// and for an enum of which the values are not said.
func enumCheck(c *op.ColumnDef) string {
	name := enumOf(c)
	if name == "" || len(c.Type.Values) == 0 {
		return ""
	}
	return ddl.EnumConstraint(name, c.Name, c.Type.Values)
}

// alterCheck changes a CHECK at a column. One that has a name is found by it:
// the column may have others.
func (r *rebuild) alterCheck(column string, from, to *ddl.Column) error {
	before, after := from.Last(ddl.Check), to.Last(ddl.Check)
	c := r.text.Column(column)
	var present *ddl.Constraint
	if before != nil {
		present = named(c, before.Name)
	}
	if present == nil && after != nil && after.Name != "" {
		present = named(c, after.Name)
	}
	switch {
	case after != nil && present != nil:
		return r.text.ReplaceConstraint(present, to.Text(after))
	case after != nil:
		return r.text.AddColumnConstraint(column, to.Text(after))
	case present != nil:
		return r.text.DropConstraint(present)
	}
	return nil
}

// named is the last check of a name at a column, or nil.
func named(c *ddl.Column, name string) *ddl.Constraint {
	for _, con := range slices.Backward(c.Constraints) {
		if con.Kind == ddl.Check && ddl.EqualNames(con.Name, name) {
			return con
		}
	}
	return nil
}

// alterEnum changes the check of every column that has one for the enum, and
// rebuilds their tables.
func (e engine) alterEnum(ctx context.Context, db dialect.Queryer, o *op.AlterEnumOp) ([]string, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	return onEnum(ctx, db, o.To.Raw, func(r *rebuild, column string, check *ddl.Constraint) error {
		return r.text.ReplaceConstraint(check, ddl.EnumConstraint(o.To.Raw, column, o.To.Values))
	})
}

// renameEnumValue changes the value in the checks, the rows and the defaults.
func (e engine) renameEnumValue(ctx context.Context, db dialect.Queryer, o *op.RenameEnumValueOp) ([]string, error) {
	return onEnum(ctx, db, o.Enum, func(r *rebuild, column string, check *ddl.Constraint) error {
		c := r.text.Column(column)
		values := c.EnumValues(check)
		i := slices.Index(values, o.From)
		if i < 0 {
			return fmt.Errorf("column %q has no value %q of the enum: it has %q", column, o.From, values)
		}
		values[i] = o.To
		if err := r.text.ReplaceConstraint(check, ddl.EnumConstraint(o.Enum, column, values)); err != nil {
			return err
		}
		from, to := ddl.QuoteString(o.From), ddl.QuoteString(o.To)
		r.computed[ddl.FoldName(column)] = "CASE " + ddl.QuoteName(column) + " WHEN " + from + " THEN " + to +
			" ELSE " + ddl.QuoteName(column) + " END"
		if d := r.text.Column(column).Last(ddl.Default); d != nil && ddl.NormalDefault(d.Expr) == from {
			if d.Expr == e.defaultText(&op.DefaultDef{Value: o.From}) {
				to = e.defaultText(&op.DefaultDef{Value: o.To}) // as GORM writes a string
			}
			return r.text.ReplaceConstraint(d, "DEFAULT "+to)
		}
		return nil
	})
}

// onEnum rebuilds the tables of the main database that have an enum, when each
// of its columns was edited.
func onEnum(ctx context.Context, db dialect.Queryer, enum string, edit func(r *rebuild, column string, check *ddl.Constraint) error) ([]string, error) {
	if db == nil {
		return nil, errOffline
	}
	tables, err := queryNames(ctx, db, "SELECT name FROM sqlite_master WHERE type = 'table' AND instr(sql, ?) > 0 ORDER BY name",
		ddl.EnumPrefix+enum)
	if err != nil {
		return nil, err
	}
	var statements []string
	for _, name := range tables {
		t, err := load(ctx, db, ddl.SpellName(name))
		if err != nil {
			return nil, err
		}
		columns := enumColumns(t.text, enum)
		if len(columns) == 0 {
			continue
		}
		r, err := startRebuild(ctx, db, ddl.SpellName(name))
		if err != nil {
			return nil, err
		}
		for _, column := range columns {
			_, check := r.text.Column(column).Enum()
			if err := edit(r, column, check); err != nil {
				return nil, fmt.Errorf("table %q: %w", name, err)
			}
		}
		more, err := r.statements(ctx, db)
		if err != nil {
			return nil, fmt.Errorf("table %q: %w", name, err)
		}
		statements = append(statements, more...)
	}
	return statements, nil
}

// enumColumns are the columns of a table that check an enum.
func enumColumns(t *ddl.Table, enum string) []string {
	var names []string
	for _, c := range t.Columns {
		if found, check := c.Enum(); check != nil && found == enum {
			names = append(names, c.Name)
		}
	}
	return names
}
