package postgres

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// KeepsEnums implements dialect.Dialect.
func (d *Dialect) KeepsEnums() bool { return true }

// enumType is an enum as a column's type.
func (d *Dialect) enumType(t op.DataType) string {
	if t.IsArray {
		return d.Quote(t.Raw) + "[]"
	}
	return d.Quote(t.Raw)
}

// plainQuoted is a name that means the same without its quotes.
var plainQuoted = regexp.MustCompile(`"([a-z_][a-z0-9_$]*)"`)

// normalType is the type of a column in the spelling that types are compared
// in: NormalType's, and without the quotes that a user-defined type may have or
// not. PostgreSQL's own "char" is not char.
func (d *Dialect) normalType(c *op.ColumnDef) string {
	normal := NormalType(d.baseType(c))
	if strings.HasPrefix(normal, `"char"`) {
		return normal
	}
	return plainQuoted.ReplaceAllString(normal, "$1")
}

// castType is the type of a column as a cast takes it.
func (d *Dialect) castType(c *op.ColumnDef) string { return NormalType(d.baseType(c)) }

// createEnum creates the type.
func (d *Dialect) createEnum(o *op.CreateEnumOp) ([]string, error) {
	if err := op.CheckEnumValues(o.Name, o.Values); err != nil {
		return nil, fmt.Errorf("compiling %s: %w", o.Describe(), err)
	}
	return []string{d.createType(o.Name, o.Values)}, nil
}

func (d *Dialect) createType(name string, values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = literal(v)
	}
	return "CREATE TYPE " + d.Quote(name) + " AS ENUM (" + strings.Join(quoted, ", ") + ")"
}

// alterEnum adds values where that is all there is to do, and else builds the
// type anew: PostgreSQL can neither take a value out nor move one.
func (d *Dialect) alterEnum(ctx context.Context, db dialect.Queryer, o *op.AlterEnumOp) ([]string, error) {
	if err := o.Check(); err != nil {
		return nil, fmt.Errorf("compiling %s: %w", o.Describe(), err)
	}
	if !o.Anew && o.OnlyAdds() {
		return d.addValues(o), nil
	}
	statements, err := d.rebuildEnum(ctx, db, o.To.Raw, o.To.Values)
	if err != nil {
		return nil, fmt.Errorf("compiling %s: %w", o.Describe(), err)
	}
	return statements, nil
}

// addValues adds the values that are new, each behind the one that precedes it
// or, at the front, before the one that was the first.
func (d *Dialect) addValues(o *op.AlterEnumOp) []string {
	var statements []string
	last := len(o.To.Values) - 1
	for last >= 0 && !slices.Contains(o.From.Values, o.To.Values[last]) {
		last--
	}
	for i, v := range o.To.Values {
		if slices.Contains(o.From.Values, v) {
			continue
		}
		add := "ALTER TYPE " + d.Quote(o.To.Raw) + " ADD VALUE " + literal(v)
		switch {
		case i > last: // at the end, where PostgreSQL puts it by itself
		case i == 0:
			add += " BEFORE " + literal(o.From.Values[0])
		default:
			add += " AFTER " + literal(o.To.Values[i-1])
		}
		statements = append(statements, add)
	}
	return statements
}

// renameEnumValue renames a value; rows and defaults follow by themselves.
func (d *Dialect) renameEnumValue(o *op.RenameEnumValueOp) []string {
	return []string{"ALTER TYPE " + d.Quote(o.Enum) + " RENAME VALUE " + literal(o.From) + " TO " + literal(o.To)}
}

