package versions

import (
	"go/ast"
	"go/constant"
	"go/token"
	"reflect"
	"strconv"

	"github.com/gmig/gmig/op"
)

// upgrade reads the operations that a revision's Up function runs, in their
// order, without running it. plain tells that these are all: that the function
// calls Run or Autocommit with operations written out, outside of conditions and loops.
// Data steps between them do not matter.
func (p *fileParser) upgrade(file *ast.File, up ast.Expr) (ops []op.Operation, plain bool) {
	body := functionBody(file, up)
	if body == nil {
		return nil, false
	}
	r := runReader{p: p, plain: true}
	for _, statement := range body.List {
		r.statement(statement)
	}
	return r.ops, r.plain
}

// functionBody finds the body of a function literal or of a function of the
// file.
func functionBody(file *ast.File, f ast.Expr) *ast.BlockStmt {
	switch f := f.(type) {
	case *ast.FuncLit:
		return f.Body
	case *ast.Ident:
		for _, d := range file.Decls {
			if declared, ok := d.(*ast.FuncDecl); ok && declared.Recv == nil && declared.Name.Name == f.Name {
				return declared.Body
			}
		}
	}
	return nil
}

// runReader collects the operations of the calls of Run in a function.
type runReader struct {
	p     *fileParser
	ops   []op.Operation
	plain bool
}

// statement reads what always runs of a statement, and notes whether there are
// operations in the rest.
func (r *runReader) statement(s ast.Stmt) {
	switch s := s.(type) {
	case *ast.IfStmt:
		if s.Init != nil {
			r.statement(s.Init)
		}
		r.conditional(s.Cond)
		r.conditional(s.Body)
		if s.Else != nil {
			r.conditional(s.Else)
		}
	case *ast.BlockStmt:
		for _, inner := range s.List {
			r.statement(inner)
		}
	case *ast.ReturnStmt, *ast.AssignStmt, *ast.ExprStmt, *ast.DeclStmt:
		r.calls(s)
	default:
		r.conditional(s)
	}
}

// conditional notes operations that may or may not run.
func (r *runReader) conditional(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && isRun(call) {
			r.plain = false
		}
		return r.plain
	})
}

// calls reads the calls of Run in a simple statement.
func (r *runReader) calls(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			r.conditional(n.Body)
			return false
		case *ast.CallExpr:
			if isRun(n) {
				r.run(n)
				return false
			}
		}
		return true
	})
}

func (r *runReader) run(call *ast.CallExpr) {
	if call.Ellipsis.IsValid() {
		r.plain = false
		return
	}
	for _, arg := range call.Args[1:] {
		if inner, ok := arg.(*ast.CallExpr); ok && r.p.isOp(inner.Fun, "BulkInsert") {
			continue // rows, and nothing of the schema
		}
		if o, ok := r.p.value(arg).(op.Operation); ok {
			r.ops = append(r.ops, o)
		} else {
			r.plain = false
		}
	}
}

// isRun tells a call of the method Run or Autocommit with a context and more.
func isRun(call *ast.CallExpr) bool {
	f, ok := call.Fun.(*ast.SelectorExpr)
	return ok && (f.Sel.Name == "Run" || f.Sel.Name == "Autocommit") && len(call.Args) > 0
}

// value evaluates an expression over package op: nil if it is none that is
// written out.
func (p *fileParser) value(e ast.Expr) any {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return p.value(e.X)
	case *ast.CallExpr:
		return p.call(e)
	case *ast.SelectorExpr, *ast.Ident:
		if t, ok := p.vocabulary[p.opName(e)].(op.DataType); ok {
			return t
		}
		if name, ok := e.(*ast.Ident); ok && (name.Name == "true" || name.Name == "false") {
			return name.Name == "true"
		}
	case *ast.UnaryExpr:
		return negative(e, p.value(e.X))
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return number(e)
		}
	}
	if text, err := p.text(e); err == nil {
		return text
	}
	return nil
}

