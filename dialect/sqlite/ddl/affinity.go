package ddl

import "strings"

// Affinity is what a column of a declared type, outside of a STRICT table, makes
// of the values that it gets: "INTEGER", "TEXT", "BLOB", "REAL" or "NUMERIC", by
// the rules of SQLite's manual, "Determination Of Column Affinity".
func Affinity(declared string) string {
	t := strings.ToUpper(declared)
	has := func(parts ...string) bool {
		for _, p := range parts {
			if strings.Contains(t, p) {
				return true
			}
		}
		return false
	}
	switch {
	case has("INT"):
		return "INTEGER"
	case has("CHAR", "CLOB", "TEXT"):
		return "TEXT"
	case t == "" || has("BLOB"):
		return "BLOB"
	case has("REAL", "FLOA", "DOUB"):
		return "REAL"
	}
	return "NUMERIC"
}
