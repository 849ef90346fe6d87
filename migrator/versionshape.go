package migrator

import (
	"context"
	"fmt"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// versionColumns define the version table. Only the first must be there: the
// table of an older gmig has no other, nor has Alembic's, which may be copied.
func versionColumns() []*op.ColumnDef {
	return []*op.ColumnDef{
		op.Column(versionColumn, op.String(versions.MaxIDLength)).NotNull(),
		op.Column(appliedColumn, op.Time),
		op.Column(checksumColumn, op.String(64)),
		op.Column(progressColumn, op.Int(32)),
	}
}

// ForeignTableError is returned when the table of the version table's name is
// none.
type ForeignTableError struct {
	Table string
	// Columns are the names of the columns that it has.
	Columns []string
}

// Error implements error.
func (e *ForeignTableError) Error() string {
	return fmt.Sprintf("it has the columns %q and no %q, so it is not gmig's: rename that table, or keep the versions in one of another name (migrator.WithVersionTable)",
		e.Columns, versionColumn)
}

// foreign returns the error for a table that is not gmig's, nil for one that
// is.
func (t versionTable) foreign(name string) error {
	if t.has(versionColumn) {
		return nil
	}
	e := &ForeignTableError{Table: name}
	for _, c := range t.columns {
		e.Columns = append(e.Columns, c.Name)
	}
	return e
}

// ensureVersionTable creates the version table, or adds what that of an older
// gmig lacks. It runs in the transaction of the first revision, so that a first
// revision that fails leaves nothing at all.
func (m *Migrator) ensureVersionTable(ctx context.Context, conn dialect.Conn, table versionTable) error {
	verb, operations := "creating", []op.Operation{m.createVersionTable()}
	if table.exists() {
		verb, operations = "upgrading", m.missing(table)
	}
	for _, o := range operations {
		statements, err := m.dialect.Compile(ctx, conn, o)
		if err != nil {
			return fmt.Errorf("%s version table %q: %w", verb, m.table, err)
		}
		for _, statement := range statements {
			if _, err := conn.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("%s version table %q: %w", verb, m.table, err)
			}
		}
	}
	if len(operations) == 0 {
		return nil
	}
	return m.dialect.AfterDDL(ctx, conn)
}

func (m *Migrator) createVersionTable() *op.CreateTableOp {
	create := op.CreateTable(m.table, op.PrimaryKey(versionColumn))
	create.Columns = versionColumns()
	return create
}

// missing lists what an older table lacks: columns, and width, for Alembic's
// ids have no more than 32 characters.
func (m *Migrator) missing(table versionTable) []op.Operation {
	var all []op.Operation
	for _, want := range versionColumns() {
		if !table.has(want.Name) {
			all = append(all, op.AddColumn(m.table, want))
		}
	}
	for _, c := range table.columns {
		got, want := op.Column(c.Name, op.Type(c.Type)).NotNull(), versionColumns()[0]
		// A type without a length, such as text, holds every id.
		if c.Name == versionColumn && strings.Contains(c.Type, "(") && !m.dialect.SameType(got, want) {
			all = append(all, op.AlterColumn(m.table, got, want))
		}
	}
	return all
}
