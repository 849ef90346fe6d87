package sqlite

import (
	"context"
	"fmt"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/sqlite/ddl"
	"github.com/gmig/gmig/op"
)

// addColumn leaves it to ALTER TABLE where that is exact. A NOT NULL column
// without default is SQLite's to refuse if there are rows. A default that must
// be computed, a key or a stored generated column rebuilds the table.
func (e engine) addColumn(ctx context.Context, db dialect.Queryer, o *op.AddColumnOp) ([]string, error) {
	definition := e.column(o.Column)
	c, err := parseColumn(definition)
	if err != nil {
		return nil, err
	}
	if addable(c) {
		t, err := resolve(ctx, db, o.Table)
		return []string{"ALTER TABLE " + t.quoted() + " ADD COLUMN " + definition}, err
	}
	return e.byRebuild(ctx, db, o.Table, o)
}

// addColumn adds the column to the definition.
func (r *rebuild) addColumn(o *op.AddColumnOp, definition string) error {
	if r.text.Column(o.Column.Name) != nil {
		return fmt.Errorf("table %q has a column %q already", o.Table, o.Column.Name)
	}
	return r.text.AddColumn(definition)
}

// addable tells whether ALTER TABLE ADD COLUMN takes the column, by the rules
// in SQLite's manual.
func addable(c *ddl.Column) bool {
	if c.Last(ddl.PrimaryKey) != nil || c.Last(ddl.Unique) != nil {
		return false
	}
	if g := c.Last(ddl.Generated); g != nil && g.Stored {
		return false
	}
	d := c.Last(ddl.Default)
	return d == nil || ddl.IsConstant(d.Expr)
}

// alterColumn leaves the table alone if the two ends are the same to SQLite.
func (e engine) alterColumn(ctx context.Context, db dialect.Queryer, o *op.AlterColumnOp) ([]string, error) {
	from, to, err := e.ends(o)
	if err != nil || len(changes(from, to)) == 0 && ddl.NormalType(from.Type) == ddl.NormalType(to.Type) {
		return nil, err
	}
	return e.byRebuild(ctx, db, o.Table, o)
}

// ends are the definitions before and after.
func (e engine) ends(o *op.AlterColumnOp) (from, to *ddl.Column, err error) {
	if !ddl.EqualNames(o.From.Name, o.To.Name) {
		return nil, nil, fmt.Errorf("the column is %q before and %q after: use RenameColumn", o.From.Name, o.To.Name)
	}
	if from, err = parseColumn(e.column(o.From)); err != nil {
		return nil, nil, err
	}
	to, err = parseColumn(e.column(o.To))
	return from, to, err
}

// alterColumn changes what differs between the two ends in the column's text.
// The rest of it stays, also what no ColumnDef can tell.
func (r *rebuild) alterColumn(o *op.AlterColumnOp, from, to *ddl.Column) error {
	before := r.text.Column(o.To.Name)
	if before == nil {
		return fmt.Errorf("table %q has no column %q", o.Table, o.To.Name)
	}
	if err := r.alter(before.Name, from, to); err != nil {
		return err
	}
	after := r.text.Column(o.To.Name)
	if d := after.Last(ddl.Default); before.Last(ddl.NotNull) == nil && after.Last(ddl.NotNull) != nil &&
		d != nil && !ddl.IsNull(d.Expr) {
		r.fill[ddl.FoldName(after.Name)] = ddl.DefaultExpression(d.Expr)
	}
	return nil
}

// alter edits the column's text.
func (r *rebuild) alter(name string, from, to *ddl.Column) error {
	if ddl.NormalType(from.Type) != ddl.NormalType(to.Type) {
		if err := r.text.SetType(name, to.Type); err != nil {
			return err
		}
	}
	for _, kind := range changes(from, to) {
		if kind == ddl.PrimaryKey {
			if err := r.alterKey(name, to); err != nil {
				return err
			}
			continue
		}
		if kind == ddl.Check {
			if err := r.alterCheck(name, from, to); err != nil {
				return err
			}
			continue
		}
		con, present := to.Last(kind), r.text.Column(name).Last(kind)
		if con == nil {
			if err := r.text.DropColumnConstraints(name, kind); err != nil {
				return err
			}
			continue
		}
		if present != nil {
			if err := r.text.ReplaceConstraint(present, to.Text(con)); err != nil {
				return err
			}
			continue
		}
		if kind == ddl.NotNull {
			if err := r.text.DropColumnConstraints(name, ddl.Null); err != nil {
				return err
			}
		}
		if err := r.text.AddColumnConstraint(name, to.Text(con), clauseOrder[:clauseIndex(kind)]...); err != nil {
			return err
		}
	}
	return nil
}

// alterKey turns a primary key into AUTOINCREMENT, which SQLite has at the
// column only, or back into one of the table, which is how GORM writes it.
func (r *rebuild) alterKey(name string, to *ddl.Column) error {
	key := r.text.PrimaryKey()
	if key != nil && (len(key.Keys) != 1 || !ddl.EqualNames(key.Keys[0].Name, name)) {
		return fmt.Errorf("the table's primary key is (%s): drop it first", strings.Join(keyNames(key), ", "))
	}
	if key != nil {
		if err := r.text.DropConstraint(key); err != nil {
			return err
		}
	}
	switch con := to.Last(ddl.PrimaryKey); {
	case con != nil:
		return r.text.AddColumnConstraint(name, to.Text(con))
	case key != nil:
		return r.text.AddConstraint("PRIMARY KEY " + columnList([]string{name}))
	}
	return nil
}

// clauseOrder is the order in which GORM, and so gmig, writes what a column
// definition consists of.
var clauseOrder = []ddl.ConstraintKind{ddl.PrimaryKey, ddl.Collate, ddl.Generated, ddl.NotNull, ddl.Default, ddl.Unique, ddl.Check, ddl.ForeignKey}

func clauseIndex(kind ddl.ConstraintKind) int {
	for i, k := range clauseOrder {
		if k == kind {
			return i
		}
	}
	return len(clauseOrder)
}

// changes are the kinds of constraints in which two definitions differ.
func changes(from, to *ddl.Column) []ddl.ConstraintKind {
	var kinds []ddl.ConstraintKind
	for _, kind := range clauseOrder {
		if normal(from, kind) != normal(to, kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

func normal(c *ddl.Column, kind ddl.ConstraintKind) string {
	con := c.Last(kind)
	switch {
	case con == nil:
		return ""
	case kind == ddl.Default:
		return "default " + ddl.NormalDefault(con.Expr)
	}
	return ddl.Normal(c.Text(con), func(string) bool { return true })
}

// parseColumn reads a column's definition.
func parseColumn(definition string) (*ddl.Column, error) {
	t, err := ddl.ParseTable("CREATE TABLE t (" + definition + "\n)")
	if err != nil {
		return nil, fmt.Errorf("the definition %q is not one of a column: %w", definition, err)
	}
	if len(t.Columns) != 1 || len(t.Constraints) != 0 {
		return nil, fmt.Errorf("the definition %q is not one of a single column", definition)
	}
	return t.Columns[0], nil
}

func keyNames(c *ddl.Constraint) []string {
	names := make([]string, len(c.Keys))
	for i, k := range c.Keys {
		names[i] = k.Name
	}
	return names
}
