package cli

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gmig/gmig/cli/internal/envbuild"
	"github.com/gmig/gmig/cli/internal/modelscan"
)

// maxSuggested is how many directories a hint names, and maxOutside how many when
// code outside of them calls AutoMigrate with their types: more are no help.
const (
	maxSuggested = 6
	maxOutside   = 12
)

// modelsElsewhere returns the directories of the module that hold GORM models,
// as --models takes them. What AutoMigrate is called with is the better witness:
// a struct with gorm tags may be a part of models in other packages.
func modelsElsewhere(workingDir string, module envbuild.Module) []string {
	if dirs, _ := migratedDirs(workingDir, module); len(dirs) > 0 {
		return dirs
	}
	return scannedDirs(workingDir, module)
}

// namingModels says how to name directories to init.
func namingModels(dirs []string) string {
	switch len(dirs) {
	case 0:
		return "name the directory of your models with --models DIR"
	case 1:
		return "there are GORM models in " + dirs[0] + ": name the directory with --models " + dirs[0]
	}
	return "there are GORM models in several directories: name each that has yours, as in --models " + strings.Join(dirs, " --models ")
}

// notNamed returns the directories of packages that the module's code calls
// AutoMigrate with and that are none of the given ones, and the types of other
// modules that it calls it with. A list of the user's own may have the models of
// many packages, so nothing is said about it.
func notNamed(workingDir string, module envbuild.Module, packages []*modelsPackage) (dirs, foreign []string) {
	if slices.ContainsFunc(packages, func(m *modelsPackage) bool { return m.mixed }) {
		return nil, nil
	}
	dirs, foreign = migratedDirs(workingDir, module)
	return slices.DeleteFunc(dirs, func(dir string) bool {
		return slices.ContainsFunc(packages, func(m *modelsPackage) bool { return m.shown() == dir })
	}), foreign
}

// migratedDirs returns the directories of the packages whose types the module's
// code passes to AutoMigrate, as --models takes them, and the types of other
// modules that it passes. Of more directories than a hint can name those stay
// that other packages call it with: an application with many old migrations
// calls it in each of them.
func migratedDirs(workingDir string, module envbuild.Module) (dirs, foreign []string) {
	packages, foreign := modelscan.MigratedPackages(module.Root, module.Path)
	resolve := resolver(module)
	var outside []string
	for _, importPath := range slices.Sorted(maps.Keys(packages)) {
		dir, witness := resolve(importPath), packages[importPath]
		scanned, err := modelscan.Scan(dir, resolve)
		if err != nil || witness == modelscan.InList && len(scanned.Models) == 0 {
			continue
		}
		if own, err := envbuild.FindModule(dir); err != nil || own.Root != module.Root {
			continue
		}
		rel, err := filepath.Rel(workingDir, dir)
		if err != nil || scanned.Name == "main" && rel != "." {
			continue
		}
		shown := (&modelsPackage{dir: rel}).shown()
		dirs = append(dirs, shown)
		if witness == modelscan.Outside {
			outside = append(outside, shown)
		}
	}
	switch {
	case len(dirs) <= maxSuggested:
		return dirs, foreign
	case len(outside) <= maxOutside:
		return outside, foreign
	}
	return nil, foreign
}

// scannedDirs returns directories whose packages hold structs that look like
// GORM models. A package main is left out, as it cannot be imported, but for
// that of the working directory: there init says what to do about it.
func scannedDirs(workingDir string, module envbuild.Module) []string {
	var found []string
	// What cannot be read is no place to suggest.
	_ = filepath.WalkDir(module.Root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return nil
		}
		if p != module.Root {
			_, err := os.Stat(filepath.Join(p, "go.mod"))
			if name := d.Name(); err == nil || name == "vendor" || name == "testdata" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "node_modules" {
				return filepath.SkipDir
			}
		}
		scanned, err := modelscan.Scan(p, resolver(module))
		if err != nil || len(scanned.Models) == 0 {
			return nil
		}
		if rel, err := filepath.Rel(workingDir, p); err == nil && (scanned.Name != "main" || rel == ".") {
			found = append(found, (&modelsPackage{dir: rel}).shown())
		}
		if len(found) == maxSuggested {
			return filepath.SkipAll
		}
		return nil
	})
	return found
}
