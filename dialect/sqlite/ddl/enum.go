package ddl

import "strings"

// EnumType is what the column of an enum is declared as. An enum is a type of
// other engines: here it is a text with a CHECK on its values, written at the
// column.
const EnumType = "text"

// EnumPrefix begins the name of that CHECK; the enum's name follows. SQLite says
// the name when it refuses a value.
const EnumPrefix = "enum_"

// EnumConstraint writes the CHECK for a column that has an enum.
func EnumConstraint(enum, column string, values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = QuoteString(v)
	}
	return "CONSTRAINT " + QuoteName(EnumPrefix+enum) + " CHECK (" + QuoteName(column) + " IN (" + strings.Join(quoted, ",") + "))"
}

// Enum returns the name of the column's enum and the CHECK that stands for it,
// which is nil for a column without an enum.
func (c *Column) Enum() (name string, check *Constraint) {
	if NormalType(c.Type) != EnumType {
		return "", nil
	}
	for _, con := range c.Constraints {
		name, ours := strings.CutPrefix(con.Name, EnumPrefix)
		if ours && con.Kind == Check && c.EnumValues(con) != nil {
			return name, con
		}
	}
	return "", nil
}

// EnumValues are the strings in a CHECK like (`mood` IN ('sad','ok')) of the
// column, nil for any other CHECK.
func (c *Column) EnumValues(check *Constraint) []string {
	tokens := significant(check.Expr)
	n := len(tokens)
	if n < 5 || !EqualNames(tokens[0].Name(), c.Name) || !tokens[1].is("IN") || !tokens[2].op("(") || !tokens[n-1].op(")") {
		return nil
	}
	var values []string
	for i, t := range tokens[3 : n-1] {
		switch {
		case i%2 == 0 && t.Kind == String:
			values = append(values, t.Name())
		case i%2 == 1 && t.op(","):
		default:
			return nil
		}
	}
	return values
}
