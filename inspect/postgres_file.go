package inspect

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/postgres"
	"github.com/gmig/gmig/op"
)

// sized splits a type of format_type with one or two numbers.
var sized = regexp.MustCompile(`^(character varying|numeric|timestamp)\((\d+)(?:,(\d+))?\)( with time zone)?$`)

// portable is the type as a revision file should write it: a portable one if
// the dialect makes exactly this type of it, else the type as it is.
func portable(c *op.ColumnDef, d dialect.Dialect) op.DataType {
	t, ok := guess(c.Type.Raw)
	if !ok {
		return c.Type
	}
	plain := &op.ColumnDef{Name: c.Name, Type: t}
	if postgres.NormalType(d.ColumnType(plain)) != c.Type.Raw {
		return c.Type
	}
	return t
}

// guess is the portable type that GORM's own dialector turns into a type of
// PostgreSQL.
func guess(raw string) (op.DataType, bool) {
	switch raw {
	case "smallint":
		return op.Int(16), true
	case "integer":
		return op.Int(32), true
	case "bigint":
		return op.Int(64), true
	case "boolean":
		return op.Bool, true
	case "text":
		return op.Text, true
	case "numeric":
		return op.Float(64), true
	case "timestamp with time zone":
		return op.Time, true
	case "bytea":
		return op.Bytes, true
	}
	m := sized.FindStringSubmatch(raw)
	if m == nil {
		return op.DataType{}, false
	}
	size, err := strconv.Atoi(m[2])
	if err != nil || size == 0 {
		return op.DataType{}, false
	}
	switch {
	case m[1] == "character varying":
		return op.String(size), true
	case m[1] == "numeric":
		scale, _ := strconv.Atoi(m[3]) // digits, or empty for 0
		return op.Decimal(size, scale), true
	case m[4] != "":
		return op.Timestamp(size), true
	}
	return op.DataType{}, false
}

var (
	// constant is a string constant with the cast that PostgreSQL prints.
	constant = regexp.MustCompile(`(?s)^(E?)'((?:[^'\\]|''|\\.)*)'::([\w ."\[\]]+)$`)
	plainInt = regexp.MustCompile(`^-?(0|[1-9]\d*)$`)
	plainNum = regexp.MustCompile(`^-?(0|[1-9]\d*)(\.\d+)?$`)
)

// fileDefault is a default as a revision file should write it: a Go value where
// it comes back from PostgreSQL as the same text, a bare string constant where
// the cast is the column's own type, else the expression as it is.
func fileDefault(sql, typ, base string) *op.DefaultDef {
	asIs := &op.DefaultDef{SQL: sql}
	text, castTo := sql, ""
	if m := constant.FindStringSubmatch(sql); m != nil {
		if text, castTo = strings.ReplaceAll(m[2], "''", "'"), m[3]; m[1] == "E" {
			if text = strings.ReplaceAll(text, `\\`, `\`); strings.Count(m[2], `\`) != 2*strings.Count(text, `\`) {
				return asIs // another escape than that of a backslash
			}
		}
	}
	switch {
	case castTo == "" && typ == "boolean" && (sql == "true" || sql == "false"):
		return &op.DefaultDef{Value: sql == "true"}
	case isInteger(typ) && plainInt.MatchString(text) && printsAs(text, sql):
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return &op.DefaultDef{Value: n}
		}
	case isNumeric(base) && plainNum.MatchString(text) && printsAs(text, sql):
		f, err := strconv.ParseFloat(text, 64)
		if err == nil && strconv.FormatFloat(f, 'f', -1, 64) == text {
			return &op.DefaultDef{Value: f}
		}
	case castTo != "" && castTo == base && isText(base):
		return &op.DefaultDef{Value: text}
	case castTo != "" && castTo == base:
		return &op.DefaultDef{SQL: strings.TrimSuffix(sql, "::"+castTo)}
	}
	return asIs
}

// printsAs reports whether PostgreSQL prints a bare number in a default as
// given: it casts the ones that are negative or too long for an integer.
func printsAs(number, printed string) bool {
	switch _, err := strconv.ParseInt(number, 10, 32); {
	case strings.Contains(number, "."):
		if strings.HasPrefix(number, "-") {
			return printed == "'"+number+"'::numeric"
		}
		return printed == number
	case err != nil:
		return printed == "'"+number+"'::bigint"
	case strings.HasPrefix(number, "-"):
		return printed == "'"+number+"'::integer"
	}
	return printed == number
}

func isNumeric(base string) bool {
	return base == "numeric" || base == "real" || base == "double precision"
}

func isText(base string) bool { return base == "text" || base == "character varying" }

// unwrap takes the outer parentheses off an expression, as often as one pair
// holds all of it.
func unwrap(sql string) string {
	for strings.HasPrefix(sql, "(") && closing(sql) == len(sql)-1 {
		sql = sql[1 : len(sql)-1]
	}
	return sql
}

// closing is the position of the parenthesis that closes the first one. The
// server's own text has neither comments nor dollar quotes in it.
func closing(sql string) int {
	depth := 0
	for i := 0; i < len(sql); i++ {
		switch c := sql[i]; c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		case '\'', '"':
			i = quoteEnd(sql, i)
		}
	}
	return -1
}
