package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The demonstration replaces the models by a second version of them, which the go command does not
// look at where it is kept: here the whole shop is compiled and vetted with it in place.
func TestShopCompilesWithEvolvedModels(t *testing.T) {
	files, err := filepath.Glob("_evolved/models/*.go")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no file in _evolved/models")
	}
	replace := make(map[string]string)
	for _, file := range files {
		source, err := filepath.Abs(file)
		if err != nil {
			t.Fatal(err)
		}
		place, err := filepath.Abs(filepath.Join("models", filepath.Base(file)))
		if err != nil {
			t.Fatal(err)
		}
		replace[place] = source
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(path, overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "vet", "-overlay", path, "./...").CombinedOutput(); err != nil {
		t.Errorf("go vet with the evolved models: %v\n%s", err, out)
	}
}
