// Package sqlite is the dialect of SQLite, for every GORM dialector of it.
//
// What SQLite's ALTER TABLE can do exactly is left to it. All else rebuilds the
// table: its own CREATE text is edited (see package ddl), the rows are copied,
// and its indexes and triggers are created again from their own texts.
package sqlite

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"gorm.io/gorm"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/sqlite/ddl"
	"github.com/gmig/gmig/op"
)

// dialectName is GORM's name of the engine.
const dialectName = "sqlite"

// engine implements dialect.Dialect.
type engine struct {
	gorm     gorm.Dialector
	settings dialect.Settings
	// locked holds the connections that have the runners' lock.
	locked *sync.Map
}

// New returns the dialect of SQLite with the default settings. Types and
// literals are spelled by d, which needs no connection.
func New(d gorm.Dialector) dialect.Dialect { return With(d, dialect.DefaultSettings()) }

// With is New with other settings.
func With(d gorm.Dialector, s dialect.Settings) dialect.Dialect {
	return engine{gorm: d, settings: s, locked: &sync.Map{}}
}

// Name implements dialect.Dialect.
func (engine) Name() string { return dialectName }

// Quote implements dialect.Dialect. As with GORM, a point separates the name of
// an attached database from that of its table, unless the whole is in
// backticks.
func (engine) Quote(identifier string) string {
	schema, table := ddl.SplitName(identifier)
	return tableRef{schema, table}.quoted()
}

// AfterDDL implements dialect.Dialect. SQLite prepares a statement again when
// the schema has changed.
func (engine) AfterDDL(context.Context, dialect.Conn) error { return nil }

// SameName implements dialect.Dialect: SQLite folds the case of ASCII letters.
func (engine) SameName(a, b string) bool { return ddl.EqualNames(a, b) }

// Compile implements dialect.Dialect. Operations that rebuild a table read its
// texts and settings from db, so each operation is compiled when those before
// it have run; and they must run in the transaction of Begin, where
// foreign keys are not enforced, since dropping the old table would otherwise
// delete the rows that refer to it.
func (e engine) Compile(ctx context.Context, db dialect.Queryer, o op.Operation) ([]string, error) {
	switch o := o.(type) {
	case *op.CreateTableOp:
		return []string{e.createTable(o)}, nil
	case *op.DropTableOp:
		return e.dropTable(ctx, db, o)
	case *op.RenameTableOp:
		return e.renameTable(ctx, db, o)
	case *op.CommentTableOp:
		return nil, nil
	case *op.AlterTableOptionsOp:
		return e.byRebuild(ctx, db, o.Table, o)
	case *op.AddColumnOp:
		return e.addColumn(ctx, db, o)
	case *op.DropColumnOp:
		return e.dropColumn(ctx, db, o)
	case *op.AlterColumnOp:
		return e.alterColumn(ctx, db, o)
	case *op.RenameColumnOp:
		t, err := resolve(ctx, db, o.Table)
		return []string{"ALTER TABLE " + t.quoted() + " RENAME COLUMN " + ddl.QuoteName(o.From) +
			" TO " + ddl.QuoteName(o.To)}, err
	case *op.FillOp:
		t, err := resolve(ctx, db, o.Table)
		return []string{e.fill(t, o)}, err
	case *op.BulkInsertOp:
		t, err := resolve(ctx, db, o.Table)
		if err != nil {
			return nil, err
		}
		return dialect.Insert(o, t.quoted(), ddl.QuoteName, func(b []byte) (string, error) {
			return fmt.Sprintf("x'%x'", b), nil
		})
	case *op.CreateIndexOp:
		t, err := resolve(ctx, db, o.Table)
		return []string{createIndex(t, o)}, err
	case *op.DropIndexOp:
		t, err := resolve(ctx, db, o.Table)
		return []string{"DROP INDEX " + tableRef{t.schema, o.Name}.quoted()}, err
	case *op.RenameIndexOp:
		return e.renameIndex(ctx, db, o)
	case *op.RenameConstraintOp:
		return e.byRebuild(ctx, db, o.Table, o)
	case *op.AddConstraintOp:
		return e.byRebuild(ctx, db, o.Table, o)
	case *op.DropConstraintOp:
		return e.byRebuild(ctx, db, o.Table, o)
	case *op.CreateEnumOp, *op.DropEnumOp:
		return nil, nil
	case *op.AlterEnumOp:
		return e.alterEnum(ctx, db, o)
	case *op.RenameEnumValueOp:
		return e.renameEnumValue(ctx, db, o)
	case *op.ExecOp:
		if text := o.For(dialectName); strings.TrimSpace(text) != "" {
			return []string{text}, nil
		}
		return nil, nil
	}
	return nil, fmt.Errorf("the SQLite dialect knows no operation %T", o)
}

// renameTable lets SQLite adapt what refers to the table. A name that differs
// in case alone is taken to SQLite, so there it goes by way of another.
func (e engine) renameTable(ctx context.Context, db dialect.Queryer, o *op.RenameTableOp) ([]string, error) {
	t, err := resolve(ctx, db, o.From)
	if err != nil {
		return nil, err
	}
	schema, to := ddl.SplitName(o.To)
	if schema != "" && !ddl.EqualNames(schema, t.schema) {
		if t.schema != "" || !ddl.EqualNames(schema, "main") {
			return nil, fmt.Errorf("SQLite moves no table to another database: copy its rows")
		}
	}
	var statements []string
	if ddl.EqualNames(t.name, to) {
		between, err := freeName(ctx, db, t)
		if err != nil {
			return nil, err
		}
		statements = append(statements, "ALTER TABLE "+t.quoted()+" RENAME TO "+ddl.QuoteName(between))
		t.name = between
	}
	return append(statements, "ALTER TABLE "+t.quoted()+" RENAME TO "+ddl.QuoteName(to)), nil
}
