package ddl

import "testing"

// TestAffinityIsSQLites goes through the examples in SQLite's manual.
func TestAffinityIsSQLites(t *testing.T) {
	for want, types := range map[string][]string{
		"INTEGER": {"INT", "tinyint", "BIG INT", "UNSIGNED BIG INT", "INT8", "CHARINT", "FLOATING POINT"},
		"TEXT":    {"CHARACTER(20)", "nvarchar(100)", "TEXT", "CLOB"},
		"BLOB":    {"BLOB", ""},
		"REAL":    {"REAL", "DOUBLE PRECISION", "float"},
		"NUMERIC": {"NUMERIC", "DECIMAL(10,5)", "BOOLEAN", "DATE", "DATETIME", "STRING"},
	} {
		for _, declared := range types {
			if got := Affinity(declared); got != want {
				t.Errorf("%q has affinity %s, want %s", declared, got, want)
			}
		}
	}
}
