package modelscan

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Migrated finds the types of a package that the code of its module passes to
// GORM's AutoMigrate: they are tables, whatever they look like. all tells that
// every argument of every such call could be read, so that a type that is not
// among them has no table.
func Migrated(root, dir, importPath string) (types map[string]bool, all bool) {
	m := &migrations{dir: dir, importPath: importPath, types: map[string]bool{}, all: true}
	// What cannot be read names no type.
	_ = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		name := e.Name()
		if e.IsDir() {
			if path != root && (name == "vendor" || name == "testdata" || name == "node_modules" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")) {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			m.read(path)
		}
		return nil
	})
	return m.types, m.all
}

// migrations collects the arguments of AutoMigrate.
type migrations struct {
	dir, importPath string
	types           map[string]bool
	all             bool
}

func (m *migrations) read(path string) {
	text, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(text, []byte("AutoMigrate(")) {
		return
	}
	file, _ := parser.ParseFile(token.NewFileSet(), path, text, parser.SkipObjectResolution)
	if file == nil {
		return
	}
	own := filepath.Dir(path) == m.dir
	imports := importNames(file)
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if f, ok := call.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "AutoMigrate" {
			for _, arg := range call.Args {
				m.argument(file, arg, own, imports)
			}
		}
		return true
	})
}

// argument notes the type of a model, or those of a list that the file writes
// out.
func (m *migrations) argument(file *ast.File, arg ast.Expr, own bool, imports map[string]string) {
	switch t := modelType(arg).(type) {
	case *ast.Ident:
		if own {
			m.types[t.Name] = true
		}
		return
	case *ast.SelectorExpr:
		if x, ok := t.X.(*ast.Ident); ok && imports[x.Name] == m.importPath {
			m.types[t.Sel.Name] = true
		}
		return
	}
	name, ok := arg.(*ast.Ident)
	if !ok {
		m.all = false
		return
	}
	list := listOf(file, name.Name)
	if list == nil {
		m.all = false
		return
	}
	for _, element := range list.Elts {
		if modelType(element) == nil {
			m.all = false
			continue
		}
		m.argument(file, element, own, imports)
	}
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