// call evaluates a function of package op, a method of what one returned, or
// the conversion of a number.
func (p *fileParser) call(call *ast.CallExpr) any {
	var args []any
	for _, a := range call.Args {
		v := p.value(a)
		if v == nil {
			return nil
		}
		args = append(args, v)
	}
	if call.Ellipsis.IsValid() {
		return nil
	}
	if f := reflect.ValueOf(p.vocabulary[p.opName(call.Fun)]); f.Kind() == reflect.Func {
		return apply(f, args)
	}
	switch f := call.Fun.(type) {
	case *ast.Ident:
		if f.Name == "uint64" && len(args) == 1 {
			if n, ok := args[0].(int); ok && n >= 0 {
				return uint64(n)
			}
		}
	case *ast.SelectorExpr:
		if receiver := p.value(f.X); receiver != nil {
			if method := reflect.ValueOf(receiver).MethodByName(f.Sel.Name); method.IsValid() {
				return apply(method, args)
			}
		}
	}
	return nil
}

// apply calls a function, nil if the arguments do not fit it.
func apply(f reflect.Value, args []any) any {
	t := f.Type()
	if len(args) < t.NumIn() && !(t.IsVariadic() && len(args) == t.NumIn()-1) || len(args) > t.NumIn() && !t.IsVariadic() || t.NumOut() != 1 {
		return nil
	}
	in := make([]reflect.Value, len(args))
	for i, a := range args {
		want := t.In(min(i, t.NumIn()-1))
		if t.IsVariadic() && i >= t.NumIn()-1 {
			want = want.Elem()
		}
		in[i] = reflect.ValueOf(a)
		if !in[i].Type().AssignableTo(want) {
			return nil
		}
	}
	return f.Call(in)[0].Interface()
}

// number evaluates a literal of a number.
func number(literal *ast.BasicLit) any {
	value := constant.MakeFromLiteral(literal.Value, literal.Kind, 0)
	switch literal.Kind {
	case token.INT:
		if n, exact := constant.Int64Val(value); exact && strconv.IntSize == 64 {
			return int(n)
		}
		if n, exact := constant.Uint64Val(value); exact {
			return n
		}
	case token.FLOAT:
		f, _ := constant.Float64Val(value)
		return f
	}
	return nil
}

// negative evaluates a minus.
func negative(e *ast.UnaryExpr, v any) any {
	if e.Op != token.SUB {
		return nil
	}
	switch v := v.(type) {
	case int:
		return -v
	case float64:
		return -v
	}
	return nil
}

// vocabulary holds the types and functions of package op that a revision file
// is written in, by name.
func vocabulary() map[string]any {
	return map[string]any{
		"Bool": op.Bool, "Text": op.Text, "Time": op.Time, "Bytes": op.Bytes,
		"Int": op.Int, "Uint": op.Uint, "Float": op.Float, "Decimal": op.Decimal, "String": op.String,
		"Timestamp": op.Timestamp, "Type": op.Type,
		"Column": op.Column, "PrimaryKey": op.PrimaryKey, "Unique": op.Unique, "ForeignKey": op.ForeignKey,
		"Check": op.Check, "Key": op.Key, "KeyExpr": op.KeyExpr,
		"CreateTable": op.CreateTable, "DropTable": op.DropTable, "RenameTable": op.RenameTable,
		"CommentTable": op.CommentTable, "AlterTableOptions": op.AlterTableOptions, "AddColumn": op.AddColumn, "DropColumn": op.DropColumn,
		"AlterColumn": op.AlterColumn, "RenameColumn": op.RenameColumn, "AddConstraint": op.AddConstraint,
		"DropConstraint": op.DropConstraint, "CreateIndex": op.CreateIndex, "DropIndex": op.DropIndex,
		"Exec": op.Exec, "Fill": op.Fill, "FillValue": op.FillValue,
		"RenameIndex": op.RenameIndex, "RenameConstraint": op.RenameConstraint,
		"Enum": op.Enum, "CreateEnum": op.CreateEnum, "AlterEnum": op.AlterEnum, "DropEnum": op.DropEnum,
		"RenameEnumValue": op.RenameEnumValue,
	}
}
