package postgres

import (
	"regexp"
	"strings"

	"github.com/gmig/gmig/op"
)

var (
	spaces = regexp.MustCompile(`\s+`)
	// typeParts splits "timestamp (3) with time zone[]" into the name before
	// the parentheses, what they hold, the words behind, and the brackets of an
	// array.
	typeParts = regexp.MustCompile(`^([^(\[]*?)\s*(?:\(([^)]*)\)\s*([a-z ]*?))?\s*((?:\[\s*\d*\s*\]|\s)*)$`)
)

// SameType implements dialect.Dialect.
func (d *Dialect) SameType(a, b *op.ColumnDef) bool {
	return d.normalType(a) == d.normalType(b) && d.numbered(a).Increments == d.numbered(b).Increments
}

// KeepsComments implements dialect.Dialect.
func (d *Dialect) KeepsComments() bool { return true }

// KeepsNullDefault implements dialect.Dialect. PostgreSQL stores no NULL, but
// it stores the cast of a NULL to a type with parameters.
func (d *Dialect) KeepsNullDefault(c *op.ColumnDef) bool {
	return strings.Contains(d.normalType(c), "(")
}

// NormalType brings a type to the spelling of PostgreSQL's format_type:
// "VARCHAR(10)" to "character varying(10)", "timestamptz" to "timestamp with
// time zone". Types that it does not know keep their own, in lower case unless
// they are quoted.
func NormalType(t string) string {
	t = strings.TrimSpace(t)
	if strings.Contains(t, `"`) {
		return t
	}
	t = spaces.ReplaceAllString(strings.ToLower(t), " ")
	m := typeParts.FindStringSubmatch(t)
	if m == nil {
		return t
	}
	base, args, behind := m[1], strings.ReplaceAll(m[2], " ", ""), m[3]
	if behind != "" {
		base += " " + behind
	}
	normal := formatType(base, args)
	if strings.Contains(m[4], "[") {
		normal += "[]" // PostgreSQL keeps neither the sizes nor the dimensions
	}
	return normal
}

// formatType is format_type's spelling of a known type.
func formatType(base, args string) string {
	in := func(s string) string {
		if args == "" {
			return s
		}
		return s + "(" + args + ")"
	}
	zoned := func(kind, zone string) string { return in(kind) + " " + zone }
	switch base {
	case "int", "int4":
		return "integer"
	case "int2":
		return "smallint"
	case "int8":
		return "bigint"
	case "bool":
		return "boolean"
	case "float4":
		return "real"
	case "float8", "double":
		return "double precision"
	case "float":
		return floatType(args)
	case "decimal", "dec", "numeric":
		if args != "" && !strings.Contains(args, ",") {
			args += ",0"
		}
		return in("numeric")
	case "varchar", "char varying", "character varying":
		return in("character varying")
	case "char", "character":
		if args == "" {
			args = "1"
		}
		return in("character")
	case "varbit", "bit varying":
		return in("bit varying")
	case "bit":
		if args == "" {
			args = "1"
		}
		return in("bit")
	case "timestamptz", "timestamp with time zone":
		return zoned("timestamp", "with time zone")
	case "timestamp", "timestamp without time zone":
		return zoned("timestamp", "without time zone")
	case "timetz", "time with time zone":
		return zoned("time", "with time zone")
	case "time", "time without time zone":
		return zoned("time", "without time zone")
	}
	return in(base)
}

// floatType is the type that PostgreSQL takes for float(bits).
func floatType(bits string) string {
	if bits != "" && len(bits) <= 2 && (len(bits) == 1 || bits <= "24") {
		return "real"
	}
	return "double precision"
}

// family groups the types that PostgreSQL converts into one another when it
// assigns, without being told how.
type family int

const (
	noFamily family = iota
	textual
	numeric
	boolean
	temporal
	jsonic
	bitwise
)

// familyOf returns the family of a type in NormalType's spelling. An array is
// of no family, whatever its elements.
func familyOf(normal string) family {
	if strings.HasSuffix(normal, "]") {
		return noFamily
	}
	base, _, _ := strings.Cut(normal, "(")
	switch strings.TrimSpace(base) {
	case "text", "character varying", "character", "bpchar", "name", "citext":
		return textual
	case "smallint", "integer", "bigint", "numeric", "real", "double precision":
		return numeric
	case "boolean":
		return boolean
	case "date", "timestamp", "timestamp with time zone", "timestamp without time zone":
		return temporal
	case "json", "jsonb":
		return jsonic
	case "bit", "bit varying":
		return bitwise
	}
	return noFamily
}

// conversion is the USING expression for a change between types in
// normalType's spelling, empty when PostgreSQL needs none. cast is the new one as
// a cast takes it.
//
// There is none within a family and to a text, for an explicit cast would do
// harm there: a value that is too long for varchar(n) is an error when it is
// assigned, and cut without a word when it is cast. What has no direct cast
// goes through text, which every type has a cast from and to.
func conversion(column, from, to, cast string) string {
	c := ident(column)
	a, b := familyOf(from), familyOf(to)
	array := strings.HasSuffix(from, "]") && strings.HasSuffix(to, "]")
	switch {
	case a == b && a != noFamily, b == textual:
		return ""
	case a == numeric && b == boolean:
		return c + " <> 0"
	case a == boolean && b == numeric:
		if to == "integer" {
			return c + "::integer"
		}
		return c + "::integer::" + cast
	case a == textual, array:
		return c + "::" + cast
	}
	return c + "::text::" + cast
}

// Conversion implements dialect.Converter.
func (d *Dialect) Conversion(from, to *op.ColumnDef) (using string, sure bool) {
	a, b := d.normalType(from), d.normalType(to)
	if a == b || to.GeneratedAs != nil {
		return "", true
	}
	using = conversion(to.Name, a, b, d.castType(to))
	// The elements of an array are cast one by one.
	x, y := familyOf(strings.TrimRight(a, "[]")), familyOf(strings.TrimRight(b, "[]"))
	if strings.HasSuffix(a, "]") && strings.HasSuffix(b, "]") && x == y && x != noFamily {
		return using, true
	}
	return using, using == "" || x == numeric && y == boolean || x == boolean && y == numeric
}
