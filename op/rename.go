package op

import "fmt"

// RenameIndexOp renames an index. PostgreSQL does so at once; SQLite builds the
// index anew.
type RenameIndexOp struct{ Table, From, To string }

// RenameIndex renames an index of a table.
func RenameIndex(table, from, to string) *RenameIndexOp {
	return &RenameIndexOp{Table: table, From: from, To: to}
}

// RenameConstraintOp renames a constraint: a primary key, unique, foreign key
// or check. PostgreSQL does so at once; SQLite rebuilds the table.
type RenameConstraintOp struct{ Table, From, To string }

// RenameConstraint renames a constraint of a table.
func RenameConstraint(table, from, to string) *RenameConstraintOp {
	return &RenameConstraintOp{Table: table, From: from, To: to}
}

// Describe implements Operation.
func (o *RenameIndexOp) Describe() string {
	return fmt.Sprintf("rename index %q of table %q to %q", o.From, o.Table, o.To)
}

// Describe implements Operation.
func (o *RenameConstraintOp) Describe() string {
	return fmt.Sprintf("rename constraint %q of table %q to %q", o.From, o.Table, o.To)
}

func (*RenameIndexOp) operation()      {}
func (*RenameConstraintOp) operation() {}
