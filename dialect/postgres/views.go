package postgres

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/gmig/gmig/dialect"
)

// viewsOn finds the views and materialized views that read a table, each with the
// columns that it reads.
const viewsOn = `
SELECT CASE WHEN pg_table_is_visible(v.oid) THEN v.relname ELSE n.nspname || '.' || v.relname END AS view,
	coalesce(json_agg(DISTINCT a.attname ORDER BY a.attname) FILTER (WHERE a.attname IS NOT NULL), '[]')::text
FROM pg_depend d
	JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
	JOIN pg_class v ON v.oid = r.ev_class AND v.oid <> d.refobjid
	JOIN pg_namespace n ON n.oid = v.relnamespace
	LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND d.refobjsubid > 0
WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = to_regclass($1)
GROUP BY 1 ORDER BY 1`

// ViewsOn implements dialect.ViewReader.
func (d *Dialect) ViewsOn(ctx context.Context, db dialect.Queryer, table string) (all []dialect.View, err error) {
	rows, err := db.QueryContext(ctx, viewsOn, d.Quote(table))
	if err != nil {
		return nil, fmt.Errorf("reading the views on table %q: %w", table, err)
	}
	defer rows.Close()
	for rows.Next() {
		var v dialect.View
		var columns string
		if err := rows.Scan(&v.Name, &columns); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(columns), &v.Columns); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}
