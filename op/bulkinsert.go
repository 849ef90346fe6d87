package op

import (
	"fmt"
	"maps"
	"slices"
)

// Row is a row of a table: a Go value for each column. A value is what
// database/sql takes: nil, a bool, number, string, []byte, time.Time, a pointer
// to one of them or a driver.Valuer.
type Row map[string]any

// BulkInsertOp inserts rows.
type BulkInsertOp struct {
	Table string
	Rows  []Row
}

// BulkInsert inserts rows, all with the same columns: data that belongs to the
// schema, such as countries or roles. PostgreSQL's sequences do not notice
// numbers that are given: leave the column out, or move the sequence with
// Exec and setval.
func BulkInsert(table string, rows ...Row) *BulkInsertOp {
	return &BulkInsertOp{Table: table, Rows: rows}
}

// Columns are the names of the rows' columns, sorted. It fails if the rows
// have not all the same ones.
func (o *BulkInsertOp) Columns() ([]string, error) {
	if len(o.Rows) == 0 {
		return nil, nil
	}
	columns := slices.Sorted(maps.Keys(o.Rows[0]))
	if len(columns) == 0 {
		return nil, fmt.Errorf("inserting into %q: row 1 has no columns", o.Table)
	}
	for i, row := range o.Rows {
		if got := slices.Sorted(maps.Keys(row)); !slices.Equal(got, columns) {
			return nil, fmt.Errorf("inserting into %q: row %d has the columns %q and row 1 has %q: give each row the same ones, nil for NULL",
				o.Table, i+1, got, columns)
		}
	}
	return columns, nil
}

// Describe implements Operation.
func (o *BulkInsertOp) Describe() string {
	return fmt.Sprintf("insert %d rows into table %q", len(o.Rows), o.Table)
}

func (*BulkInsertOp) operation() {}
