package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gmig/gmig/cli/internal/dburl"
	"github.com/gmig/gmig/cli/internal/envbuild"
	"github.com/gmig/gmig/templates"
)

func (a *app) initCommand() *urfave.Command {
	return &urfave.Command{
		Name:  "init",
		Usage: "write the migrations directory",
		Description: `Finds the models, or writes the function that lists them, and writes the
migrations directory into the Go module of the current directory.

Example:
  gmig init --models ./internal/models --url 'postgres://localhost/shop'`,
		Flags: []urfave.Flag{
			&urfave.StringSliceFlag{Name: "models", Usage: "the directory of the models' package (default: the first of " + strings.Join(modelsDirs, ", ") + "); may be repeated"},
			&urfave.StringFlag{Name: "template", Aliases: []string{"t"}, Value: templates.List()[0].Name, Usage: "the template of the directory: see gmig list-templates"},
		},
		Action: func(c *urfave.Context) error {
			if err := arguments(c, 0, 0); err != nil {
				return err
			}
			if err := checkTemplate(c.String("template")); err != nil {
				return err
			}
			return a.init(initOptions{
				dir:    cmp.Or(givenDirectory(c), defaultDirectory),
				models: c.StringSlice("models"),
				url:    c.String("url"),
			})
		},
	}
}

// initOptions are the arguments of init.
type initOptions struct {
	dir    string
	models []string // empty looks in modelsDirs
	url    string   // "" writes defaultURL
}

const defaultURL = "sqlite://app.db"

// init looks at everything first and writes last, so that a mistake leaves
// nothing behind.
func (a *app) init(o initOptions) error {
	workingDir, err := os.Getwd()
	if err != nil {
		return err
	}
	if err := checkNewDirectory(o.dir); err != nil {
		return err
	}
	dir := absolute(workingDir, o.dir)
	module, err := envbuild.FindModule(dir)
	if errors.Is(err, envbuild.ErrNoModule) {
		return errors.New("no go.mod in this directory or above it: gmig init works inside a Go module; make one with `go mod init example.com/yourapp`")
	}
	if err != nil {
		return err
	}
	if o.url == "" {
		o.url = defaultURL
	} else if err := checkURL(o.url, module.Root); err != nil {
		return err
	}
	models, err := findModels(workingDir, o.models, dir, module)
	if err != nil {
		return err
	}
	plan, err := planInit(workingDir, dir, module, models, o.url)
	if err != nil {
		return err
	}
	imported := []string{envbuild.GmigModule + "/cli", plan.sqlite, postgresDriver}
	for _, m := range models {
		imported = append(imported, m.importPath)
	}
	missing, err := module.Missing(imported...)
	if err != nil {
		return err
	}
	if err := writeFiles(workingDir, plan.files); err != nil {
		return err
	}
	a.reportInit(o, workingDir, module, models, plan, missing)
	return nil
}

// reportInit prints what was written and what to do next.
func (a *app) reportInit(o initOptions, workingDir string, module envbuild.Module, models []*modelsPackage, plan *initPlan, missing []string) {
	for _, f := range plan.files {
		a.printf("wrote %s\n", filepath.ToSlash(f.path))
	}
	for _, m := range models {
		if m.list != modelsFunction {
			a.printf("took the list that AutoMigrate is called with: %s.%s of %s\n", m.name, m.list, filepath.ToSlash(m.shown()))
		}
		if len(m.found) > 0 {
			a.printf("listed %d models in %s: %s\n", len(m.found), filepath.ToSlash(m.shown()), strings.Join(m.found, ", "))
		}
		if len(m.leftOut) > 0 {
			a.printf("left out, as AutoMigrate is not called with them: %s\n", strings.Join(m.leftOut, ", "))
		}
		if len(m.possible) > 0 {
			a.printf("not listed, though with a field ID: %s; add those that are tables to %s\n", strings.Join(m.possible, ", "), filepath.ToSlash(filepath.Join(m.dir, listName)))
		}
	}
	dirs, foreign := notNamed(workingDir, module, models)
	if len(dirs) > 0 {
		a.log.warn("AutoMigrate is also called with types of %s: their tables are not compared until %s lists them too; to begin again with them, remove what was written and add --models %s",
			strings.Join(dirs, ", "), filepath.ToSlash(filepath.Join(o.dir, "env.go")), strings.Join(dirs, " --models "))
	}
	if len(foreign) > 0 {
		a.log.warn("AutoMigrate is also called with types of other modules: %s; their tables are not compared until %s lists them too",
			strings.Join(foreign, ", "), filepath.ToSlash(filepath.Join(o.dir, "env.go")))
	}
	if dburl.Redact(o.url) != o.url && !strings.Contains(o.url, "${") {
		a.log.warn("%s holds the password of the url: write ${DB_PASSWORD} in its place before you commit the file", filepath.ToSlash(filepath.Join(o.dir, configName)))
	}
	a.printf("\nNext:\n")
	if len(missing) > 0 {
		where := ""
		if rel, err := filepath.Rel(workingDir, module.Root); err == nil && rel != "." {
			where = " in " + filepath.ToSlash(rel)
		}
		a.printf("  let go.mod require what the migrations import%s:\n", where)
		for _, command := range envbuild.Requirements(missing, envbuild.Checkout(), plan.environment) {
			a.printf("    %s\n", command)
		}
	}
	directory := ""
	if o.dir != defaultDirectory {
		directory = " -d " + filepath.ToSlash(o.dir)
	}
	if lines := settingsToRepeat(workingDir, module.Root); len(lines) > 0 {
		a.printf("  tell GORM in %s what the application tells it, or its tables come out otherwise:\n", filepath.ToSlash(filepath.Join(o.dir, "env.go")))
		for _, line := range lines {
			a.printf("    %s\n", line)
		}
	}
	a.printf("  look at %s: the url of the database\n", filepath.ToSlash(filepath.Join(o.dir, configName)))
	a.printf("  gmig%s revision --autogenerate -m \"first\"\n", directory)
	a.printf("  gmig%s upgrade head\n", directory)
}

// checkNewDirectory refuses a directory that holds anything.
func checkNewDirectory(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("read migrations directory: %w: choose another with -d DIR", err)
	case len(entries) > 0:
		return fmt.Errorf("directory %q exists and is not empty: choose another with -d DIR", dir)
	}
	return nil
}

// checkTemplate refuses a template that gmig does not have.
func checkTemplate(name string) error {
	var known []string
	for _, t := range templates.List() {
		if t.Name == name {
			return nil
		}
		known = append(known, t.Name)
	}
	return usageError{fmt.Errorf("template %q is not there: the templates are %q", name, known)}
}

// checkURL finds mistakes in a url while nothing is written. One with variables
// is understood when it is used.
func checkURL(raw, root string) error {
	if strings.Contains(raw, "${") {
		return nil
	}
	u, err := dburl.Parse(raw, root)
	if err != nil {
		return err
	}
	if u.Driver != "sqlite" && u.Driver != "postgres" {
		return u.UnknownDriver([]string{"postgres", "sqlite"})
	}
	return nil
}

func absolute(workingDir, p string) string {
	if filepath.IsAbs(p) {
		return filepath.Clean(p)
	}
	return filepath.Join(workingDir, p)
}
