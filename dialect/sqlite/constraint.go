package sqlite

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gmig/gmig/dialect/sqlite/ddl"
	"github.com/gmig/gmig/op"
)

// addConstraint adds a constraint to the definition. A primary key that the
// table has already, as an auto-increment column brings one, is left as it is.
func (r *rebuild) addConstraint(o *op.AddConstraintOp) error {
	if key, ok := o.Constraint.(*op.PrimaryKeyDef); ok {
		if present := r.text.PrimaryKey(); present != nil {
			if slices.EqualFunc(keyNames(present), key.Columns, ddl.EqualNames) {
				return nil
			}
			return fmt.Errorf("the table's primary key is (%s): drop it first", strings.Join(keyNames(present), ", "))
		}
	}
	if n := o.Constraint.ConstraintName(); n != "" {
		for _, c := range r.text.AllConstraints() {
			if ddl.EqualNames(c.Name, n) {
				return fmt.Errorf("the table has a constraint %q already", n)
			}
		}
	}
	return r.text.AddConstraint(constraint(o.Constraint))
}

// dropConstraint removes a constraint from the definition. It is found by its
// name; one that is written without a name, here or in the table, by its
// content.
func (r *rebuild) dropConstraint(o *op.DropConstraintOp) error {
	c := find(r.text, o.Constraint)
	if c == nil {
		return fmt.Errorf("the table has no %s%s", o.Constraint.Describe(), others(r.text, kindOf(o.Constraint)))
	}
	return r.text.DropConstraint(c)
}

// others lists a table's constraints of a kind, for an error.
func others(t *ddl.Table, kind ddl.ConstraintKind) string {
	var texts []string
	for _, c := range t.AllConstraints() {
		if c.Kind == kind {
			texts = append(texts, t.Text(c))
		}
	}
	if len(texts) == 0 {
		return ", nor any other of that kind"
	}
	return "; it has " + strings.Join(texts, ", ")
}

func find(t *ddl.Table, wanted op.Constraint) *ddl.Constraint {
	var named, unnamed, alike *ddl.Constraint
	for _, c := range t.AllConstraints() {
		if c.Kind != kindOf(wanted) {
			continue
		}
		if n := wanted.ConstraintName(); n != "" && ddl.EqualNames(c.Name, n) {
			named = c
		}
		if !sameContent(t, c, wanted) {
			continue
		}
		if c.Name == "" && unnamed == nil {
			unnamed = c
		}
		if alike == nil {
			alike = c
		}
	}
	_, isKey := wanted.(*op.PrimaryKeyDef)
	switch {
	case named != nil:
		return named
	case unnamed != nil:
		return unnamed
	case wanted.ConstraintName() == "" || isKey:
		return alike
	}
	return nil
}

func kindOf(c op.Constraint) ddl.ConstraintKind {
	switch c.(type) {
	case *op.PrimaryKeyDef:
		return ddl.PrimaryKey
	case *op.UniqueDef:
		return ddl.Unique
	case *op.ForeignKeyDef:
		return ddl.ForeignKey
	case *op.CheckDef:
		return ddl.Check
	}
	return ddl.NameOnly
}

// sameContent compares a constraint of the table, of the same kind, with a
// definition; the actions of a foreign key do not count.
func sameContent(t *ddl.Table, c *ddl.Constraint, wanted op.Constraint) bool {
	switch w := wanted.(type) {
	case *op.PrimaryKeyDef:
		return slices.EqualFunc(keyNames(c), w.Columns, ddl.EqualNames)
	case *op.UniqueDef:
		return slices.EqualFunc(keyNames(c), w.Columns, ddl.EqualNames)
	case *op.CheckDef:
		isColumn := func(n string) bool { return t.Column(n) != nil }
		return ddl.Normal(c.Expr, isColumn) == ddl.Normal(w.SQL, isColumn)
	case *op.ForeignKeyDef:
		_, table := ddl.SplitName(w.RefTable)
		return slices.EqualFunc(keyNames(c), w.Columns, ddl.EqualNames) && ddl.EqualNames(c.References.Table, table) &&
			(len(c.References.Columns) == 0 || slices.EqualFunc(c.References.Columns, w.RefColumns, ddl.EqualNames))
	}
	return false
}
