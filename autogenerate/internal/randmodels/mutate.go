package randmodels

import (
	"slices"
	"strings"
)

// Mutate changes a set in one to four places.
func (d *Drawer) Mutate(s *Set) {
	for range 1 + d.IntN(4) {
		t := pick(d, s.Structs...)
		switch n := d.IntN(100); {
		case n < 20:
			if f := d.newField(s, t); f != nil {
				t.Fields = append(t.Fields, f)
			}
		case n < 32:
			if f := d.someField(t, true); f != nil && len(t.Fields) > 1 {
				s.removeField(t, f)
			}
		case n < 45:
			d.retype(s, t)
		case n < 68:
			d.retag(t)
		case n < 74:
			d.addModel(s)
		case n < 79:
			if !t.Part && len(s.Structs) > 1 {
				s.remove(t.Name)
			}
		case n < 88:
			d.relate(s)
		case n < 95:
			d.rekey(s, t)
		default:
			d.rename(s, t)
		}
		if len(s.Structs) == 0 || !slices.ContainsFunc(s.Structs, func(t *Struct) bool { return !t.Part }) {
			d.addModel(s)
		}
	}
}

// someField returns a field, of the scalar ones unless relations will do.
func (d *Drawer) someField(t *Struct, relations bool) *Field {
	var fields []*Field
	for _, f := range t.Fields {
		if f.Type == "gorm.Model" || !relations && (len(f.refers()) > 0 || len(f.Needs) > 0) {
			continue
		}
		fields = append(fields, f)
	}
	if len(fields) == 0 {
		return nil
	}
	return pick(d, fields...)
}

// plain reports whether a field is one that scalar drew.
func plain(f *Field) bool {
	return slices.Contains(append(fieldNames, "City", "Zip"), f.Name) && len(f.Needs) == 0
}

// retype gives a scalar field another type.
func (d *Drawer) retype(s *Set, t *Struct) {
	f := d.someField(t, false)
	if f == nil || !plain(f) {
		return
	}
	drawn := d.scalar(t, f.Name)
	drawn.Needs = f.Needs
	*f = *drawn
	d.dropDependents(s, t, f)
}

// dropDependents takes out the fields that were made for a column as it was.
func (d *Drawer) dropDependents(s *Set, t *Struct, f *Field) {
	for _, other := range s.Structs {
		other.Fields = slices.DeleteFunc(other.Fields, func(g *Field) bool { return slices.Contains(g.Needs, t.Name+"."+f.Name) })
	}
	s.prune()
}

// retag draws the tags of a field anew, or some of them, or takes one away.
func (d *Drawer) retag(t *Struct) {
	f := d.someField(t, true)
	switch {
	case f == nil:
	case len(f.refers()) > 0:
		d.reconstrain(f)
	case !plain(f):
	case len(f.Tags) > 0 && d.chance(40):
		i := d.IntN(len(f.Tags))
		if !strings.HasPrefix(f.Tags[i], "serializer:") { // GORM takes no map without it.
			f.Tags = slices.Delete(f.Tags, i, i+1)
		}
	default:
		kind := ""
		for k, types := range goTypes {
			if slices.Contains(types, f.Type) {
				kind = k
			}
		}
		drawn := &Field{Name: f.Name, Type: f.Type}
		d.tag(t, drawn, kind)
		if d.chance(50) {
			// Keep what says how the values are stored.
			drawn.Tags = slices.DeleteFunc(drawn.Tags, storage)
			for _, tag := range f.Tags {
				if storage(tag) {
					drawn.Tags = append(drawn.Tags, tag)
				}
			}
			if slices.Contains(drawn.Tags, "type:boolean") { // Three rows have no three booleans.
				drawn.Tags = slices.DeleteFunc(drawn.Tags, func(tag string) bool { return strings.HasPrefix(tag, "unique") })
			}
		}
		if column := drawn.column(); column != f.column() {
			drawn.Tags = slices.DeleteFunc(drawn.Tags, func(tag string) bool { return strings.HasPrefix(tag, "column:") || strings.Contains(tag, column) })
			if f.has("column") {
				drawn.Tags = append(drawn.Tags, "column:"+f.column())
			}
		}
		f.Tags = drawn.Tags
	}
}

func storage(tag string) bool {
	for _, key := range []string{"size:", "type:", "precision:", "scale:", "serializer:"} {
		if strings.HasPrefix(tag, key) {
			return true
		}
	}
	return false
}

// reconstrain changes the actions of a relation's foreign key.
func (d *Drawer) reconstrain(f *Field) {
	if f.has("polymorphic") || f.has("embedded") {
		return
	}
	f.Tags = slices.DeleteFunc(f.Tags, func(tag string) bool { return strings.HasPrefix(tag, "constraint:") })
	f.Tags = append(f.Tags, maybe(d, 70, "constraint:"+pick(d, "OnDelete:CASCADE", "OnUpdate:CASCADE", "OnUpdate:CASCADE,OnDelete:RESTRICT", "-"))...)
}

func (d *Drawer) addModel(s *Set) {
	for _, name := range structNames {
		if s.find(name) == nil {
			s.Structs = append(s.Structs, d.model(s, name))
			if d.chance(60) {
				d.relate(s)
			}
			return
		}
	}
}

// rekey gives a model another primary key, or its composite one another order
// or size.
func (d *Drawer) rekey(s *Set, t *Struct) {
	if t.Part {
		return
	}
	var old []*Field
	for _, f := range t.Fields {
		if f.Type == "gorm.Model" || f.has("primaryKey") || f.Name == "ID" {
			old = append(old, f)
		}
	}
	if len(old) > 1 && d.chance(60) {
		if d.chance(50) {
			s.removeField(t, old[d.IntN(len(old))])
			return
		}
		// The order of the fields is that of the key.
		i, j := slices.Index(t.Fields, old[0]), slices.Index(t.Fields, old[1])
		t.Fields[i], t.Fields[j] = t.Fields[j], t.Fields[i]
		return
	}
	for _, f := range old {
		t.Fields = slices.DeleteFunc(t.Fields, func(g *Field) bool { return f == g })
	}
	for _, f := range d.key(t) {
		t.add(f)
	}
	for _, f := range old {
		d.dropDependents(s, t, f)
	}
	s.prune()
}

// rename gives a field another name, which is a column that goes and one that
// comes.
func (d *Drawer) rename(s *Set, t *Struct) {
	f := d.someField(t, false)
	if f == nil || !plain(f) {
		return
	}
	drawn := d.newField(s, t)
	if drawn == nil || !plain(drawn) {
		return
	}
	d.dropDependents(s, t, f)
	name := f.Name
	f.Name = drawn.Name
	f.Tags = slices.DeleteFunc(f.Tags, func(tag string) bool { return strings.Contains(tag, snake(name)) || strings.Contains(tag, name) })
}
