package autogenerate

import (
	"fmt"
	"go/format"
	"strconv"
	"strings"

	"github.com/gmig/gmig/op"
)

// render writes operations as the Go statements of a revision's function. No
// operations give no statements.
func render(ops []op.Operation, notes notes) (string, error) {
	var b strings.Builder
	for len(ops) > 0 {
		n, method := 1, "Run"
		for n < len(ops) && online(ops[n]) == online(ops[0]) {
			n++
		}
		if online(ops[0]) {
			method = "Autocommit"
		}
		call, err := statement("m."+method, ops[:n], notes)
		if err != nil {
			return "", err
		}
		if ops = ops[n:]; len(ops) == 0 {
			b.WriteString("return " + call + "\n")
		} else {
			b.WriteString("if err := " + call + "; err != nil {\nreturn err\n}\n")
		}
	}
	source, err := format.Source([]byte(b.String()))
	if err != nil {
		return "", fmt.Errorf("formatting the operations: %w", err)
	}
	return string(source), nil
}

// online reports whether an operation runs outside of a transaction on
// PostgreSQL.
func online(o op.Operation) bool {
	switch o := o.(type) {
	case *op.CreateIndexOp:
		return o.Online
	case *op.DropIndexOp:
		return o.Online
	case *op.AlterEnumOp:
		return o.Ahead
	}
	return false
}

// statement writes the call that runs operations.
func statement(function string, ops []op.Operation, notes notes) (string, error) {
	var b strings.Builder
	b.WriteString(function + "(ctx,\n")
	for _, o := range ops {
		if note := notes[o]; note != "" {
			b.WriteString(comment(note))
		}
		text, err := operation(o)
		if err != nil {
			return "", err
		}
		b.WriteString(text + ",\n")
	}
	return b.String() + ")", nil
}

// comment breaks a note into the lines of a comment.
func comment(note string) string {
	const width = 76
	var b strings.Builder
	line := "// Warning:"
	for _, word := range strings.Fields(note) {
		if len(line)+1+len(word) > width && line != "//" {
			b.WriteString(line + "\n")
			line = "//"
		}
		line += " " + word
	}
	b.WriteString(line + "\n")
	return b.String()
}

// operation writes one operation as a Go expression.
func operation(o op.Operation) (string, error) {
	switch o := o.(type) {
	case *op.CreateTableOp:
		return createTable(o), nil
	case *op.DropTableOp:
		return call("op.DropTable", o.Name), nil
	case *op.RenameTableOp:
		return call("op.RenameTable", o.From, o.To), nil
	case *op.CommentTableOp:
		return call("op.CommentTable", o.Table, o.From, o.To), nil
	case *op.AlterTableOptionsOp:
		return call("op.AlterTableOptions", o.Table, o.From, o.To), nil
	case *op.AddColumnOp:
		return fmt.Sprintf("op.AddColumn(%s, %s)", quote(o.Table), column(o.Column)), nil
	case *op.DropColumnOp:
		return call("op.DropColumn", o.Table, o.Name), nil
	case *op.RenameColumnOp:
		return call("op.RenameColumn", o.Table, o.From, o.To), nil
	case *op.RenameIndexOp:
		return call("op.RenameIndex", o.Table, o.From, o.To), nil
	case *op.RenameConstraintOp:
		return call("op.RenameConstraint", o.Table, o.From, o.To), nil
	case *op.AlterColumnOp:
		return fmt.Sprintf("op.AlterColumn(%s,\n%s,\n%s)", quote(o.Table), column(o.From), column(o.To)) +
			method("Using", o.UsingSQL), nil
	case *op.FillOp:
		return fill(o), nil
	case *op.BulkInsertOp:
		return bulkInsert(o)
	case *op.AddConstraintOp:
		return fmt.Sprintf("op.AddConstraint(%s, %s)", quote(o.Table), constraint(o.Constraint)), nil
	case *op.DropConstraintOp:
		return fmt.Sprintf("op.DropConstraint(%s, %s)", quote(o.Table), constraint(o.Constraint)), nil
	case *op.CreateIndexOp:
		return createIndex(o), nil
	case *op.DropIndexOp:
		return call("op.DropIndex", o.Name, o.Table) + chain("Concurrently", o.Online), nil
	case *op.CreateEnumOp:
		return call("op.CreateEnum", append([]string{o.Name}, o.Values...)...), nil
	case *op.AlterEnumOp:
		return fmt.Sprintf("op.AlterEnum(\n%s,\n%s,\n)", dataType(o.From), dataType(o.To)) + chain("Rebuild", o.Anew), nil
	case *op.RenameEnumValueOp:
		return call("op.RenameEnumValue", o.Enum, o.From, o.To), nil
	case *op.DropEnumOp:
		return call("op.DropEnum", o.Name), nil
	case *op.ExecOp:
		return execute(o), nil
	}
	return "", fmt.Errorf("writing an operation of type %T as Go: not one of package op", o)
}

// call writes a call with string arguments.
func call(function string, args ...string) string {
	quoted := make([]string, len(args))
	for i, a := range args {
		quoted[i] = quote(a)
	}
	return function + "(" + strings.Join(quoted, ", ") + ")"
}

// method writes a chained call, nothing if there are no arguments or the only
// one is empty.
func method(name string, args ...string) string {
	if len(args) == 0 || len(args) == 1 && args[0] == "" {
		return ""
	}
	return call("."+name, args...)
}

// chain writes a chained call without arguments if on.
func chain(name string, on bool) string {
	if !on {
		return ""
	}
	return "." + name + "()"
}

// quote writes a string literal, the raw form where it reads better.
func quote(s string) string {
	if strings.ContainsAny(s, `"\`) && strconv.CanBackquote(s) {
		return "`" + s + "`"
	}
	return strconv.Quote(s)
}
