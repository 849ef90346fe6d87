package ddl

import "strings"

// SplitName takes the name of a table apart as GORM does: "billing.invoices"
// is the table invoices of the attached database billing, and a name in
// backticks is one name, points and all.
func SplitName(name string) (schema, table string) {
	if n := len(name); n > 2 && name[0] == '`' && name[n-1] == '`' {
		return "", strings.ReplaceAll(name[1:n-1], "``", "`")
	}
	if schema, table, ok := strings.Cut(name, "."); ok && schema != "" && table != "" {
		return schema, table
	}
	return "", name
}

// SpellName is the inverse of SplitName for a table of the main database.
func SpellName(table string) string {
	if strings.Contains(table, ".") || strings.HasPrefix(table, "`") {
		return QuoteName(table)
	}
	return table
}