// rebuiltEnum lists the statements that replace an enum by one with other
// values. The old type steps aside under another name; what is written in terms
// of it (defaults, checks, partial indexes, foreign keys between two columns)
// goes and comes back from its own text, which was printed before the old type
// lost its name. The columns of a table change in one statement, so that it is
// rewritten once. Partitions follow their tables, and so do their indexes, for
// which ONLY is taken out of the text that is printed. What depends on the type in
// other ways, such as a view, makes the server refuse.
//
// The arguments are SQL: the type's name as a string, the statements that rename
// and create, the type as a cast takes it, and the statement that drops.
const rebuiltEnum = `
WITH enum AS (
	SELECT oid, typarray FROM pg_type WHERE oid = to_regtype(%[1]s)
), col AS (
	SELECT a.attrelid, a.attnum, a.attname, a.atttypid = e.typarray AS list, a.attinhcount = 0 AS own,
		a.attrelid::regclass::text AS tab,
		CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END AS def
	FROM enum e JOIN pg_attribute a ON a.atttypid IN (e.oid, e.typarray) AND NOT a.attisdropped
		JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'f')
		LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
), dep AS (
	SELECT d.classid, d.objid FROM pg_depend d JOIN col ON d.refclassid = 'pg_class'::regclass
		AND d.refobjid = col.attrelid AND d.refobjsubid = col.attnum
	UNION
	SELECT d.classid, d.objid FROM pg_depend d JOIN enum e ON d.refclassid = 'pg_type'::regclass
		AND d.refobjid IN (e.oid, e.typarray)
), con AS (
	SELECT c.conrelid::regclass::text AS tab, c.conname, pg_get_constraintdef(c.oid) AS def,
		CASE c.contype WHEN 'f' THEN 1 ELSE 0 END AS late, obj_description(c.oid, 'pg_constraint') AS remark
	FROM dep JOIN pg_constraint c ON dep.classid = 'pg_constraint'::regclass AND c.oid = dep.objid
	WHERE c.contype IN ('c', 'x', 'f') AND c.conrelid <> 0 AND c.conparentid = 0 AND c.coninhcount = 0
), idx AS (
	SELECT i.indexrelid::regclass::text AS name, regexp_replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') AS def,
		obj_description(i.indexrelid, 'pg_class') AS remark
	FROM dep JOIN pg_index i ON dep.classid = 'pg_class'::regclass AND i.indexrelid = dep.objid
	WHERE (i.indpred IS NOT NULL OR i.indexprs IS NOT NULL)
		AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
		AND NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = i.indexrelid)
)
SELECT sql FROM (
	SELECT 1 - late AS place, tab AS name, conname AS part, format('ALTER TABLE %%s DROP CONSTRAINT %%I', tab, conname) AS sql FROM con
	UNION ALL SELECT 2, name, '', format('DROP INDEX %%s', name) FROM idx
	UNION ALL SELECT 3, tab, attname, format('ALTER TABLE ONLY %%s ALTER COLUMN %%I DROP DEFAULT', tab, attname)
		FROM col WHERE def IS NOT NULL
	UNION ALL SELECT 4, '', '', %[2]s
	UNION ALL SELECT 5, '', '', %[3]s
	UNION ALL SELECT 6, tab, '', format('ALTER TABLE %%s %%s', tab, string_agg(
		format('ALTER COLUMN %%1$I TYPE %%2$s%%3$s USING %%1$I::text%%3$s::%%2$s%%3$s', attname, %[4]s, CASE WHEN list THEN '[]' ELSE '' END),
		', ' ORDER BY attnum)) FROM col WHERE own GROUP BY tab
	UNION ALL SELECT 7, tab, attname, format('ALTER TABLE ONLY %%s ALTER COLUMN %%I SET DEFAULT %%s', tab, attname, def)
		FROM col WHERE def IS NOT NULL
	UNION ALL SELECT 8, name, '', def FROM idx
	UNION ALL SELECT 9 + late, tab, conname, format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', tab, conname, def) FROM con
	UNION ALL SELECT 11, name, '', format('COMMENT ON INDEX %%s IS %%L', name, remark) FROM idx WHERE remark IS NOT NULL
	UNION ALL SELECT 11, tab, conname, format('COMMENT ON CONSTRAINT %%I ON %%s IS %%L', conname, tab, remark)
		FROM con WHERE remark IS NOT NULL
	UNION ALL SELECT 12, '', '', format('COMMENT ON TYPE %%s IS %%L', %[4]s, obj_description(oid, 'pg_type'))
		FROM enum WHERE obj_description(oid, 'pg_type') IS NOT NULL
	UNION ALL SELECT 13, '', '', %[5]s
) s ORDER BY place, name, part`

// rebuildEnum replaces the type. With no database, the script finds out what
// depends on it when it is run.
func (d *Dialect) rebuildEnum(ctx context.Context, db dialect.Queryer, name string, values []string) ([]string, error) {
	const suffix = "_gmig_old"
	aside := clip(unqualified(name), maxName-len(suffix)) + suffix
	quoted := d.Quote(name)
	query := fmt.Sprintf(rebuiltEnum, literal(quoted),
		literal("ALTER TYPE "+quoted+" RENAME TO "+ident(aside)),
		literal(d.createType(name, values)), literal(quoted),
		literal("DROP TYPE "+beside(name, aside)))
	if db == nil {
		return []string{"DO $gmig$\nDECLARE\n\tstatement text;\n\tstatements text[] := ARRAY(" +
			strings.ReplaceAll(query, "\n", "\n\t\t") +
			");\nBEGIN\n\tFOREACH statement IN ARRAY statements LOOP\n\t\tEXECUTE statement;\n\tEND LOOP;\nEND $gmig$"}, nil
	}
	statements, err := writtenBy(ctx, db, query)
	if err != nil {
		return nil, fmt.Errorf("reading what depends on the type: %w", err)
	}
	return statements, nil
}
