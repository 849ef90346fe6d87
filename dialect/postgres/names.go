package postgres

import "unicode/utf8"

// maxName is the number of bytes that PostgreSQL keeps of an identifier.
const maxName = 63

// DefaultName is the name that PostgreSQL gives an object which belongs to a
// table, or to a column of it (column is not empty), when the statement names
// none: users_pkey, users_id_seq. Names that would be too long are cut as
// makeObjectName in the server's indexcmds.c does it: the longer part first,
// never inside a character. The table's name comes without its schema.
func DefaultName(table, column, label string) string {
	room := maxName - 1 - len(label)
	a, b := len(table), len(column)
	if column != "" {
		room--
	}
	for a+b > room {
		if a > b {
			a--
		} else {
			b--
		}
	}
	name := clip(table, a)
	if column != "" {
		name += "_" + clip(column, b)
	}
	return name + "_" + label
}

// clip cuts a string to at most n bytes, at the border of a character.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// KeyName implements dialect.KeyNamer.
func (*Dialect) KeyName(table string) string { return DefaultName(unqualified(table), "", "pkey") }
