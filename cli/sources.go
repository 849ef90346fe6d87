package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/gmig/gmig/templates"
	"github.com/gmig/gmig/versions"
)

// revisionTemplate is the name of the user's own template of revision files, in
// the migrations directory.
const revisionTemplate = "revision.go.tmpl"

// sources are the revision files and the history that they form. Nothing of
// them was built.
type sources struct {
	graph *versions.Graph
	files []versions.File
	byID  map[string]versions.File
	// colour is that of printed entries.
	colour painter
}

// sources reads the files of the project or, where those are not, the ones that
// the environment was compiled with. All of them must be good.
func (a *app) sources(p *project) (*sources, error) {
	files, err := a.readFiles(p)
	if err != nil {
		return nil, err
	}
	s, err := newSources(files)
	if err != nil {
		return nil, err
	}
	s.colour = a.painter()
	return s, nil
}

// survey reads the history for commands that only print it. A file that is
// broken does not hide the others: the history then holds what could be read of
// it, and the error, which comes last, is not nil. Without a history only the
// error comes.
func (a *app) survey(p *project) (*sources, error) {
	files, faults := a.readFiles(p)
	if faults != nil && len(files) == 0 {
		return nil, faults
	}
	s, err := newSources(files)
	if err != nil && faults != nil {
		s, err = newSources(withoutLooseEnds(files))
	}
	if err != nil {
		return nil, errors.Join(faults, err)
	}
	s.colour = a.painter()
	return s, faults
}

// withoutLooseEnds leaves out the references to revisions and labels that no
// file has: where a file is broken, they may be its own.
func withoutLooseEnds(files []versions.File) []versions.File {
	known := map[string]bool{}
	for _, f := range files {
		known[f.Revision.ID] = true
		for _, label := range f.Revision.BranchLabels {
			known[label] = true
		}
	}
	unknown := func(name string) bool { return !known[name] }
	tied := slices.Clone(files)
	for i := range tied {
		r := &tied[i].Revision
		r.Revises = slices.DeleteFunc(slices.Clone(r.Revises), unknown)
		r.DependsOn = slices.DeleteFunc(slices.Clone(r.DependsOn), unknown)
	}
	return tied
}

func newSources(files []versions.File) (*sources, error) {
	g, err := versions.FilesGraph(files)
	if err != nil {
		return nil, err
	}
	s := &sources{graph: g, files: files, byID: map[string]versions.File{}}
	for _, f := range files {
		s.byID[f.Revision.ID] = f
	}
	return s, nil
}

// resolve finds what an identifier stands for, and asks the database only if it
// is about where that is.
func (a *app) resolve(ctx context.Context, p *project, s *sources, target string) ([]string, error) {
	var current []string
	if currentWord.MatchString(target) {
		var err error
		if current, err = a.currentRows(ctx, p); err != nil {
			return nil, err
		}
	}
	return s.graph.Resolve(target, current...)
}

func (a *app) readFiles(p *project) ([]versions.File, error) {
	if p.sources {
		dirs, err := p.locations()
		if err != nil {
			return nil, err
		}
		files, err := versions.ReadDir(dirs...)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%w: bring the directory back from version control, or run `gmig init` in an empty one", err)
		}
		return files, err
	}
	if embedded := a.env.Versions.Files(); len(embedded) > 0 {
		return versions.ReadFS(embedded...)
	}
	return nil, fmt.Errorf("the environment holds no revision files: give NewSet the embedded ones in versions.go, or run where the %s directory is", p.dir)
}

// entry is a revision of the history for printing.
func (s *sources) entry(id string) entry {
	n, _ := s.graph.Node(id)
	f := s.byID[id]
	return entry{Node: n, path: filepath.ToSlash(f.Path), doc: f.Doc, created: f.Created, colour: s.colour}
}

func (s *sources) entries(ids []string) []entry {
	list := make([]entry, len(ids))
	for i, id := range ids {
		list[i] = s.entry(id)
	}
	return list
}

func (e *entry) markCurrent(rows []string) { e.current = slices.Contains(rows, e.Revision.ID) }

// reportOptions are how a command prints revisions.
type reportOptions struct{ verbose, json bool }

// printEntries prints revisions, a line or a block each, or as JSON.
func (a *app) printEntries(entries []entry, parts lineParts, o reportOptions) error {
	if o.json {
		return a.printJSON(entries, false)
	}
	for _, e := range entries {
		a.printEntry(e, parts, o.verbose)
	}
	return nil
}

// printEntry prints a revision in a line or in full.
func (a *app) printEntry(e entry, parts lineParts, verbose bool) {
	if verbose {
		a.printf("%s", e.block())
		return
	}
	a.printf("%s", e.line(parts))
}

// template is the project's template of revision files, gmig's own if the
// project has none.
func (p *project) template() (string, error) {
	text, err := os.ReadFile(filepath.Join(p.dir, revisionTemplate))
	if errors.Is(err, fs.ErrNotExist) {
		return templates.Revision, nil
	}
	if err != nil {
		return "", fmt.Errorf("read the template of revision files: %w", err)
	}
	return string(text), nil
}
