package sqlite

import (
	"context"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/sqlite/ddl"
)

// asideMark stands before the name of an index in the statistics while there is
// no such index.
const asideMark = "_gmig_"

// statistics are what brings the statistics of ANALYZE over to the indexes that
// are created again: DROP INDEX deletes those of its name, and the planner would
// read whole tables until the next ANALYZE.
func (r *rebuild) statistics(ctx context.Context, db dialect.Queryer) (save, restore []string, err error) {
	var indexes []string
	for _, i := range r.old.indexes {
		if !r.lost[i.name] {
			indexes = append(indexes, ddl.QuoteString(i.name))
		}
	}
	if len(indexes) == 0 {
		return nil, nil, nil
	}
	tables, err := queryNames(ctx, db, "SELECT name FROM "+r.old.master()+" WHERE name IN ('sqlite_stat1', 'sqlite_stat4') ORDER BY name")
	if err != nil {
		return nil, nil, err
	}
	for _, name := range tables {
		update := "UPDATE " + tableRef{r.old.schema, name}.quoted() + " SET idx = "
		of := " WHERE tbl = " + ddl.QuoteString(r.old.name) + " AND idx "
		mark := ddl.QuoteString(asideMark)
		save = append(save, update+mark+" || idx"+of+"IN ("+strings.Join(indexes, ", ")+")")
		for _, index := range indexes {
			restore = append(restore, update+index+of+"= "+mark+" || "+index)
		}
	}
	return save, restore, nil
}
