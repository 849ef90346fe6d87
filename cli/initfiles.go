package cli

import (
	"bytes"
	"errors"
	"fmt"
	"go/format"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"text/template"

	"github.com/gmig/gmig/cli/internal/envbuild"
	"github.com/gmig/gmig/cli/internal/modelscan"
	"github.com/gmig/gmig/templates"
)

const (
	sqliteDriver   = "gorm.io/driver/sqlite"
	pureGoSQLite   = "github.com/glebarez/sqlite"
	postgresDriver = "gorm.io/driver/postgres"
)

// initPlan is what init is about to write.
type initPlan struct {
	files       []plannedFile
	sqlite      string // the import path of the SQLite driver
	environment string // as in initData
}

type plannedFile struct {
	path string // relative to the working directory
	text []byte
}

// initData is what the templates of the project's files may use.
type initData struct {
	URL            string
	SQLite         string
	Environment    string // as the go command names it from the module root: ./migrations
	Models         []modelsImport
	VersionsImport string
	// VersionsPackage is the name of the package of revision files.
	VersionsPackage string
}

// modelsImport is a package that lists models, as env.go imports it.
type modelsImport struct {
	Path  string
	Name  string
	Alias string // "" when the import needs no name
	List  string // Models(), or a list that the package has for AutoMigrate
}

// planInit renders every file.
func planInit(workingDir, dir string, module envbuild.Module, models []*modelsPackage, url string) (*initPlan, error) {
	importPath, err := module.ImportPath(dir)
	if err != nil {
		return nil, err
	}
	rel, err := filepath.Rel(module.Root, dir)
	if err != nil {
		return nil, err
	}
	data := initData{
		URL:            url,
		SQLite:         sqliteOf(module),
		Environment:    "./" + filepath.ToSlash(rel),
		Models:         modelsImports(models),
		VersionsImport: importPath + "/versions",

		VersionsPackage: "versions",
	}
	plan := &initPlan{sqlite: data.SQLite, environment: data.Environment}
	for _, f := range []struct{ name, template string }{
		{configName, "gmig.toml.tmpl"},
		{"env.go", "env.go.tmpl"},
		{"README.md", "README.md.tmpl"},
		{"versions/versions.go", "versions.go.tmpl"},
	} {
		text, err := renderProjectFile(f.template, data)
		if err != nil {
			return nil, err
		}
		plan.add(workingDir, filepath.Join(dir, filepath.FromSlash(f.name)), text)
	}
	plan.add(workingDir, filepath.Join(dir, revisionTemplate), []byte(templates.Revision))
	for _, m := range models {
		if len(m.found) == 0 && len(m.leftOut) == 0 {
			continue
		}
		text, err := modelsList(m)
		if err != nil {
			return nil, err
		}
		plan.add(workingDir, filepath.Join(absolute(workingDir, m.dir), listName), text)
	}
	return plan, nil
}

// modelsImports gives each package a name that nothing else in env.go has.
func modelsImports(packages []*modelsPackage) []modelsImport {
	taken := map[string]bool{"cli": true, "postgres": true, "slices": true, "sqlite": true, "versions": true}
	var imports []modelsImport
	for _, m := range packages {
		base := m.name
		if taken[base] && len(imports) == 0 {
			base = "models"
		}
		name := base
		if parent := path.Base(path.Dir(m.importPath)); taken[name] && token.IsIdentifier(parent) {
			// billingmodels says more than models2.
			base = parent + base
			name = base
		}
		for n := 2; taken[name]; n++ {
			name = fmt.Sprintf("%s%d", base, n)
		}
		taken[name] = true
		i := modelsImport{Path: m.importPath, Name: name, List: m.list}
		if name != path.Base(m.importPath) {
			i.Alias = name
		}
		imports = append(imports, i)
	}
	return imports
}

func (p *initPlan) add(workingDir, file string, text []byte) {
	if rel, err := filepath.Rel(workingDir, file); err == nil {
		file = rel
	}
	p.files = append(p.files, plannedFile{path: file, text: text})
}

// sqliteOf chooses the SQLite driver: the one in pure Go if the module requires
// it, else GORM's own.
func sqliteOf(module envbuild.Module) string {
	if required, err := module.Requires(); err == nil && slices.Contains(required, pureGoSQLite) {
		return pureGoSQLite
	}
	return sqliteDriver
}

func renderProjectFile(name string, data initData) ([]byte, error) {
	t, err := template.ParseFS(templates.Files, "default/"+name)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return nil, err
	}
	if strings.HasSuffix(name, ".go.tmpl") {
		return format.Source(b.Bytes())
	}
	return b.Bytes(), nil
}

// modelsList renders the file with the function that lists the models, unless
// the package has a list, and with what looks like models and is none.
func modelsList(models *modelsPackage) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "package %s\n\n", models.name)
	if len(models.found) > 0 {
		fmt.Fprintf(&b, "// Models lists every model whose table gmig keeps: add new ones here.\n")
		fmt.Fprintf(&b, "func Models() []any {\n\treturn []any{\n")
		for _, m := range models.found {
			fmt.Fprintf(&b, "\t\t&%s{},\n", m)
		}
		fmt.Fprintf(&b, "\t}\n}\n")
	}
	if len(models.leftOut) > 0 {
		fmt.Fprintf(&b, "\n// These look like models, and AutoMigrate makes no tables of them. gmig does not\n// warn that they are not listed.\n//\n%s%s\n",
			modelscan.IgnoreDirective, strings.Join(models.leftOut, " "))
	}
	return format.Source(b.Bytes())
}

// writeFiles writes all files or, when one cannot be written, removes what it
// has written.
func writeFiles(workingDir string, files []plannedFile) (err error) {
	var made []string
	defer func() {
		if err == nil {
			return
		}
		for i := len(made) - 1; i >= 0; i-- {
			err = errors.Join(err, os.Remove(made[i]))
		}
	}()
	for _, f := range files {
		file := absolute(workingDir, f.path)
		dirs, err := makeDirs(filepath.Dir(file))
		made = append(made, dirs...)
		if err != nil {
			return fmt.Errorf("make a directory for %q: %w", f.path, err)
		}
		out, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if err != nil {
			return fmt.Errorf("write %q: %w", f.path, err)
		}
		made = append(made, file)
		_, err = out.Write(f.text)
		if err := errors.Join(err, out.Close()); err != nil {
			return fmt.Errorf("write %q: %w", f.path, err)
		}
	}
	return nil
}

// makeDirs makes a directory with its parents and returns those that were not
// there, outermost first.
func makeDirs(dir string) ([]string, error) {
	if _, err := os.Stat(dir); err == nil {
		return nil, nil
	}
	made, err := makeDirs(filepath.Dir(dir))
	if err != nil {
		return made, err
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		return made, err
	}
	return append(made, dir), nil
}
