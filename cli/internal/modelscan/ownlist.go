package modelscan

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
)

// List is a list of models that a package exports.
type List struct {
	// Name is what stands behind the package's name: "Tables", "AllModels()".
	Name string
	// Types are the package's own in it.
	Types []string
	// Mixed tells that models of other packages are in it too.
	Mixed bool
}

// OwnList finds the list of models that a package keeps for AutoMigrate: an
// exported variable, or a function without parameters, that holds a []any
// written out in full and that the code of the module passes to AutoMigrate. It
// returns nil if there is no such list, more than one, or if AutoMigrate is also
// called with exported types of the package that the list lacks: old migrations
// have copies of their models, which they do not export.
func OwnList(root, dir, importPath string) *List {
	passed := map[string]bool{}
	eachGoFile(root, func(path string) { readPassedLists(path, dir, importPath, passed) })
	if len(passed) == 0 {
		return nil
	}
	lists := slices.DeleteFunc(declaredLists(dir), func(l *List) bool { return !passed[l.Name] })
	if len(lists) != 1 {
		return nil
	}
	own := lists[0]
	complete := true
	c := &calls{note: func(callDir, path, name string) {
		if path == importPath || path == "" && callDir == dir {
			complete = complete && (!ast.IsExported(name) || slices.Contains(own.Types, name))
		}
	}}
	eachGoFile(root, c.read)
	if !complete {
		return nil
	}
	return own
}

// readPassedLists notes the lists of a package that a file passes to
// AutoMigrate, as declaredLists names them.
func readPassedLists(path, dir, importPath string, passed map[string]bool) {
	text, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(text, []byte("AutoMigrate(")) {
		return
	}
	file, _ := parser.ParseFile(token.NewFileSet(), path, text, parser.SkipObjectResolution)
	if file == nil {
		return
	}
	imports := importNames(file)
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || !call.Ellipsis.IsValid() || len(call.Args) != 1 {
			return true
		}
		if f, ok := call.Fun.(*ast.SelectorExpr); !ok || f.Sel.Name != "AutoMigrate" {
			return true
		}
		list, suffix := call.Args[0], ""
		if made, ok := list.(*ast.CallExpr); ok && len(made.Args) == 0 {
			list, suffix = made.Fun, "()"
		}
		switch list := list.(type) {
		case *ast.Ident:
			if filepath.Dir(path) == dir {
				passed[list.Name+suffix] = true
			}
		case *ast.SelectorExpr:
			if x, ok := list.X.(*ast.Ident); ok && imports[x.Name] == importPath {
				passed[list.Sel.Name+suffix] = true
			}
		}
		return true
	})
}

// declared is a list of models in the source.
type declared struct {
	dir     string
	file    *ast.File
	literal *ast.CompositeLit
}

// declaredList finds what a package declares under a name, as eachDeclared has
// it; nil if there is none.
func declaredList(dir, name string) (found *declared) {
	eachDeclared(dir, func(other string, list *declared) {
		if other == name {
			found = list
		}
	})
	return found
}

// declaredLists returns the lists of models that a package exports.
func declaredLists(dir string) (lists []*List) {
	eachDeclared(dir, func(name string, list *declared) {
		if !ast.IsExported(name) || !listsModels(list.literal) {
			return
		}
		l := &List{Name: name}
		for _, element := range list.literal.Elts {
			if t, ok := modelType(element).(*ast.Ident); ok {
				l.Types = append(l.Types, t.Name)
			} else {
				l.Mixed = true
			}
		}
		lists = append(lists, l)
	})
	return lists
}

// eachDeclared visits the lists written out in the variables of a package, by
// their name, and in its functions without parameters, by "Name()".
func eachDeclared(dir string, visit func(name string, list *declared)) {
	files, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	for _, path := range files {
		if isTest(path) {
			continue
		}
		file, _ := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if file == nil {
			continue
		}
		note := func(name string, value ast.Expr) {
			if list, ok := value.(*ast.CompositeLit); ok {
				visit(name, &declared{dir: dir, file: file, literal: list})
			}
		}
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				if decl.Recv != nil || !isModelsFunc(decl.Type) || decl.Body == nil || len(decl.Body.List) != 1 {
					continue
				}
				if result, ok := decl.Body.List[0].(*ast.ReturnStmt); ok && len(result.Results) == 1 {
					note(decl.Name.Name+"()", result.Results[0])
				}
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					if v, ok := spec.(*ast.ValueSpec); ok && len(v.Names) == 1 && len(v.Values) == 1 {
						note(v.Names[0].Name, v.Values[0])
					}
				}
			}
		}
	}
}
