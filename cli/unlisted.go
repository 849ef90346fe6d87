package cli

import (
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"github.com/gmig/gmig/cli/internal/envbuild"
	"github.com/gmig/gmig/cli/internal/modelscan"
	"github.com/gmig/gmig/versions"
)

// unlisted is a struct that looks like a model and that autogenerate does not
// hear of.
type unlisted struct{ importPath, name string }

// warnUnlisted names the models that stand in the packages of the listed ones
// without being listed or reached through a relation: forgetting to list one is
// the commonest mistake. It stays silent where there are no sources.
func (a *app) warnUnlisted(db *gorm.DB, p *project) {
	if !p.sources {
		return
	}
	module, err := envbuild.FindModule(p.dir)
	if err != nil {
		return
	}
	found := findUnlisted(db, a.env.Models, resolver(module))
	for len(found) > 0 {
		// They are in the order of their packages.
		n := 1
		for n < len(found) && found[n].importPath == found[0].importPath {
			n++
		}
		a.log.warn("%s", unlistedMessage(found[:n]))
		found = found[n:]
	}
}

// unlistedMessage is a line about the unlisted structs of one package, however
// many: some applications have gorm tags on what they only scan into.
func unlistedMessage(of []unlisted) string {
	names, pointers := make([]string, len(of)), make([]string, len(of))
	for i, m := range of {
		names[i], pointers[i] = m.name, "&"+m.name+"{}"
	}
	return fmt.Sprintf("not in the list of models that env.go names, and so not compared: %s of package %s; add %s to it, or a comment line %s%s if they are no tables",
		strings.Join(names, ", "), of[0].importPath, strings.Join(pointers, ", "), modelscan.IgnoreDirective, strings.Join(names, " "))
}

// warnNotCompiled names the revision files that this environment was built
// without: those of a location that env.go does not join, and those that are
// newer than the program. It stays silent where there are no sources.
func (a *app) warnNotCompiled(p *project) {
	if !p.sources {
		return
	}
	known := map[string]bool{}
	for _, r := range a.env.Versions.Revisions() {
		known[r.ID] = true
	}
	dirs, err := p.locations()
	if err != nil {
		return
	}
	// Files with faults do not compile, which is another matter.
	files, _ := versions.ReadDir(dirs...)
	for _, f := range files {
		if !known[f.Revision.ID] {
			a.log.warn("revision %q of %s is not part of this program, and will not run: build it again, or let env.go join the set of its directory", f.Revision.ID, filepath.ToSlash(f.Path))
		}
	}
}

// findUnlisted compares a scan of the listed models' packages with the types
// that GORM reaches from the list.
func findUnlisted(db *gorm.DB, models []any, resolve func(string) string) []unlisted {
	known := map[unlisted]bool{}
	packages := map[string]bool{}
	for _, model := range models {
		t := reflect.TypeOf(model)
		for t != nil && t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t == nil {
			continue
		}
		packages[t.PkgPath()] = true
		known[unlisted{t.PkgPath(), t.Name()}] = true
		reach(schemaOf(db, model), known, map[*schema.Schema]bool{})
	}
	var found []unlisted
	for _, importPath := range slices.Sorted(maps.Keys(packages)) {
		dir := resolve(importPath)
		if dir == "" {
			continue
		}
		scanned, err := modelscan.Scan(dir, resolve)
		if err != nil {
			continue
		}
		for _, name := range scanned.Models {
			if m := (unlisted{importPath, name}); !known[m] {
				found = append(found, m)
			}
		}
	}
	return found
}

// schemaOf returns the schema of a model, nil for one that does not parse or whose
// own code panics: the comparison itself reports that.
func schemaOf(db *gorm.DB, model any) (s *schema.Schema) {
	defer func() {
		if recover() != nil {
			s = nil
		}
	}()
	stmt := &gorm.Statement{DB: db}
	if err := stmt.Parse(model); err != nil {
		return nil
	}
	return stmt.Schema
}

// reach notes the types of a schema and of everything related to it.
func reach(s *schema.Schema, known map[unlisted]bool, seen map[*schema.Schema]bool) {
	if s == nil || seen[s] {
		return
	}
	seen[s] = true
	known[unlisted{s.ModelType.PkgPath(), s.ModelType.Name()}] = true
	for _, r := range s.Relationships.Relations {
		reach(r.FieldSchema, known, seen)
		reach(r.JoinTable, known, seen)
	}
}
