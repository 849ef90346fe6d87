package autogenerate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// answer takes what the plan's columns need to know from the answers. On the way
// up it asks for the rest; on the way back an expression that converts to the new
// type is none that converts to the old one.
func (p *plan) answer(given *answers, engines []dialect.Dialect, up bool) error {
	for _, a := range p.altered {
		a.fills, a.usings = map[string]op.DefaultDef{}, map[string]string{}
		if err := a.answerFills(given, engines[0], up); err != nil {
			return err
		}
		if !up {
			continue
		}
		if err := a.answerUsings(given, engines); err != nil {
			return err
		}
	}
	return nil
}

func (a *alteration) answerFills(given *answers, d dialect.Dialect, asking bool) error {
	table := a.to.Name
	for _, c := range a.to.Columns {
		added, becomes := a.becomesRequired(c.Engine.Name)
		if !becomes {
			continue
		}
		name := c.Engine.Name
		sql, found := given.fill(table, name)
		if !found {
			if def := c.File.DefaultTo; def != nil && !isNull(def) {
				// An added column takes its default by itself.
				if !added {
					a.fills[name] = *def
				}
				continue
			}
			if asking && given.ask != nil {
				var err error
				sql, err = given.ask.Fill(FillQuestion{Table: table, Column: name, Type: d.ColumnType(c.Engine), Added: added})
				if err != nil {
					return err
				}
			}
		}
		if sql = strings.TrimSpace(sql); sql == "" {
			continue
		}
		if err := bareWord(a.to, sql); err != nil {
			return fmt.Errorf("fill %q: %w", table+"."+name, err)
		}
		a.fills[name] = op.DefaultDef{SQL: sql}
	}
	return nil
}

func isNull(d *op.DefaultDef) bool {
	return d != nil && d.Value == nil && strings.EqualFold(strings.TrimSpace(d.SQL), "NULL")
}

// becomesRequired reports whether a column of the table must have a value that
// the rows which are there may lack: because it is added, or because NULL was
// allowed. What the database computes or numbers has one.
func (a *alteration) becomesRequired(name string) (added, becomes bool) {
	i := a.from.Column(name)
	c := a.to.Columns[a.to.Column(name)].Engine
	if c.Increments || c.GeneratedAs != nil || c.IdentityAs != "" || rowNumber(a.to, c) {
		return false, false
	}
	required := c.Required || inKey(a.to, name)
	if i < 0 {
		return true, required
	}
	before := a.from.Columns[i].Engine
	return false, required && !before.Required && !inKey(a.from, name)
}

// rowNumber reports whether a column is SQLite's name for the number of a row.
func rowNumber(t *inspect.Table, c *op.ColumnDef) bool {
	key := t.PrimaryKey.Engine
	return key != nil && len(key.Columns) == 1 && key.Columns[0] == c.Name &&
		c.Type.Kind == op.KindRaw && strings.EqualFold(c.Type.Raw, "integer")
}

func inKey(t *inspect.Table, column string) bool {
	return t.PrimaryKey.Engine != nil && slices.Contains(t.PrimaryKey.Engine.Columns, column)
}

func (a *alteration) answerUsings(given *answers, engines []dialect.Dialect) error {
	table := a.to.Name
	for _, c := range a.columns.changed {
		if c.from.File.Type.Equal(c.to.File.Type) && c.from.Engine.Type.Equal(c.to.Engine.Type) {
			continue
		}
		name := c.to.Engine.Name
		sql, found := given.using(table, name)
		if unsure, using, d := a.unsure(c, engines); !found && unsure && given.ask != nil {
			var err error
			sql, err = given.ask.Using(UsingQuestion{Table: table, Column: name, Default: using,
				From: d.ColumnType(c.from.File), To: d.ColumnType(c.to.File)})
			if err != nil {
				return err
			}
		}
		if sql = strings.TrimSpace(sql); sql == "" {
			continue
		}
		if err := bareWord(a.from, sql); err != nil {
			return fmt.Errorf("using %q: %w", table+"."+name, err)
		}
		a.usings[name] = sql
	}
	return nil
}

// unsure reports whether an engine may find a value that does not fit the new
// type of a column, which engine, and how it converts.
func (a *alteration) unsure(c change[*op.ColumnDef], engines []dialect.Dialect) (unsure bool, using string, d dialect.Dialect) {
	for _, d := range engines {
		if converter, ok := d.(dialect.Converter); ok {
			if using, sure := converter.Conversion(c.from.File, c.to.File); !sure {
				return true, using, d
			}
		}
	}
	return false, "", nil
}

// addColumn lists what adds a column: if its rows are filled, it is nullable
// until they are.
func (a *alteration) addColumn(c *op.ColumnDef) []op.Operation {
	table := a.to.Name
	with, filled := a.fills[c.Name]
	if !filled {
		return []op.Operation{op.AddColumn(table, c)}
	}
	nullable := c.Clone()
	nullable.Required = false
	all := []op.Operation{op.AddColumn(table, nullable), a.fill(c.Name, with)}
	if c.Required {
		all = append(all, op.AlterColumn(table, nullable, c))
	}
	return all
}

// alterColumn lists what changes a column. Its rows are filled before NULL is
// refused, and in the new type if the old one need not hold the value.
func (a *alteration) alterColumn(c change[*op.ColumnDef]) []op.Operation {
	table := a.to.Name
	from, to := a.ends(c)
	with, filled := a.fills[to.Name]
	alter := func(from, to *op.ColumnDef) []op.Operation {
		if equal(from, to) {
			return nil
		}
		o := op.AlterColumn(table, from, to)
		if !from.Type.Equal(to.Type) {
			o.UsingSQL = a.usings[to.Name]
		}
		return []op.Operation{o}
	}
	switch {
	case !filled:
		return alter(from, to)
	case holds(from.Type, to.Type):
		return append([]op.Operation{a.fill(to.Name, with)}, alter(from, to)...)
	}
	nullable := to.Clone()
	nullable.Required = false
	all := append(alter(from, nullable), a.fill(to.Name, with))
	return append(all, alter(nullable, to)...)
}

// holds reports whether a column of a type takes every value of another one.
func holds(t, other op.DataType) bool {
	if t.Equal(other) {
		return true
	}
	if t.Kind != other.Kind || t.Kind == op.KindRaw || t.Raw != other.Raw || t.Precision != other.Precision || t.Scale != other.Scale {
		return false
	}
	if t.Kind == op.KindString && t.Size*other.Size == 0 {
		return t.Size == 0 // no limit
	}
	return t.Size >= other.Size
}

// fillKey fills the columns that come into the primary key and do not change
// otherwise.
func (a *alteration) fillKey() []op.Operation {
	var all []op.Operation
	for _, key := range a.primaryKey.added {
		for _, name := range key.Columns {
			changed := slices.ContainsFunc(a.columns.changed, func(c change[*op.ColumnDef]) bool { return c.to.File.Name == name })
			if with, filled := a.fills[name]; filled && !changed && a.from.Column(name) >= 0 {
				all = append(all, a.fill(name, with))
			}
		}
	}
	return all
}

func (a *alteration) fill(column string, with op.DefaultDef) op.Operation {
	return &op.FillOp{Table: a.to.Name, Column: column, With: with}
}
