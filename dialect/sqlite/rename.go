package sqlite

import (
	"context"
	"fmt"
	"strings"

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
	if found != nil {
		return r.text.RenameConstraint(found, o.To)
	}
	if c := r.unnamedUnique(o); c != nil {
		return r.text.ReplaceConstraint(c, "CONSTRAINT "+ddl.QuoteName(o.To)+" "+r.text.Text(c))
	}
	return fmt.Errorf("the table %q has no constraint %q", o.Table, o.From)
}

// unnamedUnique finds the constraint that GORM calls uni_<table>_<column> and that
// an older GORM gave no name. The column may have been renamed already.
func (r *rebuild) unnamedUnique(o *op.RenameConstraintOp) *ddl.Constraint {
	for _, c := range r.text.AllConstraints() {
		if c.Kind != ddl.Unique || c.Name != "" || len(c.Keys) != 1 || !strings.HasPrefix(o.From, "uni_") {
			continue
		}
		if column := "_" + c.Keys[0].Name; strings.HasSuffix(o.From, column) || strings.HasSuffix(o.To, column) {
			return c
		}
	}
	return nil
}
