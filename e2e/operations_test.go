package e2e

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const opPath = "github.com/gmig/gmig/op"

// notScripted are functions of package op that have no part in what a script does.
var notScripted = []string{
	"NewMigration", "Migration.With", "Migration.X", "Migration.LookupX", "Migration.Tag", // tests of packages cli and migrator
	"Migration.Resuming", "Migration.Progress", // say nothing about a script
	"ColumnDef.Clone", "DataType.For", "DataType.Equal", "ExecOp.For", "BulkInsertOp.Columns", "CreateTableOp.Constraints", "CheckEnumValues", "AlterEnumOp.Check", "AlterEnumOp.OnlyAdds", // for tools
}

// The history that scripts are compared with runs on has a use of everything
// that a revision can call, in the words of package op.
func TestTheHistoryOfOperationsHasEachOperation(t *testing.T) {
	op, used := usesOfOp(t, "testdata/history/operations")
	var missing []string
	for _, f := range callable(op) {
		if name := shortName(f); !used[f] && !slices.Contains(notScripted, name) {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		t.Errorf("testdata/history/operations, whose scripts are compared with runs, uses no op.%s", strings.Join(missing, ", op."))
	}
	known := map[string]bool{}
	for _, f := range callable(op) {
		known[shortName(f)] = !used[f]
	}
	for _, name := range notScripted {
		if !known[name] {
			t.Errorf("notScripted lists %s, which package op has not or the history uses", name)
		}
	}
}

// callable are the exported functions and types' methods of a package, without
// the methods that only make a type an operation or a constraint.
func callable(p *types.Package) []types.Object {
	var all []types.Object
	for _, name := range p.Scope().Names() {
		object := p.Scope().Lookup(name)
		switch o := object.(type) {
		case *types.Func:
			all = append(all, o)
		case *types.Var: // the types without a size
			all = append(all, o)
		case *types.TypeName:
			named, ok := o.Type().(*types.Named)
			if !ok || types.IsInterface(named) {
				continue
			}
			for m := range named.Methods() {
				if m.Exported() && m.Name() != "Describe" && m.Name() != "ConstraintName" {
					all = append(all, m)
				}
			}
		}
	}
	return slices.DeleteFunc(all, func(o types.Object) bool { return !o.Exported() })
}

// shortName is "CreateTable" or "CreateTableOp.With".
func shortName(o types.Object) string {
	signature, ok := o.Type().(*types.Signature)
	if !ok || signature.Recv() == nil {
		return o.Name()
	}
	receiver := signature.Recv().Type()
	if pointer, ok := receiver.(*types.Pointer); ok {
		receiver = pointer.Elem()
	}
	return receiver.(*types.Named).Obj().Name() + "." + o.Name()
}

// usesOfOp type-checks the revision files of a directory and returns package op
// with what the files use of it.
func usesOfOp(t *testing.T, dir string) (*types.Package, map[types.Object]bool) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no revision files in %s: %v", dir, err)
	}
	fset := token.NewFileSet()
	parse := func(path string, text any) *ast.File {
		f, err := parser.ParseFile(fset, path, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	files := []*ast.File{parse("versions.go", `package versions
		import "`+opPath+`"
		var All interface{ Add(op.Revision) }`)}
	for _, path := range paths {
		files = append(files, parse(path, nil))
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: importer.ForCompiler(fset, "gc", exports(t))}
	checked, err := config.Check("versions", fset, files, info)
	if err != nil {
		t.Fatal(err)
	}
	used := map[types.Object]bool{}
	for _, o := range info.Uses {
		used[o] = true
	}
	i := slices.IndexFunc(checked.Imports(), func(p *types.Package) bool { return p.Path() == opPath })
	return checked.Imports()[i], used
}

// exports returns what finds the compiled form of package op and of what it
// imports.
func exports(t *testing.T) importer.Lookup {
	t.Helper()
	out, err := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}", opPath).Output()
	if err != nil {
		t.Fatalf("list what package op imports: %v", err)
	}
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		files[path] = file
	}
	return func(path string) (io.ReadCloser, error) {
		file, ok := files[path]
		if !ok {
			return nil, fmt.Errorf("package op does not import %q", path)
		}
		return os.Open(file)
	}
}
