package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// alterColumn emits what differs between the two definitions, in the one order
// that always runs: first what hangs on the old type goes (expression,
// identity, sequence, default), then the type changes, then what belongs to the
// new type comes.
func (d *Dialect) alterColumn(ctx context.Context, db dialect.Queryer, o *op.AlterColumnOp) ([]string, error) {
	if o.From.Name != o.To.Name {
		return nil, fmt.Errorf("compiling %s: it is named %q before and %q after: rename it with op.RenameColumn",
			o.Describe(), o.From.Name, o.To.Name)
	}
	from, to := d.numbered(o.From), d.numbered(o.To)
	oldType, newType := d.normalType(from), d.normalType(to)
	retype := oldType != newType
	recollate := from.Collation != to.Collation

	if to.GeneratedAs != nil && (from.GeneratedAs == nil || *from.GeneratedAs != *to.GeneratedAs || retype || recollate) {
		return d.replaceColumn(ctx, db, o)
	}

	a := alteration{table: d.Quote(o.Table), column: ident(to.Name)}
	if from.GeneratedAs != nil && to.GeneratedAs == nil {
		a.add("DROP EXPRESSION") // the computed values stay
	}
	if from.IdentityAs != "" && to.IdentityAs == "" {
		a.add("DROP IDENTITY")
	}
	if from.Increments && !to.Increments {
		drop, err := d.dropSequence(ctx, db, o.Table, to.Name)
		if err != nil {
			return nil, fmt.Errorf("compiling %s: %w", o.Describe(), err)
		}
		a.add("DROP DEFAULT")
		a.statements = append(a.statements, drop...)
	}

	// A default of the old type need not have a form in the new one, and if it
	// has, PostgreSQL keeps the cast in it.
	was, is := d.plainDefault(from), d.plainDefault(to)
	if was != "" && (is == "" || retype) {
		a.add("DROP DEFAULT")
	}
	if retype || recollate || o.UsingSQL != "" {
		change := "TYPE " + d.baseType(to)
		if to.Collation != "" {
			change += " COLLATE " + collation(to.Collation)
		}
		using := o.UsingSQL
		if using == "" && retype {
			using = conversion(to.Name, oldType, newType, d.castType(to))
		}
		changed, err := d.retype(ctx, db, o.Table, to.Name, a.statement(change+clause("USING ", using)))
		if err != nil {
			return nil, fmt.Errorf("compiling %s: reading what is computed from the column: %w", o.Describe(), err)
		}
		a.statements = append(a.statements, changed...)
	}
	if is != "" && (was != is || retype) {
		a.add("SET DEFAULT " + is)
	}
	switch {
	case !required(from) && required(to):
		a.add("SET NOT NULL")
	case required(from) && !required(to):
		drop, err := d.dropNotNull(ctx, db, o)
		if err != nil {
			return nil, fmt.Errorf("compiling %s: %w", o.Describe(), err)
		}
		a.statements = append(a.statements, drop...)
	}

	numbering, err := d.alterNumbering(ctx, db, o.Table, from, to, retype)
	if err != nil {
		return nil, fmt.Errorf("compiling %s: %w", o.Describe(), err)
	}
	a.statements = append(a.statements, numbering...)
	if from.Remark != to.Remark {
		a.statements = append(a.statements, d.commentColumn(o.Table, to))
	}
	return a.statements, nil
}

// alteration collects the statements on one column.
type alteration struct {
	table, column string
	statements    []string
}

func (a *alteration) add(change string) { a.statements = append(a.statements, a.statement(change)) }

func (a *alteration) statement(change string) string {
	return "ALTER TABLE " + a.table + " ALTER COLUMN " + a.column + " " + change
}

// plainDefault is a column's default as SQL, empty for none.
func (d *Dialect) plainDefault(c *op.ColumnDef) string {
	if c.DefaultTo == nil || c.Increments || c.GeneratedAs != nil {
		return ""
	}
	return d.defaultExpression(c.DefaultTo)
}

// dropNotNull takes NOT NULL from a column, but not from one of the primary key:
// that is so by the key, whatever its definition says on SQLite. Without a
// database the script looks for the key itself, and a column that is NOT NULL for
// its numbers alone is taken to be in it, as those that models number are.
func (d *Dialect) dropNotNull(ctx context.Context, db dialect.Queryer, o *op.AlterColumnOp) ([]string, error) {
	drop := "ALTER TABLE " + d.Quote(o.Table) + " ALTER COLUMN " + ident(o.To.Name) + " DROP NOT NULL"
	switch {
	case db == nil && o.From.Required:
		return d.unlessInKey(o.Table, o.To.Name, drop), nil
	case db == nil:
		return nil, nil
	}
	key, err := d.primaryKey(ctx, db, o.Table)
	if err != nil || key != nil && slices.Contains(key.columns, o.To.Name) {
		return nil, err
	}
	return []string{drop}, nil
}

// required reports whether PostgreSQL makes the column NOT NULL; it does so for
// the ones that it numbers without being asked.
func required(c *op.ColumnDef) bool { return c.Required || c.Increments || c.IdentityAs != "" }
