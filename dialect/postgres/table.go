package postgres

import (
	"fmt"
	"strings"

	"github.com/gmig/gmig/op"
)

// createTable writes the table with all its constraints; the caller has
// created what the foreign keys refer to.
func (d *Dialect) createTable(o *op.CreateTableOp) ([]string, error) {
	var lines []string
	for _, c := range o.Columns {
		def, err := d.columnDefinition(c)
		if err != nil {
			return nil, fmt.Errorf("compiling table %q: %w", o.Name, err)
		}
		lines = append(lines, def)
	}
	for _, c := range o.Constraints() {
		def, err := d.constraintDefinition(c)
		if err != nil {
			return nil, fmt.Errorf("compiling table %q: %w", o.Name, err)
		}
		lines = append(lines, def)
	}
	create := "CREATE TABLE " + d.Quote(o.Name) + " ("
	if len(lines) > 0 {
		create += "\n\t" + strings.Join(lines, ",\n\t") + "\n"
	}
	create += ")"
	if options := strings.TrimSpace(o.Options); options != "" {
		create += " " + options
	}
	statements := []string{create}
	if o.Remark != "" {
		statements = append(statements, comment("TABLE "+d.Quote(o.Name), o.Remark))
	}
	for _, c := range o.Columns {
		if c.Remark != "" {
			statements = append(statements, d.commentColumn(o.Name, c))
		}
	}
	return statements, nil
}

// renameTable renames the table and the primary key that PostgreSQL named after
// it, so that the key is again one that nobody named. ALTER INDEX IF EXISTS
// leaves alone what has another name. Sequences keep theirs: which columns they
// number is not known here, and nothing depends on their names.
func (d *Dialect) renameTable(o *op.RenameTableOp) ([]string, error) {
	from, to := unqualified(o.From), unqualified(o.To)
	if schemaOf(o.From) != schemaOf(o.To) {
		return nil, fmt.Errorf("compiling %s: PostgreSQL renames a table within its schema: "+
			`use op.Exec("ALTER TABLE ... SET SCHEMA ...") to move it`, o.Describe())
	}
	return []string{
		"ALTER TABLE " + d.Quote(o.From) + " RENAME TO " + ident(to),
		"ALTER INDEX IF EXISTS " + beside(o.From, DefaultName(from, "", "pkey")) +
			" RENAME TO " + ident(DefaultName(to, "", "pkey")),
	}, nil
}

// schemaOf is the schema that a table's name is qualified with, or empty.
func schemaOf(table string) string {
	if schema, _, ok := strings.Cut(table, "."); ok {
		return schema
	}
	return ""
}
