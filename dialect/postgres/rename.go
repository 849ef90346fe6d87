package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// renameTable renames the table and what PostgreSQL named after it: the primary
// key, so that it is again one that nobody named, and the sequences that number
// its columns. ALTER INDEX IF EXISTS leaves alone what has another name.
func (d *Dialect) renameTable(ctx context.Context, db dialect.Queryer, o *op.RenameTableOp) ([]string, error) {
	from, to := unqualified(o.From), unqualified(o.To)
	if schemaOf(o.From) != schemaOf(o.To) {
		return nil, fmt.Errorf("compiling %s: PostgreSQL renames a table within its schema: "+
			`use op.Exec("ALTER TABLE ... SET SCHEMA ...") to move it`, o.Describe())
	}
	statements := []string{
		"ALTER TABLE " + d.Quote(o.From) + " RENAME TO " + ident(to),
		"ALTER INDEX IF EXISTS " + beside(o.From, DefaultName(from, "", "pkey")) +
			" RENAME TO " + ident(DefaultName(to, "", "pkey")),
	}
	sequences, err := d.renameSequences(ctx, db, o.From, o.To, namesOf{
		from: literal(from+"_") + " || a.attname || '_seq'",
		to:   literal(to+"_") + " || a.attname || '_seq'",
	})
	if err != nil {
		return nil, fmt.Errorf("compiling %s: %w", o.Describe(), err)
	}
	return append(statements, sequences...), nil
}

// renameColumn renames the column and a sequence that PostgreSQL named after
// it.
func (d *Dialect) renameColumn(ctx context.Context, db dialect.Queryer, o *op.RenameColumnOp) ([]string, error) {
	table := unqualified(o.Table)
	statement := "ALTER TABLE " + d.Quote(o.Table) + " RENAME COLUMN " + ident(o.From) + " TO " + ident(o.To)
	from, to := DefaultName(table, o.From, "seq"), DefaultName(table, o.To, "seq")
	if db == nil {
		return []string{statement, "ALTER SEQUENCE IF EXISTS " + beside(o.Table, from) + " RENAME TO " + ident(to)}, nil
	}
	sequences, err := d.renameSequences(ctx, db, o.Table, o.Table, namesOf{from: literal(from), to: literal(to)})
	if err != nil {
		return nil, fmt.Errorf("compiling %s: %w", o.Describe(), err)
	}
	return append([]string{statement}, sequences...), nil
}

// namesOf are a sequence's names before and after, as SQL.
type namesOf struct{ from, to string }

// ownedSequences lists the statements that rename the sequences which the
// columns of a table own, if they have the old name and the new one is free.
const ownedSequences = `SELECT format('ALTER SEQUENCE %%s RENAME TO %%I', s.oid::regclass, (%[3]s)::text)
	FROM pg_class s
	JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid
		AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
	JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
	WHERE s.relkind = 'S' AND d.refobjid = to_regclass(%[1]s) AND s.relname = %[2]s
		AND octet_length(%[3]s) <= 63
		AND NOT EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = s.relnamespace AND c.relname = %[3]s)
	ORDER BY a.attnum`

// renameSequences asks the database which sequences there are to rename, before
// the table is. With no database, the script asks when it is run.
func (d *Dialect) renameSequences(ctx context.Context, db dialect.Queryer, before, after string, names namesOf) ([]string, error) {
	if db == nil {
		query := fmt.Sprintf(ownedSequences, literal(d.Quote(after)), names.from, names.to)
		return []string{"DO $gmig$\nDECLARE\n\tstatement text;\nBEGIN\n\tFOR statement IN " + strings.ReplaceAll(query, "\n", "\n\t") +
			"\n\tLOOP\n\t\tEXECUTE statement;\n\tEND LOOP;\nEND $gmig$"}, nil
	}
	statements, err := writtenBy(ctx, db, fmt.Sprintf(ownedSequences, literal(d.Quote(before)), names.from, names.to))
	if err != nil {
		return nil, fmt.Errorf("reading the sequences of table %q: %w", before, err)
	}
	return statements, nil
}

// schemaOf is the schema that a table's name is qualified with, or empty.
func schemaOf(table string) string {
	if schema, _, ok := strings.Cut(table, "."); ok {
		return schema
	}
	return ""
}
