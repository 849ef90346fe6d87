package op

import "fmt"

// TableItem is a part of a CreateTable: *ColumnDef, *PrimaryKeyDef, *UniqueDef,
// *ForeignKeyDef or *CheckDef.
type TableItem interface{ tableItem() }

// CreateTableOp creates a table with its columns and constraints. Indexes are
// operations of their own.
type CreateTableOp struct {
	// Name may be qualified with a schema: "billing.invoices".
	Name        string
	Columns     []*ColumnDef
	PrimaryKey  *PrimaryKeyDef
	Uniques     []*UniqueDef
	ForeignKeys []*ForeignKeyDef
	Checks      []*CheckDef
	// Remark is the table's comment. SQLite has none.
	Remark string
	// Options is what stands behind the closing parenthesis: "WITHOUT ROWID",
	// "PARTITION BY RANGE (at)". PostgreSQL leaves out SQLite's options, and SQLite
	// all that are not its own.
	Options string
}

// CreateTable creates a table from columns and constraints. Their order among
// their kind is kept.
func CreateTable(name string, items ...TableItem) *CreateTableOp {
	o := &CreateTableOp{Name: name}
	for _, item := range items {
		switch item := item.(type) {
		case *ColumnDef:
			o.Columns = append(o.Columns, item)
		case *PrimaryKeyDef:
			o.PrimaryKey = item
		case *UniqueDef:
			o.Uniques = append(o.Uniques, item)
		case *ForeignKeyDef:
			o.ForeignKeys = append(o.ForeignKeys, item)
		case *CheckDef:
			o.Checks = append(o.Checks, item)
		}
	}
	return o
}

// Comment sets the table's comment.
func (o *CreateTableOp) Comment(text string) *CreateTableOp { o.Remark = text; return o }

// With sets what stands behind the closing parenthesis of CREATE TABLE.
func (o *CreateTableOp) With(options string) *CreateTableOp { o.Options = options; return o }

// Constraints returns the table's constraints: primary key, uniques, foreign
// keys, checks.
func (o *CreateTableOp) Constraints() []Constraint {
	var all []Constraint
	if o.PrimaryKey != nil {
		all = append(all, o.PrimaryKey)
	}
	for _, u := range o.Uniques {
		all = append(all, u)
	}
	for _, f := range o.ForeignKeys {
		all = append(all, f)
	}
	for _, c := range o.Checks {
		all = append(all, c)
	}
	return all
}

// DropTableOp removes a table, its rows and its indexes.
type DropTableOp struct{ Name string }

// DropTable removes a table, its rows and its indexes.
func DropTable(name string) *DropTableOp { return &DropTableOp{Name: name} }

// RenameTableOp renames a table; foreign keys of other tables follow.
type RenameTableOp struct{ From, To string }

// RenameTable renames a table.
func RenameTable(from, to string) *RenameTableOp { return &RenameTableOp{From: from, To: to} }

// CommentTableOp changes a table's comment; it does nothing on SQLite.
type CommentTableOp struct{ Table, From, To string }

// CommentTable changes a table's comment; an empty text removes it.
func CommentTable(table, from, to string) *CommentTableOp {
	return &CommentTableOp{Table: table, From: from, To: to}
}

// AlterTableOptionsOp changes what stands behind the closing parenthesis of CREATE
// TABLE: the storage parameters of PostgreSQL, STRICT and WITHOUT ROWID of SQLite.
// Options of another engine are left out, as in CreateTableOp. Of the storage
// parameters those change that From or To name.
type AlterTableOptionsOp struct{ Table, From, To string }

// AlterTableOptions changes the options of a table; an empty text is none.
func AlterTableOptions(table, from, to string) *AlterTableOptionsOp {
	return &AlterTableOptionsOp{Table: table, From: from, To: to}
}

// Describe implements Operation.
func (o *CreateTableOp) Describe() string { return fmt.Sprintf("create table %q", o.Name) }

// Describe implements Operation.
func (o *DropTableOp) Describe() string { return fmt.Sprintf("drop table %q", o.Name) }

// Describe implements Operation.
func (o *RenameTableOp) Describe() string {
	return fmt.Sprintf("rename table %q to %q", o.From, o.To)
}

// Describe implements Operation.
func (o *CommentTableOp) Describe() string { return fmt.Sprintf("comment on table %q", o.Table) }

// Describe implements Operation.
func (o *AlterTableOptionsOp) Describe() string {
	return fmt.Sprintf("change the options of table %q", o.Table)
}

func (*CreateTableOp) operation()       {}
func (*DropTableOp) operation()         {}
func (*RenameTableOp) operation()       {}
func (*CommentTableOp) operation()      {}
func (*AlterTableOptionsOp) operation() {}
