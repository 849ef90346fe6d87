package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gmig/gmig/autogenerate"
	"github.com/gmig/gmig/cli/internal/dburl"
	"github.com/gmig/gmig/gormschema"
	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/versions"
)

// compareOptions are the options of a comparison.
type compareOptions struct {
	dropUnknown bool
	// devURL is --dev-url, empty for the setting.
	devURL string
	// fromVersions compares with what the revisions lead to, and not with the
	// database.
	fromVersions bool
	answers      autogenerate.Answers
	// ask is asked what the answers leave open; nil asks nobody.
	ask autogenerate.Questioner
}

// compare asks autogenerate what separates the models from the database, which
// must be at the heads of the history. It prints the warnings.
func (a *app) compare(ctx context.Context, p *project, s *sources, o compareOptions) (script *autogenerate.Script, err error) {
	if len(a.env.Models) == 0 {
		return nil, errors.New("the list of models is empty, which would drop every table: see Models in env.go, and `func Models() []any` in the models' package")
	}
	conn, err := a.connectToCompare(ctx, p, o)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, conn.close()) }()
	m, err := migrator.New(conn.db, a.env.Versions, migrator.WithArguments(p.arguments))
	if err != nil {
		return nil, err
	}
	var replay gormschema.Replay
	if o.fromVersions {
		replay = m.Replay
	} else if err := a.upToDate(ctx, m, s, conn.url.String()); err != nil {
		return nil, err
	}
	shadow, err := a.connectShadow(ctx, p, o)
	if err != nil {
		return nil, err
	}
	if shadow != nil {
		defer func() { err = errors.Join(err, shadow.close()) }()
	}
	a.warnUnlisted(conn.db, p)
	dialectors, err := a.dialectors(p, conn.url)
	if err != nil {
		return nil, err
	}
	in := autogenerate.Input{
		Models:      a.env.Models,
		Enums:       a.env.Enums,
		Dialectors:  dialectors,
		Files:       s.files,
		DropUnknown: o.dropUnknown || p.config.UnknownTables == "drop",
		Replay:      replay,
		Hooks:       a.env.Hooks,
		Answers:     o.answers,
		Ask:         o.ask,
	}
	if shadow != nil {
		in.Shadow = shadow.db
	}
	script, err = autogenerate.Run(ctx, conn.db, in)
	if err != nil {
		return nil, fmt.Errorf("compare models and database: %w", err)
	}
	for _, w := range script.Warnings {
		a.log.warn("%s", w)
	}
	return script, nil
}

// connectToCompare opens the database, which must be there only if it is what
// the models are compared with: the revisions are replayed on SQLite without a
// file.
func (a *app) connectToCompare(ctx context.Context, p *project, o compareOptions) (*connection, error) {
	if o.fromVersions {
		u, err := a.database(p)
		if err != nil {
			return nil, err
		}
		if u.Driver == "sqlite" {
			open, err := a.driver(u)
			if err != nil {
				return nil, err
			}
			u = u.InMemory()
			return a.open(ctx, u, open(u.DSN))
		}
	}
	return a.connect(ctx, p, reading)
}

// connectShadow opens the scratch database of the settings, nil for none.
func (a *app) connectShadow(ctx context.Context, p *project, o compareOptions) (*connection, error) {
	raw, origin := o.devURL, "--dev-url"
	if raw == "" {
		var err error
		origin = filepath.ToSlash(filepath.Join(p.dir, configName)) + ": dev_url"
		if raw, err = expand(p.config.DevURL, os.LookupEnv); err != nil {
			return nil, fmt.Errorf("%s: %w", origin, err)
		}
	}
	if raw == "" {
		return nil, nil
	}
	u, err := dburl.Parse(raw, p.root)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", origin, err)
	}
	a.log.alsoRedact(u.Redact)
	open, err := a.driver(u)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", origin, err)
	}
	return a.open(ctx, u, open(u.DSN))
}

func devURLFlag() urfave.Flag {
	return &urfave.StringFlag{Name: "dev-url", Usage: "a scratch database to try the models in, instead of dev_url in gmig.toml"}
}

// upToDate fails unless the database is at the heads.
func (a *app) upToDate(ctx context.Context, m *migrator.Migrator, s *sources, url string) error {
	state, err := m.State(ctx)
	if err != nil {
		return err
	}
	rows := headIDs(state)
	if state.Unfinished != nil {
		return state.Interrupted()
	}
	a.sayEdited(m.Edited(state.Heads))
	if _, err := s.graph.Resolve("current", rows...); err != nil {
		return err
	}
	if !atHeads(rows, s.graph) {
		return notUpToDate(url, rows, s.graph.RealHeads())
	}
	return nil
}

// fromFlag chooses what the models are compared with.
func fromFlag() urfave.Flag {
	return &urfave.StringFlag{Name: "from", Value: "database", Usage: "compare the models with the database, or with what the revisions lead to (versions), which needs none that is up to date"}
}

// fromVersions reads --from.
func fromVersions(c *urfave.Context) (bool, error) {
	switch from := c.String("from"); from {
	case "database", "versions":
		return from == "versions", nil
	default:
		return false, usageError{fmt.Errorf("--from %q: write database or versions", from)}
	}
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
