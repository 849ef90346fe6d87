package migrator_test

import (
	"os/exec"
	"strings"
	"testing"
)

// TestAnApplicationCarriesNeitherAtlasNorTheCommandLine lists what comes with the
// packages that an application imports to upgrade itself.
func TestAnApplicationCarriesNeitherAtlasNorTheCommandLine(t *testing.T) {
	const module = "github.com/gmig/gmig/"
	out, err := exec.Command("go", "list", "-deps", module+"migrator", module+"op", module+"versions").Output()
	if err != nil {
		t.Fatal(err)
	}
	carried := map[string]bool{}
	for path := range strings.Lines(string(out)) {
		carried[strings.TrimSpace(path)] = true
	}
	if !carried[module+"dialect"] || !carried["gorm.io/gorm"] {
		t.Fatalf("the list is %s", out)
	}
	for path := range carried {
		for _, heavy := range []string{
			"ariga.io/", "github.com/hashicorp/", "github.com/zclconf/", "github.com/urfave/", "github.com/BurntSushi/",
			"golang.org/x/term", "gorm.io/driver/", "github.com/mattn/", module + "cli", module + "autogenerate", module + "gormschema", module + "inspect",
		} {
			if strings.HasPrefix(path, heavy) {
				t.Errorf("it carries %s", path)
			}
		}
	}
}
