package modelscan

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
)

// readLists notes the types of the lists of models that a file writes out. A
// framework may take such a list and call AutoMigrate itself, while the code of
// the module calls it with a single type in an old migration.
func (c *calls) readLists(path string) {
	text, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(text, []byte("[]any{")) && !bytes.Contains(text, []byte("[]interface{}{")) {
		return
	}
	file, _ := parser.ParseFile(token.NewFileSet(), path, text, parser.SkipObjectResolution)
	if file == nil {
		return
	}
	dir, imports := filepath.Dir(path), importNames(file)
	ast.Inspect(file, func(n ast.Node) bool {
		if list, ok := n.(*ast.CompositeLit); ok && listsModels(list) {
			for _, element := range list.Elts {
				c.argument(file, element, dir, imports)
			}
		}
		return true
	})
}

// listsModels reports whether a literal is a []any of several values like &T{}.
func listsModels(list *ast.CompositeLit) bool {
	array, ok := list.Type.(*ast.ArrayType)
	if !ok || array.Len != nil || len(list.Elts) < 2 {
		return false
	}
	switch element := array.Elt.(type) {
	case *ast.Ident:
		if element.Name != "any" {
			return false
		}
	case *ast.InterfaceType:
		if element.Methods != nil && len(element.Methods.List) > 0 {
			return false
		}
	default:
		return false
	}
	for _, element := range list.Elts {
		if modelType(element) == nil {
			return false
		}
	}
	return true
}
