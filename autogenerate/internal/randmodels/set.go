// Package randmodels draws sets of GORM models at random, changes them at
// random, writes them as Go and makes them smaller: what the property test of
// autogenerate is fed with. The models are real Go structs with names, since
// reflect.StructOf knows neither names nor types that refer to themselves, and
// half of what GORM does depends on those.
package randmodels

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Set is a set of models.
type Set struct{ Structs []*Struct }

// Struct is a model, or a part that models embed.
type Struct struct {
	Name string
	Part bool
	// Table is the name of the table, in which $P$ stands for the prefix of the
	// set, as in tags, empty for the one that GORM derives.
	Table  string
	Fields []*Field
}

// Field is a field of a struct.
type Field struct {
	// Name is empty for an embedded field.
	Name string
	// Type is a Go type in which {Name} stands for a struct of the set.
	Type string
	// Tags are the settings of the gorm tag.
	Tags []string
	// Needs are fields, as Struct.Field, without which the field makes no sense:
	// the foreign key of a relation, the base of a generated column.
	Needs []string
	// Join is the struct of the join table that a relation has.
	Join string
}

// Pair is what an application's models were and what they become.
type Pair struct {
	Before, After *Set
	// Engine is the one that the models have tags for, empty if they serve any.
	Engine string
}

var structName = regexp.MustCompile(`\{(\w+)\}`)

// refers are the structs that a field's type names.
func (f *Field) refers() (names []string) {
	for _, m := range structName.FindAllStringSubmatch(f.Type, -1) {
		names = append(names, m[1])
	}
	return names
}

func (f *Field) has(tag string) bool {
	return slices.ContainsFunc(f.Tags, func(t string) bool { return t == tag || strings.HasPrefix(t, tag+":") })
}

// column is the name of the field's column: field names are single words.
func (f *Field) column() string {
	for _, t := range f.Tags {
		if name, ok := strings.CutPrefix(t, "column:"); ok {
			return name
		}
	}
	return snake(f.Name)
}

func (f *Field) clone() *Field {
	g := *f
	g.Tags, g.Needs = slices.Clone(f.Tags), slices.Clone(f.Needs)
	return &g
}

func (s *Struct) field(name string) *Field {
	for _, f := range s.Fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// Clone returns a copy that shares nothing with the set.
func (s *Set) Clone() *Set {
	c := &Set{}
	for _, t := range s.Structs {
		u := &Struct{Name: t.Name, Part: t.Part, Table: t.Table}
		for _, f := range t.Fields {
			u.Fields = append(u.Fields, f.clone())
		}
		c.Structs = append(c.Structs, u)
	}
	return c
}

func (s *Set) find(name string) *Struct {
	for _, t := range s.Structs {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// remove takes out a struct and all that needs it.
func (s *Set) remove(name string) {
	s.Structs = slices.DeleteFunc(s.Structs, func(t *Struct) bool { return t.Name == name })
	s.prune()
}

// removeField takes out a field and all that needs it.
func (s *Set) removeField(t *Struct, f *Field) {
	t.Fields = slices.DeleteFunc(t.Fields, func(g *Field) bool { return g == f })
	s.prune()
}

// prune takes out the fields that refer to what is not there, and the structs
// that have none then, until none is left: a model needs a column.
func (s *Set) prune() {
	for again := true; again; {
		again = false
		present := map[string]bool{}
		for _, t := range s.Structs {
			present[t.Name] = true
			for _, f := range t.Fields {
				present[t.Name+"."+f.Name] = true
			}
		}
		for _, t := range s.Structs {
			before := len(t.Fields)
			t.Fields = slices.DeleteFunc(t.Fields, func(f *Field) bool {
				return slices.ContainsFunc(append(f.refers(), f.Needs...), func(n string) bool { return !present[n] })
			})
			again = again || len(t.Fields) < before
		}
		before := len(s.Structs)
		s.Structs = slices.DeleteFunc(s.Structs, func(t *Struct) bool { return len(t.Fields) == 0 })
		again = again || len(s.Structs) < before
	}
}

// Source writes the structs of the set as Go, each name with a prefix, and a
// function Models<prefix> that lists the models, and Setup<prefix> that tells GORM
// of their join tables.
func (s *Set) Source(prefix string) string {
	var b strings.Builder
	var models []string
	prefixed := func(text string) string { return strings.ReplaceAll(text, "$P$", strings.ToLower(prefix)+"_") }
	for _, t := range s.Structs {
		fmt.Fprintf(&b, "type %s struct {\n", prefix+t.Name)
		for _, f := range t.Fields {
			typ := structName.ReplaceAllString(f.Type, prefix+"$1")
			tag := ""
			if len(f.Tags) > 0 {
				tag = " `gorm:" + strconv.Quote(prefixed(strings.Join(f.Tags, ";"))) + "`"
			}
			fmt.Fprintf(&b, "\t%s%s\n", strings.TrimSpace(f.Name+" "+typ), tag)
		}
		b.WriteString("}\n\n")
		if t.Table != "" {
			fmt.Fprintf(&b, "func (%s) TableName() string { return %q }\n\n", prefix+t.Name, prefixed(t.Table))
		}
		if !t.Part {
			models = append(models, "&"+prefix+t.Name+"{}")
		}
	}
	fmt.Fprintf(&b, "func Setup%s(db *gorm.DB) error {\n", prefix)
	for _, t := range s.Structs {
		for _, f := range t.Fields {
			if f.Join != "" {
				fmt.Fprintf(&b, "\tif err := db.SetupJoinTable(&%s{}, %q, &%s{}); err != nil {\n\t\treturn err\n\t}\n", prefix+t.Name, f.Name, prefix+f.Join)
			}
		}
	}
	b.WriteString("\treturn nil\n}\n\n")
	fmt.Fprintf(&b, "func Models%s() []any { return []any{%s} }\n", prefix, strings.Join(models, ", "))
	return b.String()
}

// size counts what the set consists of, the larger parts for more.
func (s *Set) size() int {
	n := 0
	for _, t := range s.Structs {
		n += 10
		for _, f := range t.Fields {
			n += 3 + len(f.Tags)
		}
	}
	return n
}

// snake is GORM's column name for a field name of plain words.
func snake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && r >= 'A' && r <= 'Z' && !strings.HasPrefix(name[i-1:], "ID") {
			b.WriteByte('_')
		}
		b.WriteString(strings.ToLower(string(r)))
	}
	return b.String()
}
