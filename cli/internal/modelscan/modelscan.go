// Package modelscan finds GORM models in Go source without building it: the
// structs that embed gorm.Model, directly or through another struct, or carry
// gorm tags. It reads syntax only, so it works while the code does not compile,
// and it can only say what looks like a model.
package modelscan

import (
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// ErrNoGo says that a directory holds no Go files that this system builds.
// Returned by Scan.
var ErrNoGo = errors.New("no Go files")

// IgnoreDirective begins a comment line of a package that names structs which
// look like models and are none.
const IgnoreDirective = "//gmig:ignore "

// Package is what a scan found in one directory.
type Package struct {
	// Name is the name of the package clause.
	Name string
	// Models are the names of the models, in the order of files and of their
	// place in the file.
	Models []string
	// Possible are structs that may be models too: they have a field ID, which
	// GORM takes for a primary key, and no sign of GORM.
	Possible []string
	// Registered tells that the package has `func Models() []any`.
	Registered bool
	// Conflict says where something else is called Models, "" if nothing is.
	Conflict string
	// Structs are the exported structs that were looked at.
	Structs []string
}

// Scan reads the Go files of a directory that a build on this system would
// compile, tests left out. Embedded structs of other packages of the module are
// followed when resolve turns their import path into a directory; it returns ""
// for others and may be nil.
func Scan(dir string, resolve func(importPath string) string) (*Package, error) {
	if resolve == nil {
		resolve = func(string) string { return "" }
	}
	s := &scanner{resolve: resolve, packages: map[string]*source{}}
	src, err := s.load(dir)
	if err != nil {
		return nil, err
	}
	p := &Package{Name: src.name, Registered: src.registered, Conflict: src.conflict}
	for _, d := range src.structs {
		if !ast.IsExported(d.name) || d.generic {
			continue
		}
		p.Structs = append(p.Structs, d.name)
		if src.onlyEmbedded(d.name) || src.ignored[d.name] {
			continue
		}
		if src.tablers[d.name] || s.isModel(src, d, map[*structDecl]bool{}) {
			p.Models = append(p.Models, d.name)
		} else if hasID(d) && !src.referred[d.name] {
			p.Possible = append(p.Possible, d.name)
		}
	}
	return p, nil
}

// scanner remembers the packages that were read on the way.
type scanner struct {
	resolve  func(string) string
	packages map[string]*source
}

// source is one package's syntax, reduced to what the search asks about.
type source struct {
	dir, name  string
	structs    []*structDecl
	byName     map[string]*structDecl
	tablers    map[string]bool // types with a method TableName() string
	embedded   map[string]bool // types that another struct embeds
	referred   map[string]bool // types that another struct has as a plain field
	ignored    map[string]bool // types that a //gmig:ignore line names
	registered bool
	conflict   string
}

// structDecl is a struct type at the top level of a file.
type structDecl struct {
	name    string
	generic bool
	node    *ast.StructType
	imports map[string]string // local name -> import path
}

func (s *scanner) load(dir string) (*source, error) {
	if src, ok := s.packages[dir]; ok {
		return src, nil
	}
	pkg, err := build.ImportDir(dir, 0)
	if err != nil {
		_, statErr := os.Stat(dir)
		if _, none := err.(*build.NoGoError); none || errors.Is(statErr, os.ErrNotExist) {
			return nil, fmt.Errorf("read package in %q: %w", dir, ErrNoGo)
		}
		return nil, fmt.Errorf("read package in %q: %w", dir, err)
	}
	src := &source{
		dir: dir, name: pkg.Name, byName: map[string]*structDecl{}, tablers: map[string]bool{},
		embedded: map[string]bool{}, referred: map[string]bool{}, ignored: map[string]bool{},
	}
	s.packages[dir] = src
	fset := token.NewFileSet()
	for _, name := range append(pkg.GoFiles, pkg.CgoFiles...) {
		// A file that does not parse still yields the declarations before the
		// mistake; the compiler is the one to complain.
		file, err := parser.ParseFile(fset, filepath.Join(dir, name), nil, parser.SkipObjectResolution|parser.ParseComments)
		if file == nil {
			return nil, fmt.Errorf("read package in %q: %w", dir, err)
		}
		src.read(fset, file)
	}
	for _, d := range src.structs {
		src.noteUses(d)
	}
	return src, nil
}

func (src *source) read(fset *token.FileSet, file *ast.File) {
	imports := importNames(file)
	for _, group := range file.Comments {
		for _, c := range group.List {
			if names, ok := strings.CutPrefix(c.Text, IgnoreDirective); ok {
				for name := range strings.FieldsSeq(names) {
					src.ignored[name] = true
				}
			}
		}
	}
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			src.readFunc(fset, decl)
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				src.readSpec(fset, spec, imports)
			}
		}
	}
}

// majorVersion is the end of the path of a module from version 2 on.
var majorVersion = regexp.MustCompile(`^v[0-9]+$`)

// importNames maps what a file calls its imports to their paths.
func importNames(file *ast.File) map[string]string {
	imports := map[string]string{}
	for _, spec := range file.Imports {
		p := strings.Trim(spec.Path.Value, "\"`")
		local := path.Base(p)
		if majorVersion.MatchString(local) {
			local = path.Base(path.Dir(p))
		}
		if spec.Name != nil {
			local = spec.Name.Name
		}
		imports[local] = p
	}
	return imports
}

func (src *source) readFunc(fset *token.FileSet, f *ast.FuncDecl) {
	switch {
	case f.Recv == nil && f.Name.Name == "Models":
		if isModelsFunc(f.Type) {
			src.registered = true
		} else {
			src.conflict = fset.Position(f.Pos()).String()
		}
	case f.Recv != nil && f.Name.Name == "TableName" && len(f.Type.Params.List) == 0 && len(f.Recv.List) == 1:
		src.tablers[typeName(f.Recv.List[0].Type)] = true
	}
}

func (src *source) readSpec(fset *token.FileSet, spec ast.Spec, imports map[string]string) {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		if spec.Name.Name == "Models" {
			src.conflict = fset.Position(spec.Pos()).String()
		}
		if node, ok := spec.Type.(*ast.StructType); ok {
			d := &structDecl{name: spec.Name.Name, generic: spec.TypeParams != nil, node: node, imports: imports}
			src.structs = append(src.structs, d)
			src.byName[d.name] = d
		}
	case *ast.ValueSpec:
		for _, n := range spec.Names {
			if n.Name == "Models" {
				src.conflict = fset.Position(n.Pos()).String()
			}
		}
	}
}

// isModelsFunc tells whether a function is `func() []any`.
func isModelsFunc(f *ast.FuncType) bool {
	if f.TypeParams != nil || len(f.Params.List) != 0 || f.Results == nil || len(f.Results.List) != 1 || len(f.Results.List[0].Names) > 1 {
		return false
	}
	slice, ok := f.Results.List[0].Type.(*ast.ArrayType)
	if !ok || slice.Len != nil {
		return false
	}
	switch elem := slice.Elt.(type) {
	case *ast.Ident:
		return elem.Name == "any"
	case *ast.InterfaceType:
		return len(elem.Methods.List) == 0
	}
	return false
}
