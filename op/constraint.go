package op

import (
	"fmt"
	"strings"
)

// Constraint is a rule on a table: *PrimaryKeyDef, *UniqueDef, *ForeignKeyDef
// or *CheckDef.
type Constraint interface {
	TableItem
	// ConstraintName is the constraint's name, empty if the database chose it.
	ConstraintName() string
	// Describe names the constraint in a sentence: `check "chk_price"`.
	Describe() string
}

// PrimaryKeyDef is a table's primary key.
type PrimaryKeyDef struct {
	// Name is empty for the name that the database gives.
	Name    string
	Columns []string
	// Conflict is what SQLite does with a row that another one has the key of,
	// as ON CONFLICT says: "REPLACE". Empty is to refuse it.
	Conflict string
}

// UniqueDef is a UNIQUE constraint.
type UniqueDef struct {
	Name    string
	Columns []string
	// Timing is DEFERRABLE, DEFERRABLE INITIALLY DEFERRED or empty.
	Timing string
	// NullsEqual is NULLS NOT DISTINCT (PostgreSQL 15 and later).
	NullsEqual bool
	// Conflict is what SQLite does with a row that is there already, as ON
	// CONFLICT says: "IGNORE". Empty is to refuse it.
	Conflict string
}

// ForeignKeyDef is a FOREIGN KEY constraint.
type ForeignKeyDef struct {
	Name    string
	Columns []string
	// RefTable and RefColumns are what the key refers to.
	RefTable   string
	RefColumns []string
	// Delete and Update are the referential actions in capitals; empty is
	// NO ACTION.
	Delete, Update string
	// Timing is DEFERRABLE, DEFERRABLE INITIALLY DEFERRED or empty.
	Timing string
}

// CheckDef is a CHECK constraint.
type CheckDef struct {
	Name string
	// SQL is the condition, without the outer parentheses.
	SQL string
}

// PrimaryKey is a primary key over columns, with the name that the database
// gives it.
func PrimaryKey(columns ...string) *PrimaryKeyDef { return &PrimaryKeyDef{Columns: columns} }

// Named gives the primary key a name of its own.
func (p *PrimaryKeyDef) Named(name string) *PrimaryKeyDef { p.Name = name; return p }

// OnConflict sets what SQLite does with a row that another one has the key of:
// "ROLLBACK", "FAIL", "IGNORE" or "REPLACE".
func (p *PrimaryKeyDef) OnConflict(action string) *PrimaryKeyDef { p.Conflict = action; return p }

// Unique is a UNIQUE constraint over columns.
func Unique(name string, columns ...string) *UniqueDef {
	return &UniqueDef{Name: name, Columns: columns}
}

// Deferrable sets when the constraint is checked: "DEFERRABLE" or
// "DEFERRABLE INITIALLY DEFERRED".
func (u *UniqueDef) Deferrable(timing string) *UniqueDef { u.Timing = timing; return u }

// NullsNotDistinct makes two NULLs collide.
func (u *UniqueDef) NullsNotDistinct() *UniqueDef { u.NullsEqual = true; return u }

// OnConflict sets what SQLite does with a row that is there already:
// "ROLLBACK", "FAIL", "IGNORE" or "REPLACE".
func (u *UniqueDef) OnConflict(action string) *UniqueDef { u.Conflict = action; return u }

// ForeignKey is a foreign key over columns; References names its target.
func ForeignKey(name string, columns ...string) *ForeignKeyDef {
	return &ForeignKeyDef{Name: name, Columns: columns}
}

// References names the table and columns that the key refers to.
func (f *ForeignKeyDef) References(table string, columns ...string) *ForeignKeyDef {
	f.RefTable, f.RefColumns = table, columns
	return f
}

// OnDelete sets what happens to a row when the one it refers to goes.
func (f *ForeignKeyDef) OnDelete(action string) *ForeignKeyDef { f.Delete = action; return f }

// OnUpdate sets what happens to a row when the key it refers to changes.
func (f *ForeignKeyDef) OnUpdate(action string) *ForeignKeyDef { f.Update = action; return f }

// Deferrable sets when the constraint is checked: "DEFERRABLE" or
// "DEFERRABLE INITIALLY DEFERRED".
func (f *ForeignKeyDef) Deferrable(timing string) *ForeignKeyDef { f.Timing = timing; return f }

// Check is a condition that every row must meet.
func Check(name, sql string) *CheckDef { return &CheckDef{Name: name, SQL: sql} }

// ConstraintName implements Constraint.
func (p *PrimaryKeyDef) ConstraintName() string { return p.Name }

// ConstraintName implements Constraint.
func (u *UniqueDef) ConstraintName() string { return u.Name }

// ConstraintName implements Constraint.
func (f *ForeignKeyDef) ConstraintName() string { return f.Name }

// ConstraintName implements Constraint.
func (c *CheckDef) ConstraintName() string { return c.Name }

// Describe implements Constraint.
func (p *PrimaryKeyDef) Describe() string {
	return fmt.Sprintf("primary key (%s)", strings.Join(p.Columns, ", "))
}

// Describe implements Constraint.
func (u *UniqueDef) Describe() string {
	return describeConstraint("unique constraint", u.Name, strings.Join(u.Columns, ", "))
}

// Describe implements Constraint.
func (f *ForeignKeyDef) Describe() string {
	return describeConstraint("foreign key", f.Name, strings.Join(f.Columns, ", "))
}

// Describe implements Constraint.
func (c *CheckDef) Describe() string { return describeConstraint("check", c.Name, c.SQL) }

// describeConstraint falls back to the content of a constraint without a name.
func describeConstraint(kind, name, content string) string {
	if name == "" {
		return fmt.Sprintf("%s (%s)", kind, content)
	}
	return fmt.Sprintf("%s %q", kind, name)
}

func (*PrimaryKeyDef) tableItem() {}
func (*UniqueDef) tableItem()     {}
func (*ForeignKeyDef) tableItem() {}
func (*CheckDef) tableItem()      {}

// AddConstraintOp adds a constraint to a table.
type AddConstraintOp struct {
	Table      string
	Constraint Constraint
}

// AddConstraint adds a constraint to a table.
func AddConstraint(table string, c Constraint) *AddConstraintOp {
	return &AddConstraintOp{Table: table, Constraint: c}
}

// DropConstraintOp removes a constraint from a table. It carries the whole
// constraint: one without a name is found by its content.
type DropConstraintOp struct {
	Table      string
	Constraint Constraint
}

// DropConstraint removes a constraint from a table.
func DropConstraint(table string, c Constraint) *DropConstraintOp {
	return &DropConstraintOp{Table: table, Constraint: c}
}

// Describe implements Operation.
func (o *AddConstraintOp) Describe() string {
	return fmt.Sprintf("add %s to table %q", o.Constraint.Describe(), o.Table)
}

// Describe implements Operation.
func (o *DropConstraintOp) Describe() string {
	return fmt.Sprintf("drop %s of table %q", o.Constraint.Describe(), o.Table)
}

func (*AddConstraintOp) operation()  {}
func (*DropConstraintOp) operation() {}
