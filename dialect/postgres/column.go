package postgres

import (
	"fmt"
	"strings"

	"github.com/gmig/gmig/op"
)

// columnDefinition is a column as CREATE TABLE and ADD COLUMN take it.
func (d *Dialect) columnDefinition(c *op.ColumnDef) (string, error) {
	var b strings.Builder
	b.WriteString(ident(c.Name) + " " + d.ColumnType(c))
	if c.Collation != "" {
		b.WriteString(" COLLATE " + collation(c.Collation))
	}
	switch {
	case c.GeneratedAs != nil && (c.DefaultTo != nil || c.IdentityAs != ""):
		return "", fmt.Errorf("column %q: a generated column has neither a default nor an identity", c.Name)
	case c.GeneratedAs != nil:
		b.WriteString(" " + generated(c.GeneratedAs))
	case c.IdentityAs != "":
		mode, err := identityMode(c)
		if err != nil {
			return "", err
		}
		b.WriteString(" GENERATED " + mode + " AS IDENTITY")
	}
	if c.Required {
		b.WriteString(" NOT NULL")
	}
	if c.DefaultTo != nil {
		b.WriteString(" DEFAULT " + d.defaultExpression(c.DefaultTo))
	}
	return b.String(), nil
}

func generated(g *op.GeneratedDef) string {
	kind := "STORED"
	if g.Virtual {
		kind = "VIRTUAL"
	}
	return "GENERATED ALWAYS AS (" + g.SQL + ") " + kind
}

// identityMode checks the mode of an identity column, which would otherwise be
// a syntax error that shows neither the column nor the modes.
func identityMode(c *op.ColumnDef) (string, error) {
	switch mode := strings.ToUpper(strings.Join(strings.Fields(c.IdentityAs), " ")); mode {
	case "ALWAYS", "BY DEFAULT":
		return mode, nil
	default:
		return "", fmt.Errorf("column %q: unknown identity mode %q: write \"ALWAYS\" or \"BY DEFAULT\"", c.Name, c.IdentityAs)
	}
}

// defaultExpression is a default as SQL. Go values are written as GORM writes
// the defaults of a model's tags.
func (d *Dialect) defaultExpression(def *op.DefaultDef) string {
	if def.Value == nil {
		return def.SQL
	}
	return d.dialector.Explain("$1", def.Value)
}

// collation quotes the name of a collation. Names hold dots and capitals
// ("en_US.utf8"), so one with a schema must come quoted: `pg_catalog."C"`.
func collation(name string) string {
	if strings.Contains(name, `"`) {
		return name
	}
	return ident(name)
}

func (d *Dialect) addColumn(table string, c *op.ColumnDef) ([]string, error) {
	def, err := d.columnDefinition(c)
	if err != nil {
		return nil, fmt.Errorf("compiling table %q: %w", table, err)
	}
	statements := []string{"ALTER TABLE " + d.Quote(table) + " ADD COLUMN " + def}
	if c.Remark != "" {
		statements = append(statements, d.commentColumn(table, c))
	}
	return statements, nil
}

func (d *Dialect) commentColumn(table string, c *op.ColumnDef) string {
	return comment("COLUMN "+d.Quote(table)+"."+ident(c.Name), c.Remark)
}
