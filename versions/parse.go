package versions

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/gmig/gmig/op"
)

// opPath is the import path under which a file knows op.Revision.
const opPath = "github.com/gmig/gmig/op"

// ParseFile reads the revisions in the text of a Go file: most often one, none
// if it has no op.Revision literal. The path is only for the errors and
// File.Path. A file that does not parse gives one File with its Err, and what
// could be read of it.
func ParseFile(path string, text []byte) []File {
	p := &fileParser{path: path, files: token.NewFileSet(), vocabulary: vocabulary()}
	file, err := parser.ParseFile(p.files, path, text, parser.ParseComments|parser.SkipObjectResolution)
	if file == nil {
		return []File{{Path: path, Err: fmt.Errorf("read revision file: %w", err)}}
	}
	p.op = importName(file)
	p.constants = collectConstants(file)
	doc := header(file)
	found := p.revisions(file)
	if err != nil {
		return []File{p.broken(found, doc, err)}
	}
	if len(found) == 0 {
		return nil
	}
	creates := p.objects(file)
	for i := range found {
		found[i].Checksum = Checksum(text)
		found[i].Doc = doc
		found[i].Created = parseDate(headerValue(doc, headerDate))
		found[i].Creates = creates
	}
	return found
}

// fileParser reads one file.
type fileParser struct {
	path  string
	files *token.FileSet
	// op is what the file calls package op, "." if it needs no name, empty if
	// it does not import it.
	op        string
	constants map[string]ast.Expr
	// vocabulary is package op by name.
	vocabulary map[string]any
}

// broken is a file that does not parse: with the revision that was found before
// the error, else with the one that the header names. So its children still
// find their parent.
func (p *fileParser) broken(found []File, doc string, err error) File {
	f := File{Path: p.path, Doc: doc, Created: parseDate(headerValue(doc, headerDate))}
	f.Err = fmt.Errorf("read revision file: %w", err)
	if len(found) > 0 && found[0].Err == nil {
		f.Revision = found[0].Revision
		return f
	}
	f.Revision.ID = headerValue(doc, headerID)
	f.Revision.Message = firstLine(doc)
	for id := range strings.SplitSeq(headerValue(doc, headerRevises), ",") {
		if id = strings.TrimSpace(id); id != "" {
			f.Revision.Revises = append(f.Revision.Revises, id)
		}
	}
	return f
}

// revisions finds the op.Revision literals of a file.
func (p *fileParser) revisions(file *ast.File) []File {
	if p.op == "" {
		return nil
	}
	var found []File
	ast.Inspect(file, func(n ast.Node) bool {
		literal, ok := n.(*ast.CompositeLit)
		if !ok || !p.isOp(literal.Type, "Revision") {
			return true
		}
		if len(literal.Elts) == 0 {
			return false // the zero value, which a helper may return
		}
		f := File{Path: p.path}
		var up ast.Expr
		f.Revision, up, f.Err = p.revision(literal)
		f.Upgrade, f.Plain = p.upgrade(file, up)
		found = append(found, f)
		return false
	})
	return found
}

// fields are those of op.Revision in its order, for a literal without keys.
var fields = [...]string{"ID", "Revises", "BranchLabels", "DependsOn", "Message", "Up", "Down", "NoTransaction"}

// revision reads a literal, and finds the expression of its Up. What is wrong
// with one field does not keep the others from being read.
func (p *fileParser) revision(literal *ast.CompositeLit) (r op.Revision, up ast.Expr, err error) {
	var errs []error
	for i, element := range literal.Elts {
		name, value := "", element
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			key, _ := pair.Key.(*ast.Ident)
			if key == nil {
				continue
			}
			name, value = key.Name, pair.Value
		} else if i < len(fields) {
			name = fields[i]
		}
		var err error
		switch name {
		case "ID":
			r.ID, err = p.text(value)
		case "Revises":
			r.Revises, err = p.texts(value)
		case "BranchLabels":
			r.BranchLabels, err = p.texts(value)
		case "DependsOn":
			r.DependsOn, err = p.texts(value)
		case "Message":
			r.Message, err = p.text(value)
		case "Up":
			up = value
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("read revision file: %s: %s %w", p.files.Position(value.Pos()), name, err))
		}
	}
	if r.ID == "" && len(errs) == 0 {
		errs = append(errs, fmt.Errorf("read revision file: %s: op.Revision has no ID: give it one", p.files.Position(literal.Pos())))
	}
	return r, up, errors.Join(errs...)
}

// objects finds the calls that create tables and indexes under known names.
func (p *fileParser) objects(file *ast.File) []Object {
	var found []Object
	add := func(kind Kind, args []ast.Expr, at int) {
		if len(args) <= at {
			return
		}
		if name, err := p.text(args[at]); err == nil && name != "" {
			if o := (Object{kind, name}); !slices.Contains(found, o) {
				found = append(found, o)
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		switch {
		case !ok:
		case p.isOp(call.Fun, "CreateTable"):
			add(Table, call.Args, 0)
		case p.isOp(call.Fun, "RenameTable"):
			add(Table, call.Args, 1)
		case p.isOp(call.Fun, "CreateIndex"):
			add(Index, call.Args, 0)
		case p.isOp(call.Fun, "RenameIndex"):
			add(Index, call.Args, 2)
		case p.isOp(call.Fun, "CreateEnum"):
			add(Enum, call.Args, 0)
		}
		return true
	})
	return found
}

// isOp tells that an expression is a name of package op.
func (p *fileParser) isOp(e ast.Expr, name string) bool { return p.opName(e) == name }

// opName returns the name of package op that an expression is, empty for
// another expression.
func (p *fileParser) opName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok && x.Name == p.op {
			return e.Sel.Name
		}
	case *ast.Ident:
		if p.op == "." {
			return e.Name
		}
	}
	return ""
}

// importName returns what a file calls package op.
func importName(file *ast.File) string {
	for _, spec := range file.Imports {
		if imported, err := strconv.Unquote(spec.Path.Value); err != nil || imported != opPath {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return path.Base(opPath)
	}
	return ""
}

// header returns the comments before the package clause, without directives.
func header(file *ast.File) string {
	var parts []string
	for _, group := range file.Comments {
		if group.End() > file.Package {
			break
		}
		if text := strings.TrimSpace(group.Text()); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "\n\n")
}
