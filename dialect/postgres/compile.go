package postgres

import (
	"context"
	"fmt"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// Compile implements dialect.Dialect. With a nil db it works from the operation
// alone: what only the server knows, a DO block asks it. The names of sequences
// are then the ones that PostgreSQL gives by default.
func (d *Dialect) Compile(ctx context.Context, db dialect.Queryer, o op.Operation) ([]string, error) {
	switch o := o.(type) {
	case *op.CreateTableOp:
		return d.createTable(o)
	case *op.DropTableOp:
		return []string{"DROP TABLE " + d.Quote(o.Name)}, nil
	case *op.RenameTableOp:
		return d.renameTable(ctx, db, o)
	case *op.CommentTableOp:
		return []string{comment("TABLE "+d.Quote(o.Table), o.To)}, nil
	case *op.AlterTableOptionsOp:
		return d.alterTableOptions(o)
	case *op.AddColumnOp:
		return d.addColumn(o.Table, o.Column)
	case *op.DropColumnOp:
		return []string{"ALTER TABLE " + d.Quote(o.Table) + " DROP COLUMN " + ident(o.Name)}, nil
	case *op.RenameColumnOp:
		return d.renameColumn(ctx, db, o)
	case *op.AlterColumnOp:
		return d.alterColumn(ctx, db, o)
	case *op.FillOp:
		return []string{"UPDATE " + d.Quote(o.Table) + " SET " + ident(o.Column) + " = " + d.defaultExpression(&o.With) +
			" WHERE " + ident(o.Column) + " IS NULL"}, nil
	case *op.BulkInsertOp:
		return dialect.Insert(o, d.Quote(o.Table), ident, func(b []byte) (string, error) {
			return fmt.Sprintf(`'\x%x'::bytea`, b), nil
		})
	case *op.CreateIndexOp:
		return d.createIndex(ctx, db, o)
	case *op.DropIndexOp:
		return []string{d.dropIndex(o)}, nil
	case *op.RenameIndexOp:
		return []string{"ALTER INDEX " + beside(o.Table, o.From) + " RENAME TO " + ident(o.To)}, nil
	case *op.RenameConstraintOp:
		return d.renamed(ctx, db, o)
	case *op.AddConstraintOp:
		return d.addConstraint(ctx, db, o)
	case *op.DropConstraintOp:
		return d.dropConstraint(ctx, db, o)
	case *op.CreateEnumOp:
		return d.createEnum(o)
	case *op.AlterEnumOp:
		return d.alterEnum(ctx, db, o)
	case *op.RenameEnumValueOp:
		return d.renameEnumValue(o), nil
	case *op.DropEnumOp:
		return []string{"DROP TYPE " + d.Quote(o.Name)}, nil
	case *op.ExecOp:
		if text := o.For(name); text != "" {
			return []string{text}, nil
		}
		return nil, nil
	default:
		return nil, fmt.Errorf("compiling %s: PostgreSQL has no form of %T", o.Describe(), o)
	}
}

// comment sets the comment of an object, and removes it when the text is
// empty.
func comment(object, text string) string {
	if text == "" {
		return "COMMENT ON " + object + " IS NULL"
	}
	return "COMMENT ON " + object + " IS " + literal(text)
}
