package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// constraintDefinition is a constraint as CREATE TABLE and ADD take it.
func (d *Dialect) constraintDefinition(c op.Constraint) (string, error) {
	var b strings.Builder
	if n := c.ConstraintName(); n != "" {
		b.WriteString("CONSTRAINT " + ident(n) + " ")
	}
	switch c := c.(type) {
	case *op.PrimaryKeyDef:
		b.WriteString("PRIMARY KEY (" + idents(c.Columns) + ")")
	case *op.UniqueDef:
		b.WriteString("UNIQUE ")
		if c.NullsEqual {
			b.WriteString("NULLS NOT DISTINCT ")
		}
		b.WriteString("(" + idents(c.Columns) + ")" + clause("", c.Timing))
	case *op.ForeignKeyDef:
		b.WriteString("FOREIGN KEY (" + idents(c.Columns) + ") REFERENCES " + d.Quote(c.RefTable))
		if len(c.RefColumns) > 0 {
			b.WriteString(" (" + idents(c.RefColumns) + ")")
		}
		b.WriteString(clause("ON DELETE ", c.Delete) + clause("ON UPDATE ", c.Update) + clause("", c.Timing))
	case *op.CheckDef:
		b.WriteString("CHECK (" + c.SQL + ")")
	default:
		return "", fmt.Errorf("PostgreSQL has no form of %T", c)
	}
	return b.String(), nil
}

// clause is a part of a definition that may be missing.
func clause(words, value string) string {
	if value == "" {
		return ""
	}
	return " " + words + value
}

func (d *Dialect) addConstraint(ctx context.Context, db dialect.Queryer, o *op.AddConstraintOp) ([]string, error) {
	def, err := d.constraintDefinition(o.Constraint)
	if err != nil {
		return nil, fmt.Errorf("compiling table %q: %w", o.Table, err)
	}
	add := "ALTER TABLE " + d.Quote(o.Table) + " ADD " + def
	u, ok := o.Constraint.(*op.UniqueDef)
	if !ok {
		return []string{add}, nil
	}
	statements, err := d.addUnique(ctx, db, o.Table, u, add)
	if err != nil {
		return nil, fmt.Errorf("compiling %s: %w", o.Describe(), err)
	}
	return statements, nil
}
