package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	urfave "github.com/urfave/cli/v2"

	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

func (a *app) revisionCommand() *urfave.Command {
	return &urfave.Command{
		Name:  "revision",
		Usage: "write a new revision file",
		Description: `Writes an empty revision, or, with --autogenerate, one that brings the
database to the models. Prints the path of the file.

Example:
  gmig revision --autogenerate -m "add orders"`,
		Flags: append([]urfave.Flag{
			boolFlag("autogenerate", "write the difference between models and database"),
			revisionSQLFlag(),
		}, revisionFlags()...),
		Action: func(c *urfave.Context) error {
			if c.Bool("sql") && c.Bool("autogenerate") {
				return usageError{errors.New("--autogenerate compares with a database, which --sql asks for none: leave one of them out")}
			}
			return a.revisionAction(c, revisionOptions{autogenerate: c.Bool("autogenerate"), writeEmpty: true})
		},
	}
}

func (a *app) migrateCommand() *urfave.Command {
	return &urfave.Command{
		Name:  "migrate",
		Usage: "write a revision file if models and database differ",
		Description: `Does what revision --autogenerate does, but writes no file when nothing changed.

Example:
  gmig migrate -m "add orders"`,
		Flags: append([]urfave.Flag{revisionSQLFlag()}, revisionFlags()...),
		Action: func(c *urfave.Context) error {
			if c.Bool("sql") {
				return usageError{errors.New("migrate compares with a database, which --sql asks for none: leave --sql out, or write an empty revision with gmig revision")}
			}
			return a.revisionAction(c, revisionOptions{autogenerate: true})
		},
	}
}

// revisionSQLFlag is Alembic's "don't emit SQL to database", for environments
// that connect to write an empty revision.
func revisionSQLFlag() urfave.Flag {
	return boolFlag("sql", "ask no database, which an empty revision never does; comparing needs one")
}

func revisionFlags() []urfave.Flag {
	return append([]urfave.Flag{
		messageFlag(), revIDFlag(),
		&urfave.StringSliceFlag{Name: "head", Usage: "what the revision follows, instead of the head: left@head, or base for a new history; repeated, the revision merges"},
		boolFlag("splice", "follow a revision that is no head, which begins a branch"),
		branchLabelFlag(),
		&urfave.StringSliceFlag{Name: "depends-on", Usage: "a revision that must run before this one without being its parent; may be repeated"},
		&urfave.StringFlag{Name: "version-path", Usage: "which of the version_locations the file goes to, instead of its parent's"},
		dropUnknownFlag(), fromFlag(), devURLFlag(), jsonFlag(),
	}, answerFlags()...)
}

type revisionOptions struct {
	autogenerate bool
	// writeEmpty writes a file although nothing changed.
	writeEmpty  bool
	message, id string
	// heads are what the revision follows, none for the head.
	heads, labels, dependsOn []string
	splice                   bool
	compare                  compareOptions
	noInput, json            bool
	versionPath              string
}

func (a *app) revisionAction(c *urfave.Context, o revisionOptions) error {
	if err := arguments(c, 0, 0); err != nil {
		return err
	}
	o.message, o.id, o.heads = c.String("message"), c.String("rev-id"), c.StringSlice("head")
	o.labels, o.dependsOn = c.StringSlice("branch-label"), c.StringSlice("depends-on")
	o.versionPath = c.String("version-path")
	o.splice, o.noInput, o.json = c.Bool("splice"), c.Bool("no-input"), c.Bool("json")
	given, err := answers(c)
	if err != nil {
		return err
	}
	if used := firstSet(c, "rename", "fill", "using", "drop-unknown", "from", "dev-url"); used != "" && !o.autogenerate {
		return usageError{fmt.Errorf("--%s is about what models and database differ in: give --autogenerate too", used)}
	}
	o.compare = compareOptions{dropUnknown: c.Bool("drop-unknown"), devURL: c.String("dev-url"), answers: given}
	if o.compare.fromVersions, err = fromVersions(c); err != nil {
		return err
	}
	run := func(ctx context.Context, p *project) error { return a.revision(ctx, p, o) }
	if o.autogenerate {
		return a.onProject(run)(c)
	}
	return a.offProject(run)(c)
}

