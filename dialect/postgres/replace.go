package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// replaceColumn drops a column and adds it anew, which is how a column becomes a
// generated one or changes its expression: PostgreSQL has no other way that all
// versions know, and the values are computed anyhow. The indexes and
// constraints of the table that use the column go with it and are put back;
// with no database, the statements tell the server to do so.
func (d *Dialect) replaceColumn(ctx context.Context, db dialect.Queryer, o *op.AlterColumnOp) ([]string, error) {
	add, err := d.addColumn(o.Table, o.To)
	if err != nil {
		return nil, err
	}
	replace := append([]string{"ALTER TABLE " + d.Quote(o.Table) + " DROP COLUMN " + ident(o.To.Name)}, add...)
	if db == nil {
		return []string{d.replaceAlone(o.Table, o.To.Name, replace)}, nil
	}
	dependents, err := d.dependents(ctx, db, o.Table, o.To.Name)
	if err != nil {
		return nil, fmt.Errorf("compiling %s: reading what depends on the column: %w", o.Describe(), err)
	}
	return append(replace, dependents...), nil
}

// replaceAlone is the block in which the server itself reads what depends on a
// column before it is replaced, and puts it back.
func (d *Dialect) replaceAlone(table, column string, replace []string) string {
	read := strings.NewReplacer("$1", literal(d.Quote(table)), "$2", literal(column)).Replace(dependentsOf("= $2"))
	return "DO $gmig$ DECLARE dependents text[]; dependent text; BEGIN\n" +
		"dependents := ARRAY(" + read + ");\n" +
		strings.Join(replace, ";\n") + ";\n" +
		"FOREACH dependent IN ARRAY dependents LOOP EXECUTE dependent; END LOOP;\n" +
		"END $gmig$"
}

// dependentsOf finds the constraints and the indexes without a constraint that
// depend on the columns whose name meets a condition, as the statements that
// create them: keys before foreign keys, indexes with their comments.
func dependentsOf(name string) string {
	return `
WITH col AS (
	SELECT attrelid, attnum FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname ` + name + `
), dep AS (
	SELECT DISTINCT d.classid, d.objid FROM pg_depend d JOIN col ON d.refclassid = 'pg_class'::regclass
		AND d.refobjid = col.attrelid AND d.refobjsubid = col.attnum
)
SELECT sql FROM (
	SELECT array_position('{p,u,x,c,f}', con.contype::text) AS place, con.conname AS name,
		format('ALTER TABLE %s ADD CONSTRAINT %I %s', $1::text, con.conname, pg_get_constraintdef(con.oid)) AS sql
	FROM dep JOIN pg_constraint con ON dep.classid = 'pg_constraint'::regclass AND con.oid = dep.objid
	WHERE con.conrelid = to_regclass($1) AND con.contype IN ('p', 'u', 'x', 'c', 'f')
	UNION ALL
	SELECT 10, i.relname, pg_get_indexdef(i.oid)
	FROM dep JOIN pg_class i ON dep.classid = 'pg_class'::regclass AND i.oid = dep.objid
	WHERE i.relkind IN ('i', 'I')
	UNION ALL
	SELECT 11, i.relname, format('COMMENT ON INDEX %I.%I IS %L', n.nspname, i.relname, obj_description(i.oid, 'pg_class'))
	FROM dep JOIN pg_class i ON dep.classid = 'pg_class'::regclass AND i.oid = dep.objid
		JOIN pg_namespace n ON n.oid = i.relnamespace
	WHERE i.relkind IN ('i', 'I') AND obj_description(i.oid, 'pg_class') IS NOT NULL
) s ORDER BY place, name`
}

func (d *Dialect) dependents(ctx context.Context, db dialect.Queryer, table string, columns ...string) ([]string, error) {
	args, places := []any{d.Quote(table)}, make([]string, len(columns))
	for i, column := range columns {
		args, places[i] = append(args, column), fmt.Sprintf("$%d", i+2)
	}
	return writtenBy(ctx, db, dependentsOf("IN ("+strings.Join(places, ", ")+")"), args...)
}
