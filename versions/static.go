package versions

import (
	"errors"
	"go/ast"
	"go/constant"
	"go/token"
)

var errNotStatic = errors.New("is not a string literal or a constant of this file: write it so, gmig reads it without running the file")

// text evaluates a string: a literal, a constant of the file, or a sum of them.
func (p *fileParser) text(e ast.Expr) (string, error) {
	return p.textWithin(e, 0)
}

// deepest is how many constants may lead to one another: more are a cycle.
const deepest = 100

func (p *fileParser) textWithin(e ast.Expr, depth int) (string, error) {
	if depth > deepest {
		return "", errNotStatic
	}
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			value := constant.MakeFromLiteral(e.Value, token.STRING, 0)
			if value.Kind() == constant.String {
				return constant.StringVal(value), nil
			}
		}
	case *ast.ParenExpr:
		return p.textWithin(e.X, depth+1)
	case *ast.Ident:
		if value, ok := p.constants[e.Name]; ok {
			return p.textWithin(value, depth+1)
		}
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			left, err := p.textWithin(e.X, depth+1)
			if err != nil {
				return "", err
			}
			right, err := p.textWithin(e.Y, depth+1)
			return left + right, err
		}
	}
	return "", errNotStatic
}

// texts evaluates a list of strings: a literal of strings, or nil.
func (p *fileParser) texts(e ast.Expr) ([]string, error) {
	if name, ok := e.(*ast.Ident); ok && name.Name == "nil" {
		return nil, nil
	}
	literal, ok := e.(*ast.CompositeLit)
	if !ok {
		return nil, errors.New("is not a list of strings: write []string{...}, gmig reads it without running the file")
	}
	var all []string
	for _, element := range literal.Elts {
		text, err := p.text(element)
		if err != nil {
			return nil, err
		}
		all = append(all, text)
	}
	return all, nil
}

// collectConstants finds the constants of a file, by name, wherever they are
// declared.
func collectConstants(file *ast.File) map[string]ast.Expr {
	constants := map[string]ast.Expr{}
	ast.Inspect(file, func(n ast.Node) bool {
		decl, ok := n.(*ast.GenDecl)
		if !ok || decl.Tok != token.CONST {
			return true
		}
		for _, spec := range decl.Specs {
			values, ok := spec.(*ast.ValueSpec)
			if !ok {
				continue
			}
			for i, name := range values.Names {
				if i < len(values.Values) {
					constants[name.Name] = values.Values[i]
				}
			}
		}
		return false
	})
	return constants
}