func (a *app) revision(ctx context.Context, p *project, o revisionOptions) error {
	s, err := a.writable(p)
	if err != nil {
		return err
	}
	draft, err := s.draft(p, o, time.Now())
	if err != nil {
		return err
	}
	var changes []string
	if o.autogenerate {
		o.compare.ask = a.questioner(ctx, o.noInput)
		script, err := a.compare(ctx, p, s, o.compare)
		if err != nil {
			return err
		}
		changes = script.Changes
		for _, change := range changes {
			a.log.info("Detected %s", change)
		}
		if script.Empty() {
			a.log.info("No changes in schema detected.")
			if !o.writeEmpty {
				return a.reportRevision(o.json, draft, "", nil)
			}
		}
		if draft.Upgrades, err = script.Upgrades(); err != nil {
			return fmt.Errorf("write the upgrade: %w", err)
		}
		if draft.Downgrades, err = script.Downgrades(); err != nil {
			return fmt.Errorf("write the downgrade: %w", err)
		}
	}
	return a.writeRevision(ctx, p, s, o, draft, changes)
}

// writable reads the history of a project that a revision file is written to.
func (a *app) writable(p *project) (*sources, error) {
	if !p.sources {
		return nil, fmt.Errorf("a revision file needs a directory to go to: there is no %s: %w", filepath.ToSlash(p.dir), errNoConfig)
	}
	return a.sources(p)
}

// writeRevision writes the file of a draft, runs the hooks on it and prints its
// path. changes are what the draft is for.
func (a *app) writeRevision(ctx context.Context, p *project, s *sources, o revisionOptions, draft versions.Draft, changes []string) error {
	template, err := p.template()
	if err != nil {
		return err
	}
	dir, err := p.newFileLocation(s, o.versionPath, draft.Revises)
	if err != nil {
		return err
	}
	if err := p.checkFileTemplate(draft); err != nil {
		return err
	}
	draft.Package = packageName(dir)
	if err := a.beginLocation(dir, draft.Package); err != nil {
		return err
	}
	path, err := versions.Create(dir, template, p.config.FileTemplate, draft)
	if err != nil {
		return err
	}
	if err := a.runHooks(ctx, p.config.Hooks, filepath.ToSlash(path)); err != nil {
		return err
	}
	return a.reportRevision(o.json, draft, filepath.ToSlash(path), changes)
}

// draft is the revision without its operations. It fits the history.
func (s *sources) draft(p *project, o revisionOptions, now time.Time) (versions.Draft, error) {
	d := versions.Draft{ID: o.id, Message: o.message, BranchLabels: o.labels, SlugLength: p.config.TruncateSlugLength}
	if d.ID == "" {
		d.ID = versions.NewID()
	}
	if f, taken := s.byID[d.ID]; taken {
		return d, fmt.Errorf("revision id %q is taken by %s: choose another --rev-id", d.ID, filepath.ToSlash(f.Path))
	}
	zone, err := p.config.location()
	if err != nil {
		return d, fmt.Errorf("%s: %w", filepath.ToSlash(filepath.Join(p.dir, configName)), err)
	}
	d.Created = now.In(zone).Truncate(time.Second)
	if d.Revises, err = s.graph.Parents(o.heads, o.splice); err != nil {
		return d, err
	}
	if d.DependsOn, err = s.graph.Dependencies(o.dependsOn); err != nil {
		return d, fmt.Errorf("--depends-on: %w", err)
	}
	_, err = s.graph.With(op.Revision{ID: d.ID, Revises: d.Revises, BranchLabels: d.BranchLabels, DependsOn: d.DependsOn})
	return d, err
}
