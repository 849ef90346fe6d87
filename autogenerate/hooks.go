package autogenerate

import (
	"slices"
	"strings"

	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// Kind is a kind of Object.
type Kind string

// The kinds of objects that Hooks.Include is asked about.
const (
	Table      Kind = "table"
	Column     Kind = "column"
	Index      Kind = "index"
	PrimaryKey Kind = "primary key"
	Unique     Kind = "unique constraint"
	ForeignKey Kind = "foreign key"
	Check      Kind = "check"
	Enum       Kind = "enum"
)

// Object is a part of a schema.
type Object struct {
	Kind Kind
	// Schema is empty for the current one.
	Schema string
	// Table is the object's table, or the table itself; empty for an enum.
	Table string
	// Name is the object's name, empty for a constraint that the database
	// named; for a table it is that of Table.
	Name string
	// InModels and InDatabase tell which sides have the object.
	InModels, InDatabase bool
}

// Hooks change what is compared and what is written. The zero value changes
// nothing.
type Hooks struct {
	// Include reports whether an object takes part in the comparison. One that
	// does not is neither created nor changed nor dropped, and not named in a
	// warning; nor is anything that belongs to a table left out asked about. Who
	// leaves out a column leaves out what is built on it too.
	Include func(Object) bool
	// Rewrite changes the operations before they are written.
	Rewrite func(*Script) error
	// SameType and SameDefault report whether a column of the database needs no
	// change to be as the models want it, where gmig sees a difference of the
	// type, or of the default. The columns are in the words of the database.
	SameType, SameDefault func(table string, database, models *op.ColumnDef) bool
}

// apply takes out of both schemas what the hooks leave out.
func (h Hooks) apply(current, desired *inspect.Schema) {
	if h.Include != nil {
		h.leaveOut(current, desired)
	}
	if h.SameType == nil && h.SameDefault == nil {
		return
	}
	for _, t := range desired.Tables {
		if live := current.Table(t.Name); live != nil {
			h.agree(live, t)
		}
	}
}

func (h Hooks) leaveOut(current, desired *inspect.Schema) {
	out := func(o Object) bool { return !h.Include(o) }
	// Each side is asked for with what the other had to begin with.
	inModels, inDatabase := objectNames(desired), objectNames(current)
	from := func(s *inspect.Schema) {
		s.Tables = slices.DeleteFunc(s.Tables, func(t *inspect.Table) bool {
			o := objectOf(Table, t.Name, "")
			o.Name = o.Table
			o.InModels, o.InDatabase = inModels[Table][t.Name], inDatabase[Table][t.Name]
			return out(o)
		})
		s.Enums = slices.DeleteFunc(s.Enums, func(e *inspect.Enum) bool {
			o := objectOf(Enum, e.Name, "")
			o.Table, o.Name = "", o.Table
			o.InModels, o.InDatabase = inModels[Enum][e.Name], inDatabase[Enum][e.Name]
			return out(o)
		})
	}
	from(current)
	from(desired)
	for _, t := range current.Tables {
		leaveOutOf(t, desired.Table(t.Name), out)
	}
	for _, t := range desired.Tables {
		if current.Table(t.Name) == nil {
			leaveOutOf(nil, t, out)
		}
	}
}

func objectNames(s *inspect.Schema) map[Kind]map[string]bool {
	names := map[Kind]map[string]bool{Table: {}, Enum: {}}
	for _, t := range s.Tables {
		names[Table][t.Name] = true
	}
	for _, e := range s.Enums {
		names[Enum][e.Name] = true
	}
	return names
}

// leaveOutOf takes the parts of a table out of both sides, one of which may be
// nil.
func leaveOutOf(live, wanted *inspect.Table, out func(Object) bool) {
	both := []*inspect.Table{live, wanted}
	if live == nil {
		live = &inspect.Table{Name: wanted.Name}
		both = both[1:]
	}
	if wanted == nil {
		wanted = &inspect.Table{Name: live.Name}
		both = both[:1]
	}
	has := func(of func(*inspect.Table) []string) func(name string, kind Kind) bool {
		inModels, inDatabase := of(wanted), of(live)
		return func(name string, kind Kind) bool {
			o := objectOf(kind, live.Name, name)
			o.InModels, o.InDatabase = slices.Contains(inModels, name), slices.Contains(inDatabase, name)
			return out(o)
		}
	}
	column := has(func(t *inspect.Table) []string { return columnNames(t) })
	index := has(func(t *inspect.Table) []string {
		return partNames(t.Indexes, func(i *op.CreateIndexOp) string { return i.Name })
	})
	unique := has(func(t *inspect.Table) []string { return partNames(t.Uniques, (*op.UniqueDef).ConstraintName) })
	foreign := has(func(t *inspect.Table) []string { return partNames(t.ForeignKeys, (*op.ForeignKeyDef).ConstraintName) })
	check := has(func(t *inspect.Table) []string { return partNames(t.Checks, (*op.CheckDef).ConstraintName) })
	key := objectOf(PrimaryKey, live.Name, "")
	key.InModels, key.InDatabase = wanted.PrimaryKey.Engine != nil, live.PrimaryKey.Engine != nil
	noKey := (key.InModels || key.InDatabase) && out(key)
	for _, t := range both {
		t.Columns = except(t.Columns, func(c *op.ColumnDef) bool { return column(c.Name, Column) })
		t.Indexes = except(t.Indexes, func(i *op.CreateIndexOp) bool { return index(i.Name, Index) })
		t.Uniques = except(t.Uniques, func(u *op.UniqueDef) bool { return unique(u.Name, Unique) })
		t.ForeignKeys = except(t.ForeignKeys, func(f *op.ForeignKeyDef) bool { return foreign(f.Name, ForeignKey) })
		t.Checks = except(t.Checks, func(c *op.CheckDef) bool { return check(c.Name, Check) })
		if noKey {
			t.PrimaryKey = inspect.Pair[*op.PrimaryKeyDef]{}
		}
	}
}

func partNames[T any](parts []inspect.Pair[T], name func(T) string) []string {
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = name(p.Engine)
	}
	return names
}

func except[T any](parts []inspect.Pair[T], out func(T) bool) []inspect.Pair[T] {
	return slices.DeleteFunc(parts, func(p inspect.Pair[T]) bool { return out(p.Engine) })
}

// objectOf is an object of a table whose name may be qualified.
func objectOf(kind Kind, table, name string) Object {
	o := Object{Kind: kind, Table: table, Name: name}
	if schema, rest, qualified := strings.Cut(table, "."); qualified {
		o.Schema, o.Table = schema, rest
	}
	return o
}

// agree gives the columns that the hooks call the same what they differ in.
func (h Hooks) agree(live, wanted *inspect.Table) {
	for i, c := range live.Columns {
		k := wanted.Column(c.Engine.Name)
		if k < 0 {
			continue
		}
		w := wanted.Columns[k]
		if h.SameType != nil && !c.Engine.Type.Equal(w.Engine.Type) && h.SameType(live.Name, c.Engine.Clone(), w.Engine.Clone()) {
			live.Columns[i].Engine.Type, live.Columns[i].File.Type = w.Engine.Type, w.File.Type
		}
		if h.SameDefault != nil && !equal(c.Engine.DefaultTo, w.Engine.DefaultTo) && h.SameDefault(live.Name, c.Engine.Clone(), w.Engine.Clone()) {
			live.Columns[i].Engine.DefaultTo, live.Columns[i].File.DefaultTo = w.Engine.DefaultTo, w.File.DefaultTo
		}
	}
}
