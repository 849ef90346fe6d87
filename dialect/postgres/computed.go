package postgres

import (
	"context"
	"database/sql"
	"strings"

	"github.com/gmig/gmig/dialect"
)

// computedColumns finds the generated columns that are computed from a column:
// their names, the statements that add them, and those that comment on them.
const computedColumns = `
SELECT g.attname AS name, format('ALTER TABLE %s ADD COLUMN %I %s%s%s GENERATED ALWAYS AS (%s) %s',
		$1::text, g.attname, format_type(g.atttypid, g.atttypmod),
		(SELECT format(' COLLATE %I.%I', n.nspname, c.collname) FROM pg_collation c
			JOIN pg_namespace n ON n.oid = c.collnamespace JOIN pg_type y ON y.oid = g.atttypid
			WHERE c.oid = g.attcollation AND g.attcollation <> y.typcollation),
		CASE WHEN g.attnotnull THEN ' NOT NULL' END, pg_get_expr(e.adbin, e.adrelid),
		CASE g.attgenerated WHEN 'v' THEN 'VIRTUAL' ELSE 'STORED' END) AS adding,
	(SELECT format('COMMENT ON COLUMN %s.%I IS %L', $1::text, g.attname, r)
		FROM col_description(g.attrelid, g.attnum) r WHERE r IS NOT NULL) AS remark
FROM pg_attribute a
	JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
	JOIN pg_attrdef e ON d.classid = 'pg_attrdef'::regclass AND d.objid = e.oid
	JOIN pg_attribute g ON g.attrelid = e.adrelid AND g.attnum = e.adnum AND g.attgenerated <> ''
WHERE a.attrelid = to_regclass($1) AND a.attname = $2 AND g.attnum <> a.attnum
ORDER BY g.attnum`

// retype runs the statement that changes the type of a column while the
// generated columns that are computed from it are out of the way: PostgreSQL
// changes the type of no column that one is computed from. They come back with
// their indexes and constraints, and their values are computed anew.
func (d *Dialect) retype(ctx context.Context, db dialect.Queryer, table, column, change string) ([]string, error) {
	switch {
	case db == nil && d.computed:
		return []string{d.retypeAlone(table, column, change)}, nil
	case db == nil:
		return []string{change}, nil
	}
	names, back, err := readComputed(ctx, db, d.Quote(table), column)
	if err != nil || len(names) == 0 {
		return []string{change}, err
	}
	dependents, err := d.dependents(ctx, db, table, names...)
	if err != nil {
		return nil, err
	}
	var statements []string
	for _, name := range names {
		statements = append(statements, "ALTER TABLE "+d.Quote(table)+" DROP COLUMN "+ident(name))
	}
	statements = append(append(statements, change), back...)
	return append(statements, dependents...), nil
}

// readComputed returns the names of generated columns and the statements that
// bring them back.
func readComputed(ctx context.Context, db dialect.Queryer, table, column string) (names, back []string, err error) {
	rows, err := db.QueryContext(ctx, computedColumns, table, column)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	var remarks []string
	for rows.Next() {
		var (
			name, adding string
			remark       sql.NullString
		)
		if err := rows.Scan(&name, &adding, &remark); err != nil {
			return nil, nil, err
		}
		names, back = append(names, name), append(back, adding)
		if remark.Valid {
			remarks = append(remarks, remark.String)
		}
	}
	return names, append(back, remarks...), rows.Err()
}

// retypeAlone is the block in which the server itself reads what is computed
// from a column before its type changes, and puts it back.
func (d *Dialect) retypeAlone(table, column, change string) string {
	read := strings.NewReplacer("$1", literal(d.Quote(table)), "$2", literal(column))
	return "DO $gmig$ DECLARE computed text[]; back text[]; dependents text[]; statement text; BEGIN\n" +
		"SELECT array_agg(name), array_agg(adding) || array_remove(array_agg(remark), NULL) INTO computed, back FROM (" +
		read.Replace(computedColumns) + ") c;\n" +
		"dependents := ARRAY(" + read.Replace(dependentsOf("= ANY (computed)")) + ");\n" +
		"FOREACH statement IN ARRAY coalesce(computed, '{}') LOOP\n" +
		"\tEXECUTE format('ALTER TABLE %s DROP COLUMN %I', " + literal(d.Quote(table)) + ", statement);\n" +
		"END LOOP;\n" +
		change + ";\n" +
		"FOREACH statement IN ARRAY coalesce(back, '{}') || dependents LOOP EXECUTE statement; END LOOP;\n" +
		"END $gmig$"
}
