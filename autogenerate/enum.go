package autogenerate

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// addEnums adds to the current schema of an engine without enum types those that
// the history has and no column shows.
func (l *ledger) addEnums(current *inspect.Schema, d dialect.Dialect) {
	if d.KeepsEnums() {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(l.enums)) {
		if current.Enum(name) == nil {
			current.Enums = append(current.Enums, &inspect.Enum{Name: name, Values: slices.Clone(l.enums[name])})
		}
	}
}

// settleEnums leaves those enums in the current schema that the comparison is
// about: the application's, and those that the revisions created. Others are
// nobody's to drop, unless dropUnknown says so.
func settleEnums(current, desired *inspect.Schema, files []versions.File, dropUnknown bool) error {
	created := map[string]bool{}
	for _, f := range files {
		for _, o := range f.Creates {
			created[o.Name] = created[o.Name] || o.Kind == versions.Enum
		}
	}
	users := enumUsers(desired)
	var err error
	current.Enums = slices.DeleteFunc(current.Enums, func(e *inspect.Enum) bool {
		user, used := users[e.Name]
		switch {
		case desired.Enum(e.Name) != nil:
			return false
		case used && created[e.Name]:
			err = fmt.Errorf(`column %q has the type %q, an enum that the revisions created and env.go does not list: add %s to Enums, or give the column another type`,
				user, e.Name, "gormschema."+enumType(e.Type()))
			return false
		}
		return !created[e.Name] && (!dropUnknown || used)
	})
	return err
}

// enumUsers are, by the name of a type that is in the words of the database, a
// column that has it.
func enumUsers(s *inspect.Schema) map[string]string {
	users := map[string]string{}
	for _, t := range s.Tables {
		for _, c := range t.Columns {
			if c.Engine.Type.Kind == op.KindRaw {
				name, _ := typeName(c.Engine.Type.Raw)
				users[name] = t.Name + "." + c.Engine.Name
			}
		}
	}
	return users
}

// typeName is the name of a type as the database prints it, and whether that is
// a list.
func typeName(raw string) (name string, list bool) {
	name, list = strings.CutSuffix(raw, "[]")
	return strings.ReplaceAll(name, `"`, ""), list
}

// spellEnums gives the columns of the current schema that have one of its enums
// the enum's type, with the values that it has.
func spellEnums(current *inspect.Schema) {
	for _, t := range current.Tables {
		for _, c := range t.Columns {
			e, list := enumOfColumn(current, t, c)
			if e == nil || c.Engine.Type.Values != nil {
				continue
			}
			spellings := c.File.Type.Spellings
			c.File.Type = e.Type()
			c.File.Type.IsArray, c.File.Type.Spellings = list, spellings
		}
	}
}

// enumOfColumn finds the enum that a column has by its File type or, if that is
// in the words of the database, by its Engine type. A type in the table's own
// schema is printed without it.
func enumOfColumn(s *inspect.Schema, t *inspect.Table, c inspect.Pair[*op.ColumnDef]) (e *inspect.Enum, list bool) {
	if c.File.Type.Kind == op.KindEnum {
		return s.Enum(c.File.Type.Raw), c.File.Type.IsArray
	}
	if c.Engine.Type.Kind != op.KindRaw {
		return nil, false
	}
	name, list := typeName(c.Engine.Type.Raw)
	if schema := schemaOf(t.Name); schema != "" {
		if e := s.Enum(schema + "." + name); e != nil {
			return e, list
		}
	}
	return s.Enum(name), list
}

// enumDelta is what separates two lists of enums. Values come before anything
// that may use them, and go when nothing does: an enum that gains and loses
// values changes twice.
type enumDelta struct {
	created, dropped []*inspect.Enum
	grown, shrunk    []*op.AlterEnumOp
}

func compareEnums(from, to *inspect.Schema) (d enumDelta) {
	for _, e := range to.Enums {
		before := from.Enum(e.Name)
		if before == nil {
			d.created = append(d.created, e)
			continue
		}
		all := &inspect.Enum{Name: e.Name, Values: mergeValues(before.Values, e.Values)}
		if !slices.Equal(before.Values, all.Values) {
			d.grown = append(d.grown, op.AlterEnum(before.Type(), all.Type()))
		}
		if !slices.Equal(all.Values, e.Values) {
			d.shrunk = append(d.shrunk, op.AlterEnum(all.Type(), e.Type()))
		}
	}
	for _, e := range from.Enums {
		if to.Enum(e.Name) == nil {
			d.dropped = append(d.dropped, e)
		}
	}
	return d
}

// mergeValues are the values of both lists in the order of the second. The ones
// of the first alone keep their neighbours, unless the order changes.
func mergeValues(from, to []string) []string {
	common := func(list, other []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(v string) bool { return !slices.Contains(other, v) })
	}
	gone := slices.DeleteFunc(slices.Clone(from), func(v string) bool { return slices.Contains(to, v) })
	if !slices.Equal(common(from, to), common(to, from)) {
		return append(slices.Clone(to), gone...)
	}
	var all []string
	at := 0
	for _, v := range to {
		for slices.Contains(from, v) && from[at] != v {
			all = append(all, from[at])
			at++
		}
		if slices.Contains(from, v) {
			at++
		}
		all = append(all, v)
	}
	return append(all, from[at:]...)
}

// before lists what makes the enums ready for the tables.
func (d enumDelta) before() (all []op.Operation) {
	for _, e := range d.created {
		all = append(all, op.CreateEnum(e.Name, e.Values...))
	}
	for _, o := range d.grown {
		all = append(all, o)
	}
	return all
}

