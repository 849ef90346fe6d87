package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// alterNumbering adds or changes the sequence or the identity of a column whose
// type and NOT NULL are the new ones already. Numbers go on behind the highest
// that is there.
func (d *Dialect) alterNumbering(ctx context.Context, db dialect.Queryer, table string, from, to *op.ColumnDef, retype bool) ([]string, error) {
	quoted, column := d.Quote(table), ident(to.Name)
	alter := "ALTER TABLE " + quoted + " ALTER COLUMN " + column + " "
	switch {
	case to.Increments && !from.Increments:
		sequence, err := d.freeSequence(ctx, db, table, to.Name)
		if err != nil {
			return nil, err
		}
		return []string{
			"CREATE SEQUENCE " + sequence + " AS " + d.baseType(to) + " OWNED BY " + quoted + "." + column,
			alter + "SET DEFAULT nextval(" + literal(sequence) + "::regclass)",
			"SELECT setval(" + literal(sequence) + "::regclass, " + next(quoted, column) + ", false)",
		}, nil

	case to.Increments && retype:
		// The type of a serial's sequence is its own: a bigserial whose sequence
		// stays an integer one stops at 2147483647.
		sequence, err := d.ownedSequence(ctx, db, table, to.Name)
		if err != nil || sequence == "" {
			return nil, err
		}
		return []string{"ALTER SEQUENCE " + sequence + " AS " + d.baseType(to)}, nil

	case to.IdentityAs != "":
		mode, err := identityMode(to)
		if err != nil {
			return nil, err
		}
		if from.IdentityAs == "" {
			return []string{
				alter + "ADD GENERATED " + mode + " AS IDENTITY",
				"SELECT setval(pg_get_serial_sequence(" + literal(quoted) + ", " + literal(to.Name) + "), " +
					next(quoted, column) + ", false)",
			}, nil
		}
		if old, err := identityMode(from); err != nil || old != mode {
			return []string{alter + "SET GENERATED " + mode}, err
		}
	}
	return nil, nil
}

// numbered tells of a column what the types serial and bigserial say without a
// word: that the database numbers the rows.
func (d *Dialect) numbered(c *op.ColumnDef) *op.ColumnDef {
	if c.Increments || !strings.Contains(strings.ToLower(c.Type.For(name).Raw), "serial") {
		return c
	}
	if d.baseType(c) == d.ColumnType(c) {
		return c // another type that is called so
	}
	explicit := c.Clone()
	explicit.Increments = true
	return explicit
}

// next is the first number behind those of a column, as SQL.
func next(table, column string) string {
	return "(SELECT greatest(max(" + column + "), 0) + 1 FROM " + table + ")"
}

// dropSequence returns what removes the sequence of a serial column.
func (d *Dialect) dropSequence(ctx context.Context, db dialect.Queryer, table, column string) ([]string, error) {
	sequence, err := d.ownedSequence(ctx, db, table, column)
	if err != nil || sequence == "" {
		return nil, err
	}
	if db == nil {
		return []string{"DROP SEQUENCE IF EXISTS " + sequence}, nil
	}
	return []string{"DROP SEQUENCE " + sequence}, nil
}

// ownedSequence is the quoted name of the sequence that a column owns, empty
// for none. With no database it is the name that PostgreSQL gives by default;
// after a rename of the table or of the column that is not the one it has.
func (d *Dialect) ownedSequence(ctx context.Context, db dialect.Queryer, table, column string) (string, error) {
	if db == nil {
		return beside(table, DefaultName(unqualified(table), column, "seq")), nil
	}
	var sequence sql.NullString
	if err := queryValue(ctx, db, &sequence, "SELECT pg_get_serial_sequence($1, $2)", d.Quote(table), column); err != nil {
		return "", fmt.Errorf("looking up the sequence of column %q: %w", column, err)
	}
	return sequence.String, nil
}

const relationTaken = `
SELECT EXISTS (
	SELECT FROM pg_class s WHERE s.oid = to_regclass($1)
	AND NOT EXISTS (
		SELECT FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
		WHERE d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.deptype IN ('a', 'i')
		AND d.refobjid = to_regclass($2) AND a.attname = $3))`

// freeSequence is the quoted name that PostgreSQL would give the sequence of a
// new serial column: the default one, or that with a number if it is taken. A
// sequence of the column itself does not count, it goes before the new one
// comes.
func (d *Dialect) freeSequence(ctx context.Context, db dialect.Queryer, table, column string) (string, error) {
	for i := 0; ; i++ {
		label := "seq"
		if i > 0 {
			label = fmt.Sprintf("seq%d", i)
		}
		sequence := beside(table, DefaultName(unqualified(table), column, label))
		if db == nil {
			return sequence, nil
		}
		var taken bool
		if err := queryValue(ctx, db, &taken, relationTaken, sequence, d.Quote(table), column); err != nil {
			return "", fmt.Errorf("looking for a name of the sequence of column %q: %w", column, err)
		}
		if !taken {
			return sequence, nil
		}
	}
}
