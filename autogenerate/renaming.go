package autogenerate

import (
	"slices"
	"strings"

	"github.com/gmig/gmig/dialect/sqlite/ddl"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// renaming is a column that has another name afterwards. Its methods return
// objects as the database has them then: every engine adapts what names the
// column.
type renaming struct{ table, from, to string }

// schema renames the column in a schema, of which nothing is shared.
func (r renaming) schema(s *inspect.Schema) {
	for _, t := range s.Tables {
		each(t.ForeignKeys, func(f *op.ForeignKeyDef) *op.ForeignKeyDef { return r.foreignKey(t.Name, f) })
		if t.Name != r.table {
			continue
		}
		each(t.Columns, r.column)
		if key := &t.PrimaryKey; key.Engine != nil {
			key.Engine, key.File = r.primaryKey(key.Engine), r.primaryKey(key.File)
		}
		each(t.Uniques, r.unique)
		each(t.Checks, r.check)
		each(t.Indexes, r.index)
	}
}

// each replaces both spellings of each object.
func each[T any](objects []inspect.Pair[T], rename func(T) T) {
	for i, o := range objects {
		objects[i] = inspect.Pair[T]{Engine: rename(o.Engine), File: rename(o.File)}
	}
}

func (r renaming) name(column string) string {
	if column == r.from {
		return r.to
	}
	return column
}

func (r renaming) names(columns []string) []string {
	columns = slices.Clone(columns)
	for i, c := range columns {
		columns[i] = r.name(c)
	}
	return columns
}

func (r renaming) column(c *op.ColumnDef) *op.ColumnDef {
	c = c.Clone()
	c.Name = r.name(c.Name)
	if c.GeneratedAs != nil {
		c.GeneratedAs.SQL = r.sql(c.GeneratedAs.SQL)
	}
	return c
}

func (r renaming) primaryKey(p *op.PrimaryKeyDef) *op.PrimaryKeyDef {
	renamed := *p
	renamed.Columns = r.names(p.Columns)
	return &renamed
}

func (r renaming) unique(u *op.UniqueDef) *op.UniqueDef {
	renamed := *u
	renamed.Columns = r.names(u.Columns)
	return &renamed
}

func (r renaming) foreignKey(table string, f *op.ForeignKeyDef) *op.ForeignKeyDef {
	renamed := *f
	if table == r.table {
		renamed.Columns = r.names(f.Columns)
	}
	if f.RefTable == r.table {
		renamed.RefColumns = r.names(f.RefColumns)
	}
	return &renamed
}

func (r renaming) check(c *op.CheckDef) *op.CheckDef {
	return &op.CheckDef{Name: c.Name, SQL: r.sql(c.SQL)}
}

func (r renaming) index(i *op.CreateIndexOp) *op.CreateIndexOp {
	renamed := *i
	renamed.Included = r.names(i.Included)
	renamed.Predicate = r.sql(i.Predicate)
	renamed.Parts = slices.Clone(i.Parts)
	for k, p := range i.Parts {
		renamed.Parts[k].Column, renamed.Parts[k].SQL = r.name(p.Column), r.sql(p.SQL)
	}
	return &renamed
}

// sql renames the column in an expression. A name that is followed by a
// parenthesis is a function's, one behind "::" a type's.
func (r renaming) sql(expression string) string {
	tokens := ddl.Tokenize(expression)
	for i, t := range tokens {
		switch {
		case t.Kind == ddl.Word && strings.EqualFold(t.Text, r.from) && !called(tokens[i+1:]) && !cast(tokens[:i]):
			tokens[i].Text = bare(r.to)
		case t.Kind == ddl.Quoted && t.Name() == r.from:
			tokens[i].Text = ddl.QuoteName(r.to)
			if t.Text[0] == '"' {
				tokens[i].Text = `"` + strings.ReplaceAll(r.to, `"`, `""`) + `"`
			}
		}
	}
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString(t.Text)
	}
	return b.String()
}

// called reports whether what follows a name is the list of a call.
func called(rest []ddl.Token) bool {
	for _, t := range rest {
		if t.Kind != ddl.Space && t.Kind != ddl.Comment {
			return t.Text == "("
		}
	}
	return false
}

// cast reports whether what stands before a name makes it a type's.
func cast(before []ddl.Token) bool {
	return len(before) > 1 && before[len(before)-1].Text == ":" && before[len(before)-2].Text == ":"
}

// bare is a name as an engine writes it into an expression: in quotes only
// where it needs them.
func bare(name string) string {
	if isName(name) && name == strings.ToLower(name) {
		return name
	}
	return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
}
