package op

import "fmt"

// ColumnDef is the whole definition of a column, except for the constraints
// that have a definition of their own (primary key, unique, foreign key,
// check).
type ColumnDef struct {
	Name string
	Type DataType
	// Required is NOT NULL, and Conflict what SQLite does with a NULL then, as ON
	// CONFLICT says: "REPLACE" takes the default. Empty is to refuse it.
	Required bool
	Conflict string
	// DefaultTo is the column's default, nil for none.
	DefaultTo *DefaultDef
	// Increments makes the database number the rows: serial on PostgreSQL,
	// INTEGER PRIMARY KEY AUTOINCREMENT on SQLite.
	Increments bool
	// GeneratedAs makes the column a generated one, nil for an ordinary one.
	GeneratedAs *GeneratedDef
	// IdentityAs is "ALWAYS" or "BY DEFAULT" for an SQL identity column, else
	// empty.
	IdentityAs string
	// Collation is the name of a collation, empty for the database's default.
	Collation string
	// Remark is the column's comment. SQLite has none.
	Remark string
}

// DefaultDef is the default of a column: SQL text, or a Go value that GORM's
// dialector writes as a literal of the database.
type DefaultDef struct {
	// SQL is the expression as the database takes it; it counts if Value is
	// nil.
	SQL string
	// Value is a string, bool, int64, uint64, float64 or time.Time.
	Value any
}

// GeneratedDef is the expression of a generated column.
type GeneratedDef struct {
	SQL string
	// Virtual columns are computed when read, the others are stored. PostgreSQL
	// before version 18 has stored ones only.
	Virtual bool
}

// Column returns the definition of a nullable column without default.
//
//go:noinline
func Column(name string, t DataType) *ColumnDef { return &ColumnDef{Name: name, Type: t} }

// NotNull refuses NULL.
//
//go:noinline
func (c *ColumnDef) NotNull() *ColumnDef { c.Required = true; return c }

// OnConflict sets what SQLite does with a NULL in a column that is NOT NULL:
// "ROLLBACK", "FAIL", "IGNORE" or "REPLACE".
func (c *ColumnDef) OnConflict(action string) *ColumnDef { c.Conflict = action; return c }

// AutoIncrement makes the database number the rows.
func (c *ColumnDef) AutoIncrement() *ColumnDef { c.Increments = true; return c }

// Default sets the default to an SQL expression, written as it is: "0",
// "'new'", "CURRENT_TIMESTAMP".
//
//go:noinline
func (c *ColumnDef) Default(sql string) *ColumnDef {
	c.DefaultTo = &DefaultDef{SQL: sql}
	return c
}

// DefaultValue sets the default to a Go value (a string, bool, integer, float
// or time.Time), which is written as a literal of the database that runs the
// revision.
//
//go:noinline
func (c *ColumnDef) DefaultValue(v any) *ColumnDef {
	c.DefaultTo = &DefaultDef{Value: widen(v)}
	return c
}

// Generated makes the column a stored generated one.
func (c *ColumnDef) Generated(sql string) *ColumnDef {
	c.GeneratedAs = &GeneratedDef{SQL: sql}
	return c
}

// Virtual makes a generated column one that is computed when it is read.
func (c *ColumnDef) Virtual() *ColumnDef {
	if c.GeneratedAs == nil {
		c.GeneratedAs = &GeneratedDef{}
	}
	c.GeneratedAs.Virtual = true
	return c
}

// Identity makes the column an SQL identity column; mode is "ALWAYS" or
// "BY DEFAULT".
func (c *ColumnDef) Identity(mode string) *ColumnDef { c.IdentityAs = mode; return c }

// Collate sets the column's collation.
func (c *ColumnDef) Collate(name string) *ColumnDef { c.Collation = name; return c }

// Comment sets the column's comment.
//
//go:noinline
func (c *ColumnDef) Comment(text string) *ColumnDef { c.Remark = text; return c }

// Clone returns a copy that shares nothing with c.
func (c *ColumnDef) Clone() *ColumnDef {
	d := *c
	if c.DefaultTo != nil {
		def := *c.DefaultTo
		d.DefaultTo = &def
	}
	if c.GeneratedAs != nil {
		gen := *c.GeneratedAs
		d.GeneratedAs = &gen
	}
	return &d
}

func (*ColumnDef) tableItem() {}

// AddColumnOp adds a column to a table.
type AddColumnOp struct {
	Table  string
	Column *ColumnDef
}

// AddColumn adds a column to a table.
func AddColumn(table string, column *ColumnDef) *AddColumnOp {
	return &AddColumnOp{Table: table, Column: column}
}

// DropColumnOp removes a column and its values.
type DropColumnOp struct{ Table, Name string }

// DropColumn removes a column and its values.
func DropColumn(table, name string) *DropColumnOp { return &DropColumnOp{Table: table, Name: name} }

// AlterColumnOp changes a column's definition. It carries the whole column
// before and after, so that it can be reviewed, and compiled with no database
// at hand. The name does not change: see RenameColumn.
type AlterColumnOp struct {
	Table    string
	From, To *ColumnDef
	// UsingSQL is the expression that PostgreSQL computes the new value from
	// when the type changes, empty for a cast by the server.
	UsingSQL string
}

// AlterColumn changes a column from one definition to another.
func AlterColumn(table string, from, to *ColumnDef) *AlterColumnOp {
	return &AlterColumnOp{Table: table, From: from, To: to}
}

// Using sets the expression that PostgreSQL computes the new value from when
// the type changes: "age::integer".
func (o *AlterColumnOp) Using(sql string) *AlterColumnOp { o.UsingSQL = sql; return o }

// RenameColumnOp renames a column; the database keeps its values and adapts
// indexes and constraints.
type RenameColumnOp struct{ Table, From, To string }

// RenameColumn renames a column.
func RenameColumn(table, from, to string) *RenameColumnOp {
	return &RenameColumnOp{Table: table, From: from, To: to}
}

// Describe implements Operation.
func (o *AddColumnOp) Describe() string {
	return fmt.Sprintf("add column %q to table %q", o.Column.Name, o.Table)
}

// Describe implements Operation.
func (o *DropColumnOp) Describe() string {
	return fmt.Sprintf("drop column %q of table %q", o.Name, o.Table)
}

// Describe implements Operation.
func (o *AlterColumnOp) Describe() string {
	return fmt.Sprintf("alter column %q of table %q", o.To.Name, o.Table)
}

// Describe implements Operation.
func (o *RenameColumnOp) Describe() string {
	return fmt.Sprintf("rename column %q of table %q to %q", o.From, o.Table, o.To)
}

func (*AddColumnOp) operation()    {}
func (*DropColumnOp) operation()   {}
func (*AlterColumnOp) operation()  {}
func (*RenameColumnOp) operation() {}

// widen brings the integers and floats of a revision file to the types that
// GORM parses a default tag to, so that equal defaults are equal values.
func widen(v any) any {
	switch n := v.(type) {
	case int:
		return int64(n)
	case int8:
		return int64(n)
	case int16:
		return int64(n)
	case int32:
		return int64(n)
	case uint:
		return uint64(n)
	case uint8:
		return uint64(n)
	case uint16:
		return uint64(n)
	case uint32:
		return uint64(n)
	case float32:
		return float64(n)
	}
	return v
}
