package postgres

import (
	"fmt"
	"strings"

	"github.com/gmig/gmig/op"
)

// Where a statement depends on how the server named a constraint or merged two,
// and nobody can ask it beforehand, a block asks it when the statement is due.

// dropUnnamed drops a constraint by its content: of several that say the same the
// first by name, as findConstraint does. notFound is the error if there is none.
func (d *Dialect) dropUnnamed(table string, c op.Constraint, notFound string) []string {
	content, before := "", ""
	switch c := c.(type) {
	case *op.PrimaryKeyDef:
		content = "contype = 'p'"
	case *op.UniqueDef:
		content = "contype = 'u' AND " + columnsAre("conkey", "conrelid", c.Columns)
	case *op.ForeignKeyDef:
		content = "contype = 'f' AND confrelid = " + d.regclass(c.RefTable) + " AND " + columnsAre("conkey", "conrelid", c.Columns)
		if len(c.RefColumns) > 0 {
			content += " AND " + columnsAre("confkey", "confrelid", c.RefColumns)
		}
	case *op.CheckDef:
		// The server puts an expression in words of its own; it does that
		// to the one that is looked for on a table of the same columns.
		before = "\tCREATE TEMPORARY TABLE gmig_check (LIKE " + d.Quote(table) + ", CONSTRAINT gmig_check CHECK (" + c.SQL + "));\n" +
			"\tSELECT pg_get_expr(conbin, conrelid) INTO STRICT wanted FROM pg_constraint\n" +
			"\t\tWHERE conrelid = 'pg_temp.gmig_check'::regclass AND contype = 'c';\n" +
			"\tDROP TABLE pg_temp.gmig_check;\n"
		content = "contype = 'c' AND pg_get_expr(conbin, conrelid) = wanted"
	}
	return []string{"DO $gmig$ DECLARE name text; wanted text; BEGIN\n" + before +
		"\tSELECT conname INTO name FROM pg_constraint\n" +
		"\t\tWHERE conrelid = " + d.regclass(table) + " AND conparentid = 0 AND " + content + " ORDER BY conname LIMIT 1;\n" +
		"\tIF name IS NULL THEN RAISE EXCEPTION USING MESSAGE = " + literal(notFound) + "; END IF;\n" +
		"\tEXECUTE format(" + literal("ALTER TABLE %s DROP CONSTRAINT %I") + ", " + literal(d.Quote(table)) + ", name);\n" +
		"END $gmig$"}
}

// dropUniqueOf drops a unique constraint, or takes its name from the primary key
// if it is that.
func (d *Dialect) dropUniqueOf(table, name, drop, rename string) []string {
	return either("conrelid = "+d.regclass(table)+" AND contype = 'p' AND conname = "+literal(name), rename, drop)
}

// addUniqueTo adds a unique constraint, or gives its name to the primary key: see
// mergeIntoKey.
func (d *Dialect) addUniqueTo(table string, u *op.UniqueDef, add, rename, own string) []string {
	return either("conrelid = "+d.regclass(table)+" AND contype = 'p' AND conname = "+literal(own)+
		" AND "+columnsAre("conkey", "conrelid", u.Columns), rename, add)
}

// either runs what renames the primary key if it is the constraint looked for,
// and something else if not.
func either(isKey, rename, otherwise string) []string {
	return []string{"DO $gmig$ BEGIN\n" +
		"\tIF EXISTS (SELECT FROM pg_constraint WHERE " + isKey + ") THEN\n" +
		"\t\t" + rename + "; -- it is the primary key too\n" +
		"\tELSE\n" +
		"\t\t" + otherwise + ";\n" +
		"\tEND IF;\nEND $gmig$"}
}

// unlessInKey runs a statement if a column is not one of the primary key.
func (d *Dialect) unlessInKey(table, column, statement string) []string {
	return []string{"DO $gmig$ BEGIN\n" +
		"\tIF NOT EXISTS (SELECT FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)\n" +
		"\t\tWHERE conrelid = " + d.regclass(table) + " AND contype = 'p' AND attname = " + literal(column) + ") THEN\n" +
		"\t\t" + statement + ";\n" +
		"\tEND IF;\nEND $gmig$"}
}

// columnsAre is the condition that a constraint is on certain columns. key and
// table are the columns of pg_constraint that tell.
func columnsAre(key, table string, columns []string) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = literal(c)
	}
	return fmt.Sprintf("(SELECT array_agg(a.attname::text ORDER BY k.ord) FROM unnest(%s) WITH ORDINALITY k(num, ord)\n"+
		"\t\t\tJOIN pg_attribute a ON a.attrelid = %s AND a.attnum = k.num) = ARRAY[%s]", key, table, strings.Join(names, ", "))
}

func (d *Dialect) regclass(table string) string { return literal(d.Quote(table)) + "::regclass" }
