package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/gmig/gmig/dialect"
)

// ColumnsOf implements dialect.Dialect. It does not look along the search path,
// so that the version tables of several tenants are not mixed up.
func (d *Dialect) ColumnsOf(ctx context.Context, db dialect.Queryer, table string) ([]dialect.TableColumn, error) {
	schema, rest, qualified := strings.Cut(table, ".")
	if !qualified {
		schema, rest = "", table
	}
	rows, err := db.QueryContext(ctx, `
SELECT a.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = coalesce(nullif($1, ''), current_schema()) AND c.relname = $2 AND c.relkind IN ('r', 'p')
	AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum`, schema, rest)
	if err != nil {
		return nil, fmt.Errorf("looking up the columns of table %q: %w", table, err)
	}
	defer rows.Close()
	var columns []dialect.TableColumn
	for rows.Next() {
		var c dialect.TableColumn
		if err := rows.Scan(&c.Name, &c.Type); err != nil {
			return nil, fmt.Errorf("looking up the columns of table %q: %w", table, err)
		}
		columns = append(columns, c)
	}
	return columns, rows.Err()
}
