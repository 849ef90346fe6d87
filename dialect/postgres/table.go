package postgres

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/gmig/gmig/op"
)

// ofSQLite matches the options that SQLite alone has for a table.
var ofSQLite = regexp.MustCompile(`(?i)^(?:STRICT|WITHOUT\s+ROWID)(?:\s*,\s*(?:STRICT|WITHOUT\s+ROWID))?$`)

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
	if options := d.TableOptions(o.Options); options != "" {
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
