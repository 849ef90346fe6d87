package sqlite

import (
	"context"
	"fmt"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/sqlite/ddl"
	"github.com/gmig/gmig/op"
)

// renameIndex builds the index anew from its own text, for which SQLite has no
// statement.
func (e engine) renameIndex(ctx context.Context, db dialect.Queryer, o *op.RenameIndexOp) ([]string, error) {
	t, err := load(ctx, db, o.Table)
	if err != nil {
		return nil, err
	}
	for _, i := range t.indexes {
		if !ddl.EqualNames(i.name, o.From) {
			continue
		}
		renamed, err := ddl.RenameIndex(i.sql, o.To)
		if err != nil {
			return nil, err
		}
		return []string{"DROP INDEX " + tableRef{t.schema, i.name}.quoted(), t.in(renamed)}, nil
	}
	return nil, fmt.Errorf("the table %q has no index %q", o.Table, o.From)
}

// renameConstraint renames a constraint in the definition.
func (r *rebuild) renameConstraint(o *op.RenameConstraintOp) error {
	var found *ddl.Constraint
	for _, c := range r.text.AllConstraints() {
		switch {
		case c.Name == "":
		case ddl.EqualNames(c.Name, o.From):
			found = c
		case ddl.EqualNames(c.Name, o.To):
			return fmt.Errorf("the table has a constraint %q already", o.To)
		}
	}
	if found == nil {
		return fmt.Errorf("the table %q has no constraint %q", o.Table, o.From)
	}
	return r.text.RenameConstraint(found, o.To)
}
