package modelscan

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
)

const (
	gormPath   = "gorm.io/gorm"
	schemaPath = "gorm.io/gorm/schema"
)

// Setting is something that a program tells GORM and that changes which tables
// GORM makes of the models.
type Setting struct {
	// Name is a field of gorm.Config, or the name of a function of GORM.
	Name string
	// Call tells that it is a function.
	Call bool
	// Path and Line are where it stands.
	Path string
	Line int
}

// configFields are the fields of gorm.Config that change the schema.
var configFields = map[string]bool{
	"NamingStrategy": true,
	"DisableForeignKeyConstraintWhenMigrating": true,
	"IgnoreRelationshipsWhenMigrating":         true,
}

// Settings finds what the code of a module tells GORM about the schema beside
// the models: in gorm.Config, with SetupJoinTable and with RegisterSerializer.
// It returns them in the order of files.
func Settings(root string) []Setting {
	var found []Setting
	eachGoFile(root, func(path string) {
		text, err := os.ReadFile(path)
		if err != nil || !bytes.Contains(text, []byte(`"`+gormPath)) {
			return
		}
		fset := token.NewFileSet()
		file, _ := parser.ParseFile(fset, path, text, parser.SkipObjectResolution)
		if file == nil {
			return
		}
		imports := importNames(file)
		note := func(name string, call bool, at token.Pos) {
			found = append(found, Setting{Name: name, Call: call, Path: path, Line: fset.Position(at).Line})
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CompositeLit:
				if !qualified(n.Type, imports, gormPath, "Config") {
					return true
				}
				for _, element := range n.Elts {
					if kv, ok := element.(*ast.KeyValueExpr); ok {
						if key, ok := kv.Key.(*ast.Ident); ok && configFields[key.Name] && !isFalse(kv.Value) {
							note(key.Name, false, key.Pos())
						}
					}
				}
			case *ast.AssignStmt:
				for i := range min(len(n.Lhs), len(n.Rhs)) {
					if field, ok := n.Lhs[i].(*ast.SelectorExpr); ok && configFields[field.Sel.Name] && !isFalse(n.Rhs[i]) {
						note(field.Sel.Name, false, field.Pos())
					}
				}
			case *ast.CallExpr:
				f, ok := n.Fun.(*ast.SelectorExpr)
				switch {
				case ok && f.Sel.Name == "SetupJoinTable" && len(n.Args) == 3:
					note(f.Sel.Name, true, n.Pos())
				case qualified(n.Fun, imports, schemaPath, "RegisterSerializer"):
					note("RegisterSerializer", true, n.Pos())
				}
			}
			return true
		})
	})
	return found
}

// qualified tells whether an expression is a name of the package with the
// import path.
func qualified(e ast.Expr, imports map[string]string, importPath, name string) bool {
	selector, ok := e.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != name {
		return false
	}
	x, ok := selector.X.(*ast.Ident)
	return ok && imports[x.Name] == importPath
}

func isFalse(e ast.Expr) bool {
	x, ok := e.(*ast.Ident)
	return ok && x.Name == "false"
}
