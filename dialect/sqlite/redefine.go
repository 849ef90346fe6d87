package sqlite

import (
	"context"
	"fmt"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// concerns returns the table that an operation is on, and whether it rebuilds
// it, for the operations that can share a rebuild; empty for others.
func (e engine) concerns(o op.Operation) (table string, rebuilds bool) {
	switch o := o.(type) {
	case *op.AddColumnOp:
		c, err := parseColumn(e.column(o.Column))
		return o.Table, err == nil && !addable(c)
	case *op.FillOp:
		return o.Table, false
	case *op.AlterColumnOp:
		return o.Table, true
	case *op.DropColumnOp:
		return o.Table, true
	case *op.AddConstraintOp:
		return o.Table, true
	case *op.DropConstraintOp:
		return o.Table, true
	case *op.RenameConstraintOp:
		return o.Table, true
	}
	return "", false
}

// redefine does an operation that rebuilds a table on the definition of it.
func (e engine) redefine(ctx context.Context, db dialect.Queryer, r *rebuild, o op.Operation) error {
	switch o := o.(type) {
	case *op.AddColumnOp:
		return r.addColumn(o, e.column(o.Column))
	case *op.AlterColumnOp:
		from, to, err := e.ends(o)
		if err != nil {
			return err
		}
		return r.alterColumn(o, from, to)
	case *op.DropColumnOp:
		return r.dropColumn(ctx, db, o)
	case *op.AddConstraintOp:
		return r.addConstraint(o)
	case *op.DropConstraintOp:
		return r.dropConstraint(o)
	case *op.RenameConstraintOp:
		return r.renameConstraint(o)
	case *op.AlterTableOptionsOp:
		return r.text.SetOptions(e.TableOptions(o.To))
	}
	return fmt.Errorf("%T rebuilds no table", o)
}

// byRebuild compiles such an operation.
func (e engine) byRebuild(ctx context.Context, db dialect.Queryer, table string, o op.Operation) ([]string, error) {
	r, err := startRebuild(ctx, db, table)
	if err != nil {
		return nil, err
	}
	if err := e.redefine(ctx, db, r, o); err != nil {
		return nil, err
	}
	return r.statements(ctx, db)
}
