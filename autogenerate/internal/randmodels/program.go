package randmodels

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const (
	// drawn is the import path of the program. Its directory exists in the
	// overlay of its build only.
	drawn     = "github.com/gmig/gmig/autogenerate/internal/drawn"
	roundtrip = "github.com/gmig/gmig/autogenerate/internal/roundtrip"
)

// header begins each package of models. Document is a type whose column each
// dialect has in its own words, as those of gorm.io/datatypes.
const header = `import (
	"database/sql"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

var (
	_ sql.NullInt64
	_ time.Time
)

type Document string

func (Document) GormDataType() string { return "json" }

func (Document) GormDBDataType(db *gorm.DB, _ *schema.Field) string {
	if db.Dialector.Name() == "postgres" {
		return "JSONB"
	}
	return "JSON"
}

`

// Build compiles a program that tries the pairs, which it knows by their
// numbers, and returns its path in dir. The sources stand in an overlay on the
// directory of package autogenerate, so the module is left as it is.
func Build(pairs []Pair, autogenerate, dir string) (string, error) {
	var mainFile, before, after strings.Builder
	mainFile.WriteString("package main\n\nimport (\n\t\"" + drawn + "/after\"\n\t\"" + drawn + "/before\"\n\t\"" + roundtrip + "\"\n\n\t\"gorm.io/gorm\"\n)\n\nfunc main() {\n\troundtrip.Main([]roundtrip.Pair{\n")
	before.WriteString("package before\n\n" + header)
	after.WriteString("package after\n\n" + header)
	for i, p := range pairs {
		prefix := fmt.Sprintf("P%d", i)
		fmt.Fprintf(&mainFile, "\t\t{Name: \"%d\", Before: before.Models%s, After: after.Models%s, Engine: %q,\n\t\t\tSetups: []func(*gorm.DB) error{before.Setup%s, after.Setup%s}},\n", i, prefix, prefix, p.Engine, prefix, prefix)
		before.WriteString(p.Before.Source(prefix) + "\n")
		after.WriteString(p.After.Source(prefix) + "\n")
	}
	mainFile.WriteString("\t})\n}\n")

	overlay := struct{ Replace map[string]string }{map[string]string{}}
	for name, text := range map[string]string{
		"main.go": mainFile.String(), "before/models.go": before.String(), "after/models.go": after.String(),
	} {
		path := filepath.Join(dir, "source", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return "", err
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			return "", err
		}
		overlay.Replace[filepath.Join(autogenerate, "internal/drawn", filepath.FromSlash(name))] = path
	}
	list, err := json.Marshal(overlay)
	if err != nil {
		return "", err
	}
	overlayFile, program := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "try-pairs")
	if err := os.WriteFile(overlayFile, list, 0o666); err != nil {
		return "", err
	}
	// Without the symbol table and debugging data the link takes half as long.
	build := exec.Command("go", "build", "-overlay", overlayFile, "-ldflags", "-s -w", "-o", program, drawn)
	build.Dir = autogenerate
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the program of the drawn models: %w\n%s", err, out)
	}
	return program, nil
}
