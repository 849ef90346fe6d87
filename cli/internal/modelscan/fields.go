package modelscan

import (
	"go/ast"
	"reflect"
	"strconv"
	"strings"
)

// isModel tells whether a struct embeds gorm.Model or carries a gorm tag,
// itself or through what it embeds. Seen guards against structs that embed each
// other, which do not compile but can be read.
func (s *scanner) isModel(src *source, d *structDecl, seen map[*structDecl]bool) bool {
	if seen[d] {
		return false
	}
	seen[d] = true
	for _, f := range d.node.Fields.List {
		if gormTag(f) != "" && !ignored(gormTag(f)) {
			return true
		}
		if len(f.Names) > 0 || ignored(gormTag(f)) {
			continue
		}
		switch t := bare(f.Type).(type) {
		case *ast.Ident:
			if e := src.byName[t.Name]; e != nil && s.isModel(src, e, seen) {
				return true
			}
		case *ast.SelectorExpr:
			if s.embedsModel(d, t, seen) {
				return true
			}
		}
	}
	return false
}

// hasID tells whether a struct itself has a field ID.
func hasID(d *structDecl) bool {
	for _, f := range d.node.Fields.List {
		for _, name := range f.Names {
			if name.Name == "ID" && !ignored(gormTag(f)) {
				return true
			}
		}
	}
	return false
}

// embedsModel follows an embedded struct of another package: gorm.Model itself,
// or one that the resolver finds the source of.
func (s *scanner) embedsModel(d *structDecl, t *ast.SelectorExpr, seen map[*structDecl]bool) bool {
	local, ok := t.X.(*ast.Ident)
	if !ok {
		return false
	}
	importPath := d.imports[local.Name]
	if importPath == "gorm.io/gorm" {
		return t.Sel.Name == "Model"
	}
	dir := s.resolve(importPath)
	if dir == "" {
		return false
	}
	other, err := s.load(dir)
	if err != nil {
		return false
	}
	e := other.byName[t.Sel.Name]
	return e != nil && s.isModel(other, e, seen)
}

// noteUses notes which structs of the package this one embeds, anonymously or
// by gorm's tag, and which it has as fields, as relations do.
func (src *source) noteUses(d *structDecl) {
	for _, f := range d.node.Fields.List {
		name := typeName(f.Type)
		if name == "" || name == d.name {
			continue
		}
		if len(f.Names) == 0 || hasSetting(gormTag(f), "embedded") {
			src.embedded[name] = true
		} else {
			src.referred[name] = true
		}
	}
}

// onlyEmbedded tells that a struct serves as a part of others: something embeds
// it, and nothing refers to it as a model of its own.
func (src *source) onlyEmbedded(name string) bool {
	return src.embedded[name] && !src.referred[name] && !src.tablers[name]
}

// typeName is the name of a type of the same package under pointers, slices,
// arrays and type arguments, "" for any other type.
func typeName(t ast.Expr) string {
	switch t := bare(t).(type) {
	case *ast.Ident:
		return t.Name
	case *ast.ArrayType:
		return typeName(t.Elt)
	}
	return ""
}

// bare strips pointers, parentheses and type arguments.
func bare(t ast.Expr) ast.Expr {
	for {
		switch e := t.(type) {
		case *ast.StarExpr:
			t = e.X
		case *ast.ParenExpr:
			t = e.X
		case *ast.IndexExpr:
			t = e.X
		case *ast.IndexListExpr:
			t = e.X
		default:
			return t
		}
	}
}

func gormTag(f *ast.Field) string {
	if f.Tag == nil {
		return ""
	}
	tag, err := strconv.Unquote(f.Tag.Value)
	if err != nil {
		return ""
	}
	return reflect.StructTag(tag).Get("gorm")
}

// ignored tells that GORM has no column for the field: `gorm:"-"`.
func ignored(tag string) bool {
	tag = strings.TrimSpace(tag)
	return tag == "-" || strings.HasPrefix(tag, "-:all")
}

// hasSetting tells whether a gorm tag has a setting; GORM reads their names
// without regard to case.
func hasSetting(tag, setting string) bool {
	for part := range strings.SplitSeq(tag, ";") {
		name, _, _ := strings.Cut(part, ":")
		if strings.EqualFold(strings.TrimSpace(name), setting) {
			return true
		}
	}
	return false
}
