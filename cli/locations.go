package cli

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gmig/gmig/versions"
)

// defaultLocation is where revision files are if gmig.toml does not say it.
const defaultLocation = "versions"

// locations are the directories of revision files: those of version_locations,
// relative to the migrations directory. One that ends in /... stands for itself
// and every directory below it. Each is a Go package with a set of its own,
// which env.go joins.
func (p *project) locations() ([]string, error) {
	listed := p.config.VersionLocations
	if len(listed) == 0 {
		return []string{filepath.Join(p.dir, defaultLocation)}, nil
	}
	var all []string
	for _, l := range listed {
		top, recursive := strings.CutSuffix(filepath.ToSlash(l), "/...")
		dir := filepath.Join(p.dir, filepath.FromSlash(top))
		if !recursive {
			all = append(all, dir)
			continue
		}
		err := filepath.WalkDir(dir, func(found string, e fs.DirEntry, err error) error {
			if err == nil && e.IsDir() {
				all = append(all, found)
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("version_locations: read %q: %w", l, err)
		}
	}
	return all, nil
}

// newFileLocation is the directory for a new revision file: the one that was
// asked for, else that of its parent, else the first.
func (p *project) newFileLocation(s *sources, asked string, revises []string) (string, error) {
	all, err := p.locations()
	if err != nil {
		return "", err
	}
	if asked != "" {
		for _, base := range []string{".", p.dir} {
			if dir := filepath.Join(base, asked); slices.Contains(all, dir) {
				return dir, nil
			}
		}
		return "", fmt.Errorf("--version-path %q is not one of the version_locations: %s", asked, strings.Join(all, ", "))
	}
	for _, id := range revises {
		if f, ok := s.byID[id]; ok && slices.Contains(all, filepath.Dir(f.Path)) {
			return filepath.Dir(f.Path), nil
		}
	}
	return all[0], nil
}

// beginLocation writes the set of a location that holds no Go file yet: without
// it the first revision there would not compile.
func (a *app) beginLocation(dir, pkg string) error {
	if files, _ := filepath.Glob(filepath.Join(dir, "*.go")); len(files) > 0 {
		return nil
	}
	text, err := renderProjectFile("versions.go.tmpl", initData{VersionsPackage: pkg})
	if err != nil {
		return err
	}
	set := filepath.Join(dir, "versions.go")
	if err := writeFiles(".", []plannedFile{{set, text}}); err != nil {
		return err
	}
	a.log.info("Wrote %s: let env.go join its set, as in versions.Join(versions.All, %s.All)", filepath.ToSlash(set), pkg)
	return nil
}

// checkFileTemplate refuses a file template with folders: what is in a folder is
// another Go package, which neither the program nor the history would have.
func (p *project) checkFileTemplate(draft versions.Draft) error {
	name, err := versions.FileName(p.config.FileTemplate, draft)
	if err != nil {
		return err
	}
	if folder := path.Dir(name); folder != "." {
		return fmt.Errorf("file_template %q puts the file into folder %q, which is another Go package: list folders in version_locations, and choose one with --version-path", p.config.FileTemplate, folder)
	}
	return nil
}

// packageName is the name of the Go package in a directory, by its first file
// that parses; without one, the directory's own.
func packageName(dir string) string {
	files, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		if text, err := os.ReadFile(name); err == nil {
			if file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.PackageClauseOnly); err == nil {
				return file.Name.Name
			}
		}
	}
	return versions.PackageName(filepath.Base(dir))
}
