package versions

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"github.com/gmig/gmig/templates"
)

// stubSources are the packages that a revision file imports, as far as it needs
// them: enough to type-check it without compiling GORM.
var stubSources = map[string]string{
	"context": `package context
		type Context interface{ Err() error }`,
	opPath: `package op
		import "context"
		type Migration struct{}
		type Func func(ctx context.Context, m *Migration) error
		type Revision struct {
			ID string
			Revises, BranchLabels, DependsOn []string
			Message string
			Up, Down Func
		}`,
}

const stubSet = `package versions
	import "github.com/gmig/gmig/op"
	type set struct{}
	func (set) Add(op.Revision) {}
	var All set`

// stubImporter is a types.Importer of stubSources.
type stubImporter map[string]*types.Package

func (i stubImporter) Import(path string) (*types.Package, error) {
	if i[path] == nil {
		if stubSources[path] == "" {
			return nil, fmt.Errorf("no package %q", path)
		}
		p, err := i.check(path, stubSources[path])
		if err != nil {
			return nil, err
		}
		i[path] = p
	}
	return i[path], nil
}

func (i stubImporter) check(path string, sources ...string) (*types.Package, error) {
	set := token.NewFileSet()
	var files []*ast.File
	for _, source := range sources {
		file, err := parser.ParseFile(set, path, source, 0)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	config := types.Config{Importer: i}
	return config.Check(path, set, files, nil)
}

func TestRenderedFilesCompileTogether(t *testing.T) {
	// One package of all of them: their functions must not collide either.
	sources := []string{stubSet}
	for i, message := range oddMessages {
		d := orders()
		d.ID = []string{"a%d", "1.%d", "é%d", "a b%d", "with_%d", "x/%d"}[i%6]
		d.ID = fmt.Sprintf(d.ID, i)
		d.Message, d.BranchLabels = message, []string{fmt.Sprintf("label-%d", i)}
		text, err := Render(templates.Revision, d)
		if err != nil {
			t.Fatalf("id %q, message %q: %v", d.ID, message, err)
		}
		sources = append(sources, string(text))
	}
	if _, err := (stubImporter{}).check("versions", sources...); err != nil {
		t.Error(err)
	}
}
