package modelscan

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Migrated finds the types of a package that the code of its module passes to
// GORM's AutoMigrate: they are tables, whatever they look like. They come in the
// order of the calls, which GORM's choice of foreign keys for join tables can
// depend on, and after them those of lists of models. all tells that every
// argument of every such call could be read, so that a type that is not among
// them has no table.
func Migrated(root, dir, importPath string) (types []string, all bool) {
	rel, _ := filepath.Rel(root, dir)
	modulePath := strings.TrimSuffix(importPath, "/"+filepath.ToSlash(rel))
	c := &calls{all: true, root: root, modulePath: modulePath, note: func(callDir, path, name string) {
		if (path == importPath || path == "" && callDir == dir) && !slices.Contains(types, name) {
			types = append(types, name)
		}
	}}
	eachGoFile(root, c.read)
	if len(types) > 0 {
		eachGoFile(root, c.readLists)
	}
	return types, c.all
}

// Witness says how the code of a module tells that a package has tables, the
// best last.
type Witness int

const (
	// InList is a list of models, where AutoMigrate is called with something
	// that cannot be read: the list may be it.
	InList Witness = iota + 1
	// Inside is a call of AutoMigrate in the package itself. Old migrations
	// make such calls, with types that they keep for the purpose.
	Inside
	// Outside is a call of AutoMigrate in another package.
	Outside
)

// MigratedPackages returns the import paths of the packages of a module whose
// exported types its code passes to GORM's AutoMigrate, and, as IMPORTPATH.TYPE,
// the types of other modules that it passes. root is the directory of the
// module's go.mod.
func MigratedPackages(root, modulePath string) (packages map[string]Witness, foreign []string) {
	packages = map[string]Witness{}
	note := func(w Witness) func(callDir, importPath, name string) {
		return func(callDir, importPath, name string) {
			rel, err := filepath.Rel(root, callDir)
			if err != nil || !ast.IsExported(name) {
				return
			}
			here := path.Join(modulePath, filepath.ToSlash(rel))
			switch {
			case importPath == "" || importPath == here:
				packages[here] = max(packages[here], min(w, Inside))
			case importPath == modulePath || strings.HasPrefix(importPath, modulePath+"/"):
				packages[importPath] = max(packages[importPath], w)
			case w == Outside && !slices.Contains(foreign, importPath+"."+name):
				foreign = append(foreign, importPath+"."+name)
			}
		}
	}
	c := &calls{all: true, note: note(Outside)}
	eachGoFile(root, c.read)
	if !c.all {
		c.note = note(InList)
		eachGoFile(root, c.readLists)
	}
	return packages, foreign
}

// calls collects the arguments of AutoMigrate.
type calls struct {
	// note takes a type: the import path that qualifies it, "" for a type of
	// the package in callDir, where the call stands.
	note func(callDir, importPath, name string)
	all  bool
	// root and modulePath tell where the lists of other packages are.
	root, modulePath string
}

func (c *calls) read(path string) {
	text, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(text, []byte("AutoMigrate(")) {
		return
	}
	file, _ := parser.ParseFile(token.NewFileSet(), path, text, parser.SkipObjectResolution)
	if file == nil {
		return
	}
	dir, imports := filepath.Dir(path), importNames(file)
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if f, ok := call.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "AutoMigrate" {
			for _, arg := range call.Args {
				c.argument(file, arg, dir, imports)
			}
		}
		return true
	})
}

// argument notes the type of a model, or those of a list that the module writes
// out.
func (c *calls) argument(file *ast.File, arg ast.Expr, dir string, imports map[string]string) {
	switch t := modelType(arg).(type) {
	case *ast.Ident:
		c.note(dir, "", t.Name)
		return
	case *ast.SelectorExpr:
		if x, ok := t.X.(*ast.Ident); ok && imports[x.Name] != "" {
			c.note(dir, imports[x.Name], t.Sel.Name)
		}
		return
	}
	list := c.list(file, arg, dir, imports)
	if list == nil {
		c.all = false
		return
	}
	imports = importNames(list.file)
	for _, element := range list.literal.Elts {
		if modelType(element) == nil {
			c.all = false
			continue
		}
		c.argument(list.file, element, list.dir, imports)
	}
}

// list finds the list that an argument stands for: a variable of the file, also
// one that a loop gives each model of a list, or what a package of the module
// declares. It returns nil if there is none.
func (c *calls) list(file *ast.File, arg ast.Expr, dir string, imports map[string]string) *declared {
	suffix := ""
	if call, ok := arg.(*ast.CallExpr); ok && len(call.Args) == 0 {
		arg, suffix = call.Fun, "()"
	}
	switch arg := arg.(type) {
	case *ast.Ident:
		name := arg.Name
		if suffix == "" {
			if over := rangedOver(file, name); over != "" {
				name = over
			}
			if list := listOf(file, name); list != nil {
				return &declared{dir: dir, file: file, literal: list}
			}
		}
		return declaredList(dir, name+suffix)
	case *ast.SelectorExpr:
		x, ok := arg.X.(*ast.Ident)
		if !ok {
			return nil
		}
		if rel, ok := strings.CutPrefix(imports[x.Name]+"/", c.modulePath+"/"); ok && c.modulePath != "" {
			return declaredList(filepath.Join(c.root, filepath.FromSlash(rel)), arg.Sel.Name+suffix)
		}
	}
	return nil
}

// modelType is T of &T{}, T{} and new(T), nil for another expression.
func modelType(e ast.Expr) ast.Expr {
	switch e := e.(type) {
	case *ast.UnaryExpr:
		if e.Op == token.AND {
			return modelType(e.X)
		}
	case *ast.CompositeLit:
		if _, list := e.Type.(*ast.ArrayType); !list {
			return e.Type
		}
	case *ast.CallExpr:
		if f, ok := e.Fun.(*ast.Ident); ok && f.Name == "new" && len(e.Args) == 1 {
			return e.Args[0]
		}
	}
	return nil
}

// listOf finds the list that a variable of the file is given, nil if there is
// none or more than one.
func listOf(file *ast.File, name string) (list *ast.CompositeLit) {
	found := 0
	note := func(target, value ast.Expr) {
		if x, ok := target.(*ast.Ident); ok && x.Name == name {
			found++
			list, _ = value.(*ast.CompositeLit)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i := range min(len(n.Lhs), len(n.Rhs)) {
				note(n.Lhs[i], n.Rhs[i])
			}
		case *ast.ValueSpec:
			for i := range min(len(n.Names), len(n.Values)) {
				note(n.Names[i], n.Values[i])
			}
		}
		return true
	})
	if found != 1 {
		return nil
	}
	return list
}

// rangedOver returns the variable whose elements a loop of the file gives to the
// named one, "" if there is none or more than one.
func rangedOver(file *ast.File, name string) (over string) {
	found := 0
	ast.Inspect(file, func(n ast.Node) bool {
		if loop, ok := n.(*ast.RangeStmt); ok {
			if value, ok := loop.Value.(*ast.Ident); ok && value.Name == name {
				found++
				if x, ok := loop.X.(*ast.Ident); ok {
					over = x.Name
				}
			}
		}
		return true
	})
	if found != 1 {
		return ""
	}
	return over
}
