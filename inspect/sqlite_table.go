package inspect

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/sqlite/ddl"
	"github.com/gmig/gmig/op"
)

// sqliteReader turns parsed CREATE texts into the values of package op.
type sqliteReader struct {
	dialect dialect.Dialect
	tables  map[string]*ddl.Table // by name in folded case
	// portable holds what the dialect spells as a type, by its normal form.
	portable map[string]op.DataType
}

// newSQLiteReader asks the dialect how it spells the portable types. SQLite has
// few types, so several portable ones share a spelling: the most general one
// stands for them.
func newSQLiteReader(d dialect.Dialect) sqliteReader {
	r := sqliteReader{dialect: d, tables: map[string]*ddl.Table{}, portable: map[string]op.DataType{}}
	for _, t := range []op.DataType{op.Bytes, op.Bool, op.Time, op.Float(64), op.Text, op.Int(64)} {
		r.portable[ddl.NormalType(d.ColumnType(op.Column("c", t)))] = t
	}
	return r
}

// table reads a table of a schema, and adds the schema's enums that it has.
func (r sqliteReader) table(ctx context.Context, t *ddl.Table, s *Schema) *Table {
	enums := map[*ddl.Constraint]bool{}
	out := &Table{Name: ddl.SpellName(t.Name), Options: sqliteOptions(t)}
	counted := "" // the column that AUTOINCREMENT numbers
	if key := t.PrimaryKey(); key != nil && key.Autoincrement {
		counted = key.Keys[0].Name
	}
	for _, c := range t.Columns {
		pair := r.column(ctx, t, c)
		if enum, check := c.Enum(); check != nil {
			enums[check] = true
			s.enumColumn(pair, op.Enum(enum, c.EnumValues(check)...))
		}
		pair.Engine.Increments = counted != "" && ddl.EqualNames(counted, c.Name)
		pair.File.Increments = pair.Engine.Increments
		out.Columns = append(out.Columns, pair)
	}
	for _, c := range t.AllConstraints() {
		if enums[c] {
			continue
		}
		switch c.Kind {
		case ddl.PrimaryKey:
			key := op.PrimaryKey(r.keyColumns(t, c)...).Named(c.Name)
			if counted == "" { // AUTOINCREMENT has no form with both
				key.Conflict = conflict(c)
			}
			out.PrimaryKey = same(key)
		case ddl.Unique:
			out.Uniques = append(out.Uniques, same(op.Unique(c.Name, r.keyColumns(t, c)...).OnConflict(conflict(c))))
		case ddl.ForeignKey:
			out.ForeignKeys = append(out.ForeignKeys, r.foreignKey(t, c))
		case ddl.Check:
			out.Checks = append(out.Checks, Pair[*op.CheckDef]{
				Engine: op.Check(c.Name, ddl.Normal(c.Expr, knows(t))),
				File:   op.Check(c.Name, c.Expr),
			})
		}
	}
	// GORM writes them in another order each time.
	byName(out.Uniques)
	byName(out.ForeignKeys)
	byName(out.Checks)
	return out
}

// byName sorts constraints as PostgreSQL's are read, and those of one name, which
// SQLite takes, by their content. Those without a name stay in the order of the
// text.
func byName[T op.Constraint](all []Pair[T]) {
	slices.SortStableFunc(all, func(a, b Pair[T]) int {
		name, other := a.Engine.ConstraintName(), b.Engine.ConstraintName()
		if name != other || name == "" {
			return strings.Compare(name, other)
		}
		return strings.Compare(fmt.Sprint(a.Engine), fmt.Sprint(b.Engine))
	})
}

// column reads a column. Its Engine default, collation and expression are in
// normal form, its File ones as they are written.
func (r sqliteReader) column(ctx context.Context, t *ddl.Table, c *ddl.Column) Pair[*op.ColumnDef] {
	engine := op.Column(c.Name, op.Type(ddl.NormalType(c.Type)))
	if n := c.Last(ddl.NotNull); n != nil {
		engine.Required, engine.Conflict = true, conflict(n)
	}
	file := engine.Clone()
	file.Type = op.Type(c.Type)
	if t, ok := r.portable[engine.Type.Raw]; ok {
		file.Type = t
	}
	if d := c.Last(ddl.Default); d != nil {
		// "If there is no explicit DEFAULT clause attached to a column definition,
		// then the default value of the column is NULL" (lang_createtable): DEFAULT
		// NULL says nothing.
		if !strings.EqualFold(ddl.NormalDefault(d.Expr), "null") {
			engine.DefaultTo = &op.DefaultDef{SQL: ddl.NormalDefault(d.Expr)}
		}
		file.DefaultTo = r.fileDefault(ctx, d.Expr)
	}
	if d := c.Last(ddl.Collate); d != nil {
		engine.Collation, file.Collation = ddl.FoldName(d.Collation), d.Collation
	}
	if g := c.Last(ddl.Generated); g != nil {
		engine.GeneratedAs = &op.GeneratedDef{SQL: ddl.Normal(g.Expr, knows(t)), Virtual: !g.Stored}
		file.GeneratedAs = &op.GeneratedDef{SQL: g.Expr, Virtual: !g.Stored}
	}
	return Pair[*op.ColumnDef]{Engine: engine, File: file}
}

