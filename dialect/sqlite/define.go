package sqlite

import (
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"github.com/gmig/gmig/dialect/sqlite/ddl"
	"github.com/gmig/gmig/op"
)

// autoincrement is the only form in which SQLite has AUTOINCREMENT.
const autoincrement = "integer PRIMARY KEY AUTOINCREMENT"

// SameType implements dialect.Dialect.
func (e engine) SameType(a, b *op.ColumnDef) bool {
	return ddl.NormalType(e.ColumnType(a)) == ddl.NormalType(e.ColumnType(b)) && enumOf(a) == enumOf(b)
}

// KeepsComments implements dialect.Dialect: SQLite has no COMMENT.
func (e engine) KeepsComments() bool { return false }

// KeepsNullDefault implements dialect.Dialect: a column has no default, or one
// of NULL, as the text says, and SQLite tells nobody which.
func (e engine) KeepsNullDefault(*op.ColumnDef) bool { return false }

// ColumnType implements dialect.Dialect. As GORM spells it, the type of an
// auto-increment column has the primary key in it.
func (e engine) ColumnType(c *op.ColumnDef) string {
	t := c.Type.For(dialectName)
	spelled := t.Raw
	switch t.Kind {
	case op.KindRaw:
	case op.KindEnum:
		spelled = ddl.EnumType
	default:
		spelled = e.gorm.DataTypeOf(&schema.Field{
			Name: c.Name, DBName: c.Name,
			DataType: schema.DataType(t.Kind), GORMDataType: schema.DataType(t.Kind),
			Size: t.Size, Precision: t.Precision, Scale: t.Scale,
			AutoIncrement: c.Increments, NotNull: c.Required,
			TagSettings: map[string]string{},
		})
	}
	if c.Increments && !strings.Contains(strings.ToUpper(spelled), "PRIMARY KEY") {
		return autoincrement
	}
	return spelled
}

// column writes the definition of a column, from its name on. NOT NULL and
// DEFAULT come in the order that GORM writes them in.
func (e engine) column(c *op.ColumnDef) string {
	var b strings.Builder
	b.WriteString(ddl.QuoteName(c.Name))
	if t := e.ColumnType(c); t != "" {
		b.WriteString(" " + t)
	}
	if check := enumCheck(c); check != "" {
		b.WriteString(" " + check)
	}
	if c.Collation != "" {
		b.WriteString(" COLLATE " + collation(c.Collation))
	}
	if g := c.GeneratedAs; g != nil {
		b.WriteString(" GENERATED ALWAYS AS " + parenthesised(g.SQL))
		if g.Virtual {
			b.WriteString(" VIRTUAL")
		} else {
			b.WriteString(" STORED")
		}
	}
	if c.Required {
		b.WriteString(" NOT NULL" + onConflict(c.Conflict))
	}
	if c.DefaultTo != nil {
		b.WriteString(" DEFAULT " + e.defaultText(c.DefaultTo))
	}
	return b.String()
}

// defaultText writes what follows DEFAULT as GORM's migrator does.
func (e engine) defaultText(d *op.DefaultDef) string {
	if d.Value == nil {
		return d.SQL
	}
	stmt := &gorm.Statement{Vars: []any{d.Value}}
	e.gorm.BindVarTo(stmt, stmt, d.Value)
	return e.gorm.Explain(stmt.SQL.String(), d.Value)
}

// createTable writes what GORM's AutoMigrate would for the same table.
func (e engine) createTable(o *op.CreateTableOp) string {
	var items []string
	inlineKey := false
	for _, c := range o.Columns {
		items = append(items, e.column(c))
		inlineKey = inlineKey || strings.Contains(strings.ToUpper(e.ColumnType(c)), "PRIMARY KEY")
	}
	for _, c := range o.Constraints() {
		if _, isKey := c.(*op.PrimaryKeyDef); isKey && inlineKey {
			continue
		}
		items = append(items, constraint(c))
	}
	text := "CREATE TABLE " + e.Quote(o.Name) + " (" + strings.Join(items, ",") + ")"
	if options := e.TableOptions(o.Options); options != "" {
		text += " " + options
	}
	return text
}

// TableOptions implements dialect.TableOptioner.
func (engine) TableOptions(options string) string {
	options = strings.TrimSpace(options)
	if _, err := ddl.ParseTable("CREATE TABLE t (c) " + options); err != nil {
		return ""
	}
	return options
}

