package sqlite

import (
	"strings"
	"testing"
)

func TestRequireFailsWithItsMessage(t *testing.T) {
	d := open(t, "")
	const message = "it's 100% `not so`"
	for _, condition := range []string{"1 = 1", "1 = 0"} {
		var failed string
		if _, err := d.ExecContext(t.Context(), "SAVEPOINT s"); err != nil {
			t.Fatal(err)
		}
		for _, statement := range d.Require(condition, message) {
			if _, err := d.ExecContext(t.Context(), statement); err != nil {
				failed = err.Error()
				break
			}
		}
		if _, err := d.ExecContext(t.Context(), "ROLLBACK TO s"); err != nil {
			t.Fatal(err)
		}
		if want := condition == "1 = 0"; strings.Contains(failed, message) != want || want == (failed == "") {
			t.Errorf("%s: %q", condition, failed)
		}
	}
}