// fileDefault writes a default as a Go string if the dialect spells that
// string's literal as the default is written.
func (r sqliteReader) fileDefault(ctx context.Context, sql string) *op.DefaultDef {
	asWritten := &op.DefaultDef{SQL: sql}
	tokens := ddl.Tokenize(sql)
	if len(tokens) != 1 || tokens[0].Kind != ddl.Quoted && tokens[0].Kind != ddl.String {
		return asWritten
	}
	value := op.Column("c", op.Text).DefaultValue(tokens[0].Name())
	statements, err := r.dialect.Compile(ctx, nil, op.AddColumn("t", value))
	if err != nil || len(statements) != 1 || !strings.HasSuffix(statements[0], " DEFAULT "+sql) {
		return asWritten
	}
	return value.DefaultTo
}

// keyColumns are the columns of a constraint as the table spells them.
func (r sqliteReader) keyColumns(t *ddl.Table, c *ddl.Constraint) []string {
	names := make([]string, len(c.Keys))
	for i, k := range c.Keys {
		names[i] = spelledBy(t, k.Name)
	}
	return names
}

func (r sqliteReader) foreignKey(t *ddl.Table, c *ddl.Constraint) Pair[*op.ForeignKeyDef] {
	ref := c.References
	target := r.tables[ddl.FoldName(ref.Table)]
	f := op.ForeignKey(c.Name, r.keyColumns(t, c)...)
	f.RefTable, f.Timing = ddl.SpellName(ref.Table), ref.Timing
	columns := ref.Columns
	if target != nil {
		f.RefTable = ddl.SpellName(target.Name)
		if key := target.PrimaryKey(); len(columns) == 0 && key != nil {
			columns = r.keyColumns(target, key)
		}
	}
	for _, n := range columns {
		f.RefColumns = append(f.RefColumns, spelledBy(target, n))
	}
	file := *f
	file.Delete, file.Update = ref.Delete, ref.Update
	f.Delete, f.Update = writtenAction(ref.Delete), writtenAction(ref.Update)
	f.Timing = timing(ref.Timing)
	return Pair[*op.ForeignKeyDef]{Engine: f, File: &file}
}

// conflict is what a constraint's ON CONFLICT says, empty for what SQLite does
// without one.
func conflict(c *ddl.Constraint) string {
	if c.Conflict == "ABORT" {
		return ""
	}
	return c.Conflict
}

// writtenAction brings a referential action to op's form, in which none is NO ACTION.
func writtenAction(written string) string {
	if written == "NO ACTION" {
		return ""
	}
	return written
}

// timing leaves out what SQLite's deferral does not depend on.
func timing(written string) string {
	switch {
	case strings.HasPrefix(written, "NOT"):
		return ""
	case written == "DEFERRABLE INITIALLY IMMEDIATE":
		return "DEFERRABLE"
	}
	return written
}

func (r sqliteReader) index(t *ddl.Table, i *ddl.Index) Pair[*op.CreateIndexOp] {
	engine := &op.CreateIndexOp{Name: i.Name, Table: ddl.SpellName(t.Name), IsUnique: i.Unique}
	file := &op.CreateIndexOp{Name: i.Name, Table: engine.Table, IsUnique: i.Unique, Predicate: i.Where}
	if i.Where != "" {
		engine.Predicate = ddl.Normal(i.Where, knows(t))
	}
	for _, k := range i.Parts {
		e := op.IndexPart{SQL: ddl.Normal(k.Expr, knows(t)), Collation: ddl.FoldName(k.Collation)}
		f := op.IndexPart{SQL: k.Expr, Collation: k.Collation}
		if k.Name != "" {
			e.SQL, e.Column = "", spelledBy(t, k.Name)
			f.SQL, f.Column = "", e.Column
		}
		if k.Order == "DESC" {
			e.Sort, f.Sort = k.Order, k.Order
		}
		engine.Parts, file.Parts = append(engine.Parts, e), append(file.Parts, f)
	}
	return Pair[*op.CreateIndexOp]{Engine: engine, File: file}
}

// same is a pair of two equal values.
func same[T any](v *T) Pair[*T] {
	file := *v
	return Pair[*T]{Engine: v, File: &file}
}

// spelledBy is a column's name as its table spells it.
func spelledBy(t *ddl.Table, name string) string {
	if t != nil {
		if c := t.Column(name); c != nil {
			return c.Name
		}
	}
	return name
}

func knows(t *ddl.Table) func(string) bool {
	return func(name string) bool { return t.Column(name) != nil }
}

func sqliteOptions(t *ddl.Table) string {
	var options []string
	if t.Strict {
		options = append(options, "STRICT")
	}
	if t.WithoutRowid {
		options = append(options, "WITHOUT ROWID")
	}
	return strings.Join(options, ", ")
}
