package autogenerate

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gmig/gmig/op"
)

func createTable(o *op.CreateTableOp) string {
	items := []string{quote(o.Name)}
	for _, c := range o.Columns {
		items = append(items, column(c))
	}
	for _, c := range o.Constraints() {
		items = append(items, constraint(c))
	}
	return "op.CreateTable(" + strings.Join(items, ",\n") + ",\n)" + method("Comment", o.Remark) + method("With", o.Options)
}

func column(c *op.ColumnDef) string {
	text := fmt.Sprintf("op.Column(%s, %s)", quote(c.Name), dataType(c.Type))
	text += chain("AutoIncrement", c.Increments)
	text += method("Identity", c.IdentityAs)
	if g := c.GeneratedAs; g != nil {
		text += method("Generated", g.SQL) + chain("Virtual", g.Virtual)
	}
	text += method("Collate", c.Collation)
	text += chain("NotNull", c.Required) + method("OnConflict", c.Conflict)
	if d := c.DefaultTo; d != nil {
		text += defaultTo(d)
	}
	return text + method("Comment", c.Remark)
}

// defaultTo writes a default.
func defaultTo(d *op.DefaultDef) string {
	sql, value := literal(d)
	if value != "" {
		return ".DefaultValue(" + value + ")"
	}
	return ".Default(" + sql + ")"
}

func fill(o *op.FillOp) string {
	sql, value := literal(&o.With)
	if value != "" {
		return fmt.Sprintf("op.FillValue(%s, %s, %s)", quote(o.Table), quote(o.Column), value)
	}
	return fmt.Sprintf("op.Fill(%s, %s, %s)", quote(o.Table), quote(o.Column), sql)
}

// literal writes a default as a string of SQL or as a Go value. A time is
// written in SQL: the file would need another import for it.
func literal(d *op.DefaultDef) (sql, value string) {
	switch v := d.Value.(type) {
	case nil:
		return quote(d.SQL), ""
	case string:
		return "", quote(v)
	case float64:
		number := strconv.FormatFloat(v, 'g', -1, 64)
		if !strings.ContainsAny(number, ".eIN") {
			number += ".0"
		}
		return "", number
	case uint64:
		return "", fmt.Sprintf("uint64(%d)", v)
	case time.Time:
		return quote("'" + v.Format("2006-01-02 15:04:05.999") + "'"), ""
	}
	return "", fmt.Sprint(d.Value)
}

func dataType(t op.DataType) string {
	var text string
	switch t.Kind {
	case op.KindBool:
		text = "op.Bool"
	case op.KindInt:
		text = fmt.Sprintf("op.Int(%d)", t.Size)
	case op.KindUint:
		text = fmt.Sprintf("op.Uint(%d)", t.Size)
	case op.KindFloat:
		text = fmt.Sprintf("op.Float(%d)", t.Size)
		if t.Precision > 0 {
			text = fmt.Sprintf("op.Decimal(%d, %d)", t.Precision, t.Scale)
		}
	case op.KindString:
		text = "op.Text"
		if t.Size > 0 {
			text = fmt.Sprintf("op.String(%d)", t.Size)
		}
	case op.KindTime:
		text = "op.Time"
		if t.Precision > 0 {
			text = fmt.Sprintf("op.Timestamp(%d)", t.Precision)
		}
	case op.KindBytes:
		text = "op.Bytes"
	case op.KindEnum:
		text = "op." + enumType(t)
	default:
		text = call("op.Type", t.Raw)
	}
	for _, dialect := range slices.Sorted(maps.Keys(t.Spellings)) {
		text += call(".On", dialect, t.Spellings[dialect])
	}
	return text
}

// enumType writes the call that makes an enum, without the package.
func enumType(t op.DataType) string {
	return call("Enum", append([]string{t.Raw}, t.Values...)...) + chain("Array", t.IsArray)
}

func constraint(c op.Constraint) string {
	switch c := c.(type) {
	case *op.PrimaryKeyDef:
		return call("op.PrimaryKey", c.Columns...) + method("Named", c.Name) + method("OnConflict", c.Conflict)
	case *op.UniqueDef:
		return call("op.Unique", append([]string{c.Name}, c.Columns...)...) +
			method("Deferrable", c.Timing) + chain("NullsNotDistinct", c.NullsEqual) + method("OnConflict", c.Conflict)
	case *op.ForeignKeyDef:
		return call("op.ForeignKey", append([]string{c.Name}, c.Columns...)...) +
			method("References", append([]string{c.RefTable}, c.RefColumns...)...) +
			method("OnDelete", c.Delete) + method("OnUpdate", c.Update) + method("Deferrable", c.Timing)
	case *op.CheckDef:
		return call("op.Check", c.Name, c.SQL)
	}
	return fmt.Sprintf("nil /* %T */", c)
}

func createIndex(o *op.CreateIndexOp) string {
	args := []string{quote(o.Name), quote(o.Table)}
	var keys []string
	for _, p := range o.Parts {
		// Plain columns are arguments of CreateIndex as long as no other key
		// came before.
		if plain := (op.IndexPart{Column: p.Column}); p == plain && len(keys) == 0 {
			args = append(args, quote(p.Column))
			continue
		}
		keys = append(keys, indexPart(p))
	}
	text := "op.CreateIndex(" + strings.Join(args, ", ") + ")"
	if len(keys) > 0 {
		text += ".Keys(" + strings.Join(keys, ", ") + ")"
	}
	return text + chain("Unique", o.IsUnique) + method("Using", o.Method) + method("Include", o.Included...) +
		chain("NullsNotDistinct", o.NullsEqual) + method("With", o.Storage) + method("Option", o.Options) +
		method("Where", o.Predicate) + method("Comment", o.Remark) + chain("Concurrently", o.Online)
}

func indexPart(p op.IndexPart) string {
	text := call("op.Key", p.Column)
	if p.SQL != "" {
		text = call("op.KeyExpr", p.SQL)
	}
	return text + method("Collate", p.Collation) + method("Class", p.OpClass) + method("Order", p.Sort)
}

func execute(o *op.ExecOp) string {
	text := call("op.Exec", o.SQL)
	for _, dialect := range slices.Sorted(maps.Keys(o.Texts)) {
		text += call(".On", dialect, o.Texts[dialect])
	}
	return text
}

// bulkInsert writes rows. What is no plain value of Go has no text in a
// revision file.
func bulkInsert(o *op.BulkInsertOp) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "op.BulkInsert(%s,\n", quote(o.Table))
	for i, row := range o.Rows {
		var values []string
		for _, column := range slices.Sorted(maps.Keys(row)) {
			text := "nil"
			switch v := row[column].(type) {
			case nil:
			case string:
				text = quote(v)
			case bool, int, float64:
				text = fmt.Sprintf("%v", v)
			default:
				return "", fmt.Errorf("writing row %d of %s: column %q: a value of type %T has no literal in Go", i+1, o.Describe(), column, v)
			}
			values = append(values, strconv.Quote(column)+": "+text)
		}
		b.WriteString("op.Row{" + strings.Join(values, ", ") + "},\n")
	}
	return b.String() + ")", nil
}
