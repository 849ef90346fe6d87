package sqlite

import (
	"context"
	"fmt"
	"slices"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/sqlite/ddl"
	"github.com/gmig/gmig/op"
)

// dropColumn rebuilds the table without the column.
func (e engine) dropColumn(ctx context.Context, db dialect.Queryer, o *op.DropColumnOp) ([]string, error) {
	if db == nil {
		t, err := resolve(ctx, db, o.Table)
		return []string{"ALTER TABLE " + t.quoted() + " DROP COLUMN " + ddl.QuoteName(o.Name)}, err
	}
	return e.byRebuild(ctx, db, o.Table, o)
}

// dropColumn removes a column from the definition. Indexes and constraints that
// concern nothing else go with it, as on PostgreSQL; whatever else mentions the
// column must be changed first.
func (r *rebuild) dropColumn(ctx context.Context, db dialect.Queryer, o *op.DropColumnOp) error {
	if r.text.Column(o.Name) == nil {
		return fmt.Errorf("table %q has no column %q", o.Table, o.Name)
	}
	if err := r.dropConstraintsOf(o.Name); err != nil {
		return err
	}
	if err := r.dropIndexesOf(o.Name); err != nil {
		return err
	}
	if err := r.refuseMentions(ctx, db, o.Name); err != nil {
		return err
	}
	r.narrower = true
	return r.text.DropColumn(o.Name)
}

// dropConstraintsOf removes the table constraints of a column alone.
func (r *rebuild) dropConstraintsOf(column string) error {
	for {
		i := slices.IndexFunc(r.text.Constraints, func(c *ddl.Constraint) bool {
			return ddl.Mentions(constraintColumns(c), column)
		})
		if i < 0 {
			break
		}
		c := r.text.Constraints[i]
		if other := r.otherColumn(constraintColumns(c), column); other != "" {
			return fmt.Errorf("the constraint %q mentions it together with %q: drop the constraint first", r.text.Text(c), other)
		}
		if err := r.text.DropConstraint(c); err != nil {
			return err
		}
	}
	for _, c := range r.text.Columns {
		for _, con := range c.Constraints {
			if (con.Kind == ddl.Check || con.Kind == ddl.Generated) && !ddl.EqualNames(c.Name, column) && ddl.Mentions(con.Expr, column) {
				return fmt.Errorf("the column %q mentions it in %q: alter that column first", c.Name, r.text.Text(con))
			}
		}
	}
	return nil
}

// constraintColumns is a text that mentions the columns of a constraint, and
// not those that it refers to.
func constraintColumns(c *ddl.Constraint) string {
	text := ""
	if c.Kind == ddl.Check {
		text = c.Expr
	}
	for _, k := range c.Keys {
		text += " " + ddl.QuoteName(k.Name)
	}
	return text
}

// otherColumn is a column of the table that a text mentions beside one.
func (r *rebuild) otherColumn(text, column string) string {
	for _, c := range r.text.Columns {
		if !ddl.EqualNames(c.Name, column) && ddl.Mentions(text, c.Name) {
			return c.Name
		}
	}
	return ""
}

// dropIndexesOf leaves out the indexes of a column alone.
func (r *rebuild) dropIndexesOf(column string) error {
	for _, i := range r.old.indexes {
		if r.lost[i.name] {
			continue
		}
		index, err := ddl.ParseIndex(i.sql)
		if err != nil {
			return err
		}
		text := index.Where
		for _, p := range index.Parts {
			text += " " + p.Expr
			if p.Name != "" {
				text += " " + ddl.QuoteName(p.Name)
			}
		}
		if !ddl.Mentions(text, column) {
			continue
		}
		if other := r.otherColumn(text, column); other != "" {
			return fmt.Errorf("the index %q is also on %q: drop the index first", i.name, other)
		}
		r.lost[i.name] = true
	}
	return nil
}

// refuseMentions looks for the column in triggers and in the foreign keys of
// other tables, which SQLite would find broken only when they are used.
func (r *rebuild) refuseMentions(ctx context.Context, db dialect.Queryer, column string) error {
	objects, err := queryObjects(ctx, db, "SELECT type, name, sql FROM "+r.old.master()+
		" WHERE type IN ('table', 'trigger') AND sql IS NOT NULL ORDER BY rowid")
	if err != nil {
		return err
	}
	for _, o := range objects {
		if o.kind == "trigger" {
			if ddl.Mentions(o.sql, column) && ddl.Mentions(o.sql, r.old.name) {
				return fmt.Errorf("the trigger %q mentions it: drop the trigger first and create it again afterwards, with op.Exec", o.name)
			}
			continue
		}
		t, err := ddl.ParseTable(o.sql)
		if err != nil || ddl.EqualNames(t.Name, r.old.name) {
			continue // a virtual table, which has no foreign keys, or the table itself
		}
		for _, c := range t.AllConstraints() {
			if c.Kind == ddl.ForeignKey && r.refersTo(c.References, column) {
				return fmt.Errorf("the foreign key %q of table %q refers to it: drop the foreign key first", t.Text(c), t.Name)
			}
		}
	}
	return nil
}

// refersTo tells whether a foreign key refers to a column of the table.
func (r *rebuild) refersTo(ref *ddl.Reference, column string) bool {
	if !ddl.EqualNames(ref.Table, r.old.name) {
		return false
	}
	columns := ref.Columns
	if key := r.old.text.PrimaryKey(); len(columns) == 0 && key != nil {
		columns = keyNames(key)
	}
	return slices.ContainsFunc(columns, func(c string) bool { return ddl.EqualNames(c, column) })
}

// readView begins the statement that fails if a view does not work.
const readView = "EXPLAIN SELECT * FROM "

// workingViews returns a statement for each view that can be read now: it fails
// if the view no longer can be afterwards. EXPLAIN resolves the view's columns
// and reads no rows.
func workingViews(ctx context.Context, db dialect.Queryer, t tableRef) ([]string, error) {
	names, err := queryNames(ctx, db, "SELECT name FROM "+t.master()+" WHERE type = 'view' ORDER BY rowid")
	if err != nil {
		return nil, err
	}
	var statements []string
	for _, n := range names {
		read := readView + tableRef{t.schema, n}.quoted()
		nothing := func(func(...any) error) error { return nil }
		if query(ctx, db, read, nil, nothing) == nil {
			statements = append(statements, read)
		}
	}
	return statements, nil
}