// SameTableOptions implements dialect.TableOptioner.
func (e engine) SameTableOptions(a, b string) bool {
	with := func(options string) (t ddl.Table) {
		if parsed, err := ddl.ParseTable("CREATE TABLE t (c) " + e.TableOptions(options)); err == nil {
			t = *parsed
		}
		return t
	}
	x, y := with(a), with(b)
	return x.Strict == y.Strict && x.WithoutRowid == y.WithoutRowid
}

// AltersTableOptions implements dialect.TableOptioner.
func (engine) AltersTableOptions(from, to string) bool { return true }

// constraint writes a table constraint. What SQLite has no word for is left
// out: the timing of a unique constraint, NULLS NOT DISTINCT.
func constraint(c op.Constraint) string {
	var b strings.Builder
	if n := c.ConstraintName(); n != "" {
		b.WriteString("CONSTRAINT " + ddl.QuoteName(n) + " ")
	}
	switch c := c.(type) {
	case *op.PrimaryKeyDef:
		b.WriteString("PRIMARY KEY " + columnList(c.Columns) + onConflict(c.Conflict))
	case *op.UniqueDef:
		b.WriteString("UNIQUE " + columnList(c.Columns) + onConflict(c.Conflict))
	case *op.CheckDef:
		b.WriteString("CHECK " + parenthesised(c.SQL))
	case *op.ForeignKeyDef:
		_, table := ddl.SplitName(c.RefTable) // a key stays in its own database
		b.WriteString("FOREIGN KEY " + columnList(c.Columns) + " REFERENCES " + ddl.QuoteName(table))
		if len(c.RefColumns) > 0 {
			b.WriteString(columnList(c.RefColumns))
		}
		if c.Delete != "" {
			b.WriteString(" ON DELETE " + c.Delete)
		}
		if c.Update != "" {
			b.WriteString(" ON UPDATE " + c.Update)
		}
		if c.Timing != "" {
			b.WriteString(" " + c.Timing)
		}
	}
	return b.String()
}

// onConflict writes what SQLite does with a row that breaks a constraint.
func onConflict(action string) string {
	if action == "" {
		return ""
	}
	return " ON CONFLICT " + action
}

// createIndex writes what GORM's SQLite migrator would for the same index. The
// method, operator classes, included columns, storage parameters and the place
// of NULLs are PostgreSQL's and are left out.
func createIndex(t tableRef, o *op.CreateIndexOp) string {
	var b strings.Builder
	b.WriteString("CREATE ")
	if o.IsUnique {
		b.WriteString("UNIQUE ")
	}
	b.WriteString("INDEX " + tableRef{t.schema, o.Name}.quoted() + " ON " + ddl.QuoteName(t.name) + "(")
	for i, p := range o.Parts {
		if i > 0 {
			b.WriteString(",")
		}
		if p.SQL != "" {
			b.WriteString(p.SQL)
		} else {
			b.WriteString(ddl.QuoteName(p.Column))
		}
		if p.Collation != "" {
			b.WriteString(" COLLATE " + collation(p.Collation))
		}
		if order, _, _ := strings.Cut(strings.ToUpper(p.Sort), "NULLS"); strings.TrimSpace(order) != "" {
			b.WriteString(" " + strings.TrimSpace(order))
		}
	}
	b.WriteString(")")
	if o.Predicate != "" {
		b.WriteString(" WHERE " + o.Predicate)
	}
	return b.String()
}

// parenthesised puts an expression in parentheses. An expression that ends in a
// line comment must not take the closing one with it.
func parenthesised(sql string) string {
	if tokens := ddl.Tokenize(sql); len(tokens) > 0 && strings.HasPrefix(tokens[len(tokens)-1].Text, "--") {
		sql += "\n"
	}
	return "(" + sql + ")"
}

func columnList(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = ddl.QuoteName(n)
	}
	return "(" + strings.Join(quoted, ",") + ")"
}

// collation writes the name of a collation, bare like GORM if it can be.
func collation(n string) string {
	if tokens := ddl.Tokenize(n); len(tokens) == 1 && tokens[0].Kind == ddl.Word {
		return n
	}
	return ddl.QuoteName(n)
}
