package counts

import (
	"os"
	"path/filepath"
	"testing"
)

func TestSaidIsAppended(t *testing.T) {
	file := filepath.Join(t.TempDir(), "counts")
	t.Setenv(fileVariable, file)
	Say(t, "%d pairs", 3)
	Say(t, "%d rows", 4)
	got, err := os.ReadFile(file)
	if want := "TestSaidIsAppended: 3 pairs\nTestSaidIsAppended: 4 rows\n"; err != nil || string(got) != want {
		t.Errorf("the file has %q, %v", got, err)
	}
}
