package migrator

import (
	"fmt"
	"strings"

	"github.com/gmig/gmig/dialect"
)

// requirePlace makes the script stop unless the database is at some rows, where
// a run would refuse. A psql that goes on behind errors passes over the rest of
// the transaction, which the error has spoilt.
func (o *Offline) requirePlace(rec *recorder, rows []string) {
	d, ok := o.m.dialect.(dialect.Requirer)
	if !ok {
		return
	}
	table, id, progress := o.m.dialect.Quote(o.m.table), o.m.dialect.Quote(versionColumn), o.m.dialect.Quote(progressColumn)
	condition := "NOT EXISTS (SELECT 1 FROM " + table + ")"
	if n := len(rows); n > 0 {
		ids := make([]string, n)
		for i, row := range rows {
			ids[i] = dialect.Text(row)
		}
		condition = fmt.Sprintf("(SELECT count(*) FROM %s) = %d AND (SELECT count(*) FROM %s WHERE %s IN (%s) AND %s IS NULL) = %d",
			table, n, table, id, strings.Join(ids, ", "), progress, n)
	}
	for _, statement := range d.Require(condition, "the database is not at "+place(rows)+": see where it is with gmig current") {
		rec.Note(statement)
	}
}
