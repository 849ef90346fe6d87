package randmodels

import "strings"

// relate draws a relation between two models, or leaves the set as it is where
// the drawn one cannot be.
func (d *Drawer) relate(s *Set) {
	var models []*Struct
	for _, t := range s.Structs {
		if !t.Part {
			models = append(models, t)
		}
	}
	if len(models) == 0 {
		return
	}
	a, b := pick(d, models...), pick(d, models...)
	switch n := d.IntN(100); {
	case n < 40:
		d.belongsTo(a, b)
	case n < 65:
		d.hasMany(a, b)
	case n < 85:
		d.manyToMany(s, a, b)
	case n < 93:
		d.polymorphic(a, b)
	default:
		d.belongsTo(a, b)
		d.hasMany(b, a)
	}
}

// foreignKey adds the columns that refer to b's key to a, each name with a
// prefix, and returns the settings of a relation's tag. Columns that are there
// already serve.
func (d *Drawer) foreignKey(a, b *Struct, prefix string) (tags, needs []string) {
	keys := b.keys()
	if len(keys) == 0 {
		return nil, nil
	}
	var names, refs []string
	nullable := d.chance(70)
	for _, k := range keys {
		name := prefix + k.Name
		if k.Name == "Key" {
			name = prefix + "Code" // "Key" alone is a name of GORM's
		}
		if a.field(name) == nil {
			f := &Field{Name: name, Type: k.Type}
			for _, t := range k.Tags {
				if strings.HasPrefix(t, "size:") || strings.HasPrefix(t, "type:") && !strings.Contains(t, "IDENTITY") && !strings.Contains(t, "serial") {
					f.Tags = append(f.Tags, t)
				}
			}
			if nullable {
				f.Type = "*" + k.Type
			} else if d.chance(50) {
				f.Tags = append(f.Tags, "not null")
			}
			if d.chance(15) {
				f.Tags = append(f.Tags, "index")
			}
			a.Fields = append(a.Fields, f)
		}
		names, refs = append(names, name), append(refs, k.Name)
		needs = append(needs, a.Name+"."+name)
		if b.field(k.Name) != nil {
			needs = append(needs, b.Name+"."+k.Name)
		}
	}
	tags = []string{"foreignKey:" + strings.Join(names, ","), "references:" + strings.Join(refs, ",")}
	if d.chance(50) {
		delete := pick(d, "CASCADE", "RESTRICT", "NO ACTION")
		if nullable {
			delete = pick(d, "SET NULL", "CASCADE")
		}
		tags = append(tags, "constraint:"+pick(d, "OnDelete:"+delete, "OnUpdate:CASCADE,OnDelete:"+delete, "OnUpdate:RESTRICT", "fk_own_"+a.Name+prefix+",OnDelete:"+delete))
	}
	return tags, needs
}

// add adds a relation field unless the name is taken.
func (t *Struct) add(f *Field) {
	if t.field(f.Name) == nil {
		t.Fields = append(t.Fields, f)
	}
}

func (d *Drawer) belongsTo(a, b *Struct) {
	name := b.Name
	if a == b {
		name = "Parent"
	}
	if tags, needs := d.foreignKey(a, b, name); tags != nil {
		a.add(&Field{Name: name, Type: "*{" + b.Name + "}", Tags: tags, Needs: needs})
	}
}

func (d *Drawer) hasMany(a, b *Struct) {
	name, prefix, typ := b.Name+"s", a.Name, "[]{"+b.Name+"}"
	if a == b {
		name, prefix = "Children", "Parent"
	} else if d.chance(25) {
		name, typ = b.Name+"One", "*{"+b.Name+"}"
	}
	if tags, needs := d.foreignKey(b, a, prefix); tags != nil {
		a.add(&Field{Name: name, Type: typ, Tags: tags, Needs: needs})
	}
}

func (d *Drawer) manyToMany(s *Set, a, b *Struct) {
	if len(a.keys()) == 0 || len(b.keys()) == 0 {
		return
	}
	f := &Field{Name: "Linked" + b.Name, Type: "[]*{" + b.Name + "}", Tags: []string{"many2many:" + snake(a.Name) + "_" + snake(b.Name) + pick(d, "", "_links")}}
	if d.chance(25) {
		f.Tags = append(f.Tags, "constraint:OnDelete:CASCADE")
	}
	if d.chance(30) && a != b && s.find(a.Name+b.Name) == nil && len(a.keys())*len(b.keys()) == 1 {
		join := d.joinModel(s, a, b)
		f.Tags[0] = "many2many:" + join.Table
		f.Tags = append(f.Tags, "joinForeignKey:LeftID", "joinReferences:RightID")
		f.Join = join.Name
		f.Needs = append(f.Needs, join.Name+".LeftID", join.Name+".RightID")
	}
	for _, t := range []*Struct{a, b} {
		for _, k := range t.keys() {
			if t.field(k.Name) != nil {
				f.Needs = append(f.Needs, t.Name+"."+k.Name)
			}
		}
	}
	a.add(f)
}

// joinModel adds a model of the join table of two models, with columns of its own
// beside the keys.
func (d *Drawer) joinModel(s *Set, a, b *Struct) *Struct {
	join := &Struct{Name: a.Name + b.Name, Table: "$P$" + snake(a.Name) + "_of_" + snake(b.Name)}
	for _, side := range []struct {
		name string
		key  *Field
	}{{"LeftID", a.keys()[0]}, {"RightID", b.keys()[0]}} {
		f := &Field{Name: side.name, Type: side.key.Type, Tags: []string{"primaryKey"}}
		for _, tag := range side.key.Tags {
			if strings.HasPrefix(tag, "size:") || tag == "type:uuid" || strings.HasPrefix(tag, "type:varchar") {
				f.Tags = append(f.Tags, tag)
			}
		}
		join.Fields = append(join.Fields, f)
	}
	for range 1 + d.IntN(2) {
		if f := d.newField(s, join); f != nil {
			join.Fields = append(join.Fields, f)
		}
	}
	s.Structs = append(s.Structs, join)
	return join
}

func (d *Drawer) polymorphic(a, b *Struct) {
	keys := a.keys()
	if len(keys) != 1 || a == b || b.field("OwnerID") != nil {
		return
	}
	b.Fields = append(b.Fields, &Field{Name: "OwnerID", Type: keys[0].Type}, &Field{Name: "OwnerType", Type: "string", Tags: maybe(d, 50, "size:40")})
	a.add(&Field{Name: "Owned" + b.Name, Type: "[]{" + b.Name + "}", Tags: []string{"polymorphic:Owner"},
		Needs: []string{b.Name + ".OwnerID", b.Name + ".OwnerType"}})
}
