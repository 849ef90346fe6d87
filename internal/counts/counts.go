// Package counts lets a test say how much it went through, where go test prints
// nothing of a package that passes: make test prints what was said.
package counts

import (
	"fmt"
	"os"
	"testing"
)

// fileVariable names the file that everything is appended to; without it there is
// only the test's log.
const fileVariable = "GMIG_TEST_COUNTS"

// Say logs a sentence of numbers.
func Say(t testing.TB, format string, args ...any) {
	t.Helper()
	t.Logf(format, args...)
	name := os.Getenv(fileVariable)
	if name == "" {
		return
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatalf("saying what was counted: %v", err)
	}
	defer f.Close()
	// One write, since other packages are tested at the same time.
	if _, err := f.WriteString(t.Name() + ": " + fmt.Sprintf(format, args...) + "\n"); err != nil {
		t.Fatalf("saying what was counted: %v", err)
	}
}
