package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gmig/gmig/autogenerate"
	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/versions"
)

// compareOptions are the options of a comparison.
type compareOptions struct {
	dropUnknown bool
	answers     autogenerate.Answers
	// ask is asked what the answers leave open; nil asks nobody.
	ask autogenerate.Questioner
}

// compare asks autogenerate what separates the models from the database, which
// must be at the heads of the history. It prints the warnings.
func (a *app) compare(ctx context.Context, p *project, s *sources, o compareOptions) (script *autogenerate.Script, err error) {
	if len(a.env.Models) == 0 {
		return nil, errors.New("the list of models is empty, which would drop every table: see Models in env.go, and `func Models() []any` in the models' package")
	}
	conn, err := a.connect(ctx, p, reading)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, conn.close()) }()
	m, err := migrator.New(conn.db, a.env.Versions)
	if err != nil {
		return nil, err
	}
	state, err := m.State(ctx)
	if err != nil {
		return nil, err
	}
	rows := headIDs(state)
	if state.Unfinished != nil {
		return nil, state.Interrupted()
	}
	a.sayEdited(m.Edited(state.Heads))
	if _, err := s.graph.Resolve("current", rows...); err != nil {
		return nil, err
	}
	if !atHeads(rows, s.graph) {
		return nil, notUpToDate(conn.url.String(), rows, s.graph.RealHeads())
	}
	a.warnUnlisted(conn.db, p)
	dialectors, err := a.dialectors(p, conn.url)
	if err != nil {
		return nil, err
	}
	script, err = autogenerate.Run(ctx, conn.db, autogenerate.Input{
		Models:      a.env.Models,
		Dialectors:  dialectors,
		Files:       s.files,
		DropUnknown: o.dropUnknown || p.config.UnknownTables == "drop",
		Answers:     o.answers,
		Ask:         o.ask,
	})
	if err != nil {
		return nil, fmt.Errorf("compare models and database: %w", err)
	}
	for _, w := range script.Warnings {
		a.log.warn("%s", w)
	}
	return script, nil
}

// atHeads reports whether a version table with these rows has everything
// applied.
func atHeads(rows []string, g *versions.Graph) bool {
	return slices.Equal(slices.Sorted(slices.Values(rows)), g.RealHeads())
}

// notUpToDate is the error for a database that is not at the heads, so that a
// comparison would find again what the pending revisions do.
func notUpToDate(url string, rows, heads []string) error {
	target := "head"
	if len(heads) > 1 {
		target = "heads"
	}
	return fmt.Errorf("target database is not up to date\n%s\nrun `gmig upgrade %s` first", places(url, rows, heads), target)
}

// notAtHeads is the error of current --check-heads.
func notAtHeads(url string, rows, heads []string) error {
	return fmt.Errorf("the database is not at all heads\n%s", places(url, rows, heads))
}

// places says where the database is and where the history ends.
func places(url string, rows, heads []string) string {
	at := "base"
	if len(rows) > 0 {
		at = strings.Join(rows, ", ")
	}
	target := "head"
	if len(heads) > 1 {
		target = "heads"
	}
	return fmt.Sprintf("  %s is at %s\n  the %s of the history: %s", url, at, target, strings.Join(heads, ", "))
}
