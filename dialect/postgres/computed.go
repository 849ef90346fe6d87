package postgres

import (
	"context"
	"slices"

	"github.com/gmig/gmig/dialect"
)

// computedColumns finds the generated columns that are computed from a column:
// their names, and their definitions as ADD COLUMN takes them.
const computedColumns = `
SELECT g.attname, format('%I %s%s%s GENERATED ALWAYS AS (%s) %s', g.attname, format_type(g.atttypid, g.atttypmod),
	(SELECT format(' COLLATE %I.%I', n.nspname, c.collname) FROM pg_collation c
		JOIN pg_namespace n ON n.oid = c.collnamespace JOIN pg_type y ON y.oid = g.atttypid
		WHERE c.oid = g.attcollation AND g.attcollation <> y.typcollation),
	CASE WHEN g.attnotnull THEN ' NOT NULL' END, pg_get_expr(e.adbin, e.adrelid),
	CASE g.attgenerated WHEN 'v' THEN 'VIRTUAL' ELSE 'STORED' END),
	coalesce(col_description(g.attrelid, g.attnum), '')
FROM pg_attribute a
	JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
	JOIN pg_attrdef e ON d.classid = 'pg_attrdef'::regclass AND d.objid = e.oid
	JOIN pg_attribute g ON g.attrelid = e.adrelid AND g.attnum = e.adnum AND g.attgenerated <> ''
WHERE a.attrelid = to_regclass($1) AND a.attname = $2 AND g.attnum <> a.attnum
ORDER BY g.attnum`

// computedFrom returns what takes the generated columns out of the way that are
// computed from a column, and what puts them back with their indexes and
// constraints: PostgreSQL changes the type of no column that one is computed
// from. Their values are computed anew. With no database they are not known.
func (d *Dialect) computedFrom(ctx context.Context, db dialect.Queryer, table, column string) (away, back []string, err error) {
	if db == nil {
		return nil, nil, nil
	}
	columns, err := readComputed(ctx, db, d.Quote(table), column)
	if err != nil {
		return nil, nil, err
	}
	var dependents []string
	for _, c := range columns {
		hanging, err := d.dependents(ctx, db, table, c.name)
		if err != nil {
			return nil, nil, err
		}
		away = append(away, "ALTER TABLE "+d.Quote(table)+" DROP COLUMN "+ident(c.name))
		back = append(back, "ALTER TABLE "+d.Quote(table)+" ADD COLUMN "+c.definition)
		if c.remark != "" {
			back = append(back, comment("COLUMN "+d.Quote(table)+"."+ident(c.name), c.remark))
		}
		for _, statement := range hanging {
			// What hangs on two of them comes back once, when both are there.
			if !slices.Contains(dependents, statement) {
				dependents = append(dependents, statement)
			}
		}
	}
	return away, append(back, dependents...), nil
}

// computed is a generated column.
type computed struct{ name, definition, remark string }

func readComputed(ctx context.Context, db dialect.Queryer, table, column string) (all []computed, err error) {
	rows, err := db.QueryContext(ctx, computedColumns, table, column)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c computed
		if err := rows.Scan(&c.name, &c.definition, &c.remark); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}
