package sqlite

import (
	"testing"

	"gorm.io/driver/sqlite"
)

func TestTableOptionsAreTheSameInAnyOrder(t *testing.T) {
	e := engine{gorm: sqlite.Open("")}
	for _, test := range []struct {
		a, b string
		same bool
	}{
		{"STRICT, WITHOUT ROWID", "without rowid , strict", true},
		{"", "WITH (fillfactor=70)", true}, // PostgreSQL's
		{"STRICT", "", false},
		{"STRICT", "STRICT, WITHOUT ROWID", false},
	} {
		if got := e.SameTableOptions(test.a, test.b); got != test.same {
			t.Errorf("%q and %q: same %v", test.a, test.b, got)
		}
	}
}