// after lists what is left of the enums to do when the tables have changed.
func (d enumDelta) after() (all []op.Operation) {
	for _, o := range d.shrunk {
		all = append(all, o)
	}
	for _, e := range d.dropped {
		all = append(all, op.DropEnum(e.Name))
	}
	return all
}

// usable makes the new values such that the script itself can use them. It
// returns the script with the operations in front that must be committed before
// the others run. Where values go too, rows may have to leave them for new ones
// on the way: the type is built anew then, which it is when they go anyhow.
func (d enumDelta) usable(script []op.Operation) []op.Operation {
	var ahead []op.Operation
	for _, o := range d.grown {
		used := slices.ContainsFunc(newValues(o), func(value string) bool {
			return slices.ContainsFunc(script, func(other op.Operation) bool { return usesValue(other, o.To.Raw, value) })
		})
		switch {
		case slices.ContainsFunc(d.shrunk, func(s *op.AlterEnumOp) bool { return s.To.Raw == o.To.Raw }):
			o.Rebuild()
		case used && o.OnlyAdds():
			o.Ahead = true
			ahead = append(ahead, o)
		}
	}
	behind := slices.DeleteFunc(script, func(o op.Operation) bool { return slices.Contains(ahead, o) })
	return append(ahead, behind...)
}

// newValues are the values that an operation adds.
func newValues(o *op.AlterEnumOp) []string { return missingValues(o.To.Values, o.From.Values) }

func missingValues(in, from []string) []string {
	return slices.DeleteFunc(slices.Clone(in), func(v string) bool { return slices.Contains(from, v) })
}

// usesValue reports whether a value of an enum may stand in one of an
// operation's expressions. The default of a column with another type is none.
func usesValue(o op.Operation, enum, value string) bool {
	in := func(sql string) bool { return strings.Contains(sql, sqlText(value)) }
	inDefault := func(d *op.DefaultDef) bool { return d != nil && (d.Value == value || in(d.SQL)) }
	inColumn := func(c *op.ColumnDef) bool {
		return c.Type.Kind == op.KindEnum && c.Type.Raw == enum && inDefault(c.DefaultTo) || c.GeneratedAs != nil && in(c.GeneratedAs.SQL)
	}
	switch o := o.(type) {
	case *op.CreateTableOp:
		return slices.ContainsFunc(o.Columns, inColumn) ||
			slices.ContainsFunc(o.Checks, func(c *op.CheckDef) bool { return in(c.SQL) })
	case *op.AddColumnOp:
		return inColumn(o.Column)
	case *op.AlterColumnOp:
		return inColumn(o.To) || in(o.UsingSQL)
	case *op.FillOp:
		return inDefault(&o.With)
	case *op.AddConstraintOp:
		c, ok := o.Constraint.(*op.CheckDef)
		return ok && in(c.SQL)
	case *op.CreateIndexOp:
		return in(o.Predicate) || slices.ContainsFunc(o.Parts, func(p op.IndexPart) bool { return in(p.SQL) })
	}
	return false
}

// changes says what becomes of the enums.
func (d enumDelta) changes(add func(string, ...any)) {
	for _, e := range d.created {
		add("added enum %q", e.Name)
	}
	for _, o := range d.grown {
		for _, v := range newValues(o) {
			add("added value %q of enum %q", v, o.To.Raw)
		}
		if !o.OnlyAdds() {
			add("changed order of enum %q", o.To.Raw)
		}
	}
	for _, o := range d.shrunk {
		for _, v := range missingValues(o.From.Values, o.To.Values) {
			add("removed value %q of enum %q", v, o.To.Raw)
		}
	}
	for _, e := range d.dropped {
		add("removed enum %q", e.Name)
	}
}

// warn warns of values that a row may have, and of tables that are rewritten.
func (d enumDelta) warn(warn func(op.Operation, string)) {
	for _, o := range d.grown {
		if !o.Anew && !o.OnlyAdds() {
			warn(o, fmt.Sprintf("enum %q is built anew on PostgreSQL: the tables that have it are rewritten, and locked meanwhile", o.To.Raw))
		}
	}
	for _, o := range d.shrunk {
		gone := missingValues(o.From.Values, o.To.Values)
		text := fmt.Sprintf("enum %q loses %s: that fails if a row has it, so change those rows before, with op.Exec; PostgreSQL rewrites the tables that have the enum, and locks them meanwhile",
			o.To.Raw, quoted(gone))
		for _, g := range d.grown {
			if fresh := newValues(g); g.To.Raw == o.To.Raw && len(fresh) > 0 {
				text += fmt.Sprintf("; if it was renamed, write op.RenameEnumValue(%q, %q, %q) in place of both changes, or say --rename %s.%s=%s",
					o.To.Raw, gone[0], fresh[0], o.To.Raw, gone[0], fresh[0])
			}
		}
		warn(o, text)
	}
}

// keepValues gives both ends of a column that keeps its enum the same values:
// what becomes of these is the business of the enum's own change. A column whose
// CHECK has other values than the enum changes by itself.
func keepValues(c change[*op.ColumnDef], from, to *op.ColumnDef) {
	if from.Type.Kind == op.KindEnum && to.Type.Kind == op.KindEnum && from.Type.Raw == to.Type.Raw &&
		c.from.Engine.Type.Values == nil && c.to.Engine.Type.Values == nil {
		from.Type.Values = to.Type.Values
	}
}

// typeInWords is the type of a column for a reader: the engine's own words, or
// the name of an enum.
func typeInWords(d dialect.Dialect, c *op.ColumnDef) string {
	t := c.Type.For(d.Name())
	if t.Kind != op.KindEnum || t.IsArray {
		return d.ColumnType(c)
	}
	if len(t.Values) > 0 {
		return fmt.Sprintf("%s (%s)", t.Raw, strings.Join(t.Values, ", "))
	}
	return t.Raw
}
