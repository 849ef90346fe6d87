package op

import "fmt"

// FillOp gives the rows that have NULL in a column a value.
type FillOp struct {
	Table, Column string
	// With is the value.
	With DefaultDef
}

// Fill gives the rows that have NULL in a column the value of an SQL
// expression, which may use the row's other columns: "0", "'unknown'",
// "lower(name)".
func Fill(table, column, sql string) *FillOp {
	return &FillOp{Table: table, Column: column, With: DefaultDef{SQL: sql}}
}

// FillValue gives the rows that have NULL in a column a Go value, of the types
// that ColumnDef.DefaultValue takes.
func FillValue(table, column string, value any) *FillOp {
	return &FillOp{Table: table, Column: column, With: DefaultDef{Value: widen(value)}}
}

// Describe implements Operation.
func (o *FillOp) Describe() string {
	return fmt.Sprintf("fill column %q of table %q", o.Column, o.Table)
}

func (*FillOp) operation() {}
