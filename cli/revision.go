package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	urfave "github.com/urfave/cli/v2"

	"github.com/gmig/gmig/versions"
)

func (a *app) revisionCommand() *urfave.Command {
	return &urfave.Command{
		Name:  "revision",
		Usage: "write a new revision file",
		Description: `Writes an empty revision, or, with --autogenerate, one that brings the database to
the models. Prints the path of the file.

Example:
  gmig revision --autogenerate -m "add orders"`,
		Flags: append([]urfave.Flag{
			&urfave.BoolFlag{Name: "autogenerate", Usage: "write the difference between models and database", DisableDefaultText: true},
		}, revisionFlags()...),
		Action: func(c *urfave.Context) error {
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
		Flags: revisionFlags(),
		Action: func(c *urfave.Context) error {
			return a.revisionAction(c, revisionOptions{autogenerate: true})
		},
	}
}

func revisionFlags() []urfave.Flag {
	return []urfave.Flag{
		&urfave.StringFlag{Name: "message", Aliases: []string{"m"}, Usage: "what the revision is for, in a line"},
		&urfave.StringFlag{Name: "rev-id", Usage: "the id of the revision, instead of a random one"},
		&urfave.StringFlag{Name: "head", Value: "head", Usage: "the head that the revision follows; base begins a new history"},
		dropUnknownFlag(),
	}
}

type revisionOptions struct {
	autogenerate bool
	// writeEmpty writes a file although nothing changed.
	writeEmpty        bool
	message, id, head string
	dropUnknown       bool
}

func (a *app) revisionAction(c *urfave.Context, o revisionOptions) error {
	if err := arguments(c, 0, 0); err != nil {
		return err
	}
	o.message, o.id, o.head = c.String("message"), c.String("rev-id"), c.String("head")
	o.dropUnknown = c.Bool("drop-unknown")
	run := func(c *urfave.Context) error {
		p, err := a.project(c)
		if err != nil {
			return err
		}
		return a.revision(c.Context, p, o)
	}
	if o.autogenerate {
		return a.online(run)(c)
	}
	return run(c)
}

func (a *app) revision(ctx context.Context, p *project, o revisionOptions) error {
	if !p.sources {
		return fmt.Errorf("a revision file needs a directory to go to: there is no %s: %w", filepath.ToSlash(p.versionsDir()), errNoConfig)
	}
	s, err := a.sources(p)
	if err != nil {
		return err
	}
	draft, err := s.draft(p, o, time.Now())
	if err != nil {
		return err
	}
	if o.autogenerate {
		script, err := a.compare(ctx, p, s, o.dropUnknown)
		if err != nil {
			return err
		}
		for _, change := range script.Changes {
			a.log.info("Detected %s", change)
		}
		if script.Empty() {
			a.log.info("No changes in schema detected.")
			if !o.writeEmpty {
				return nil
			}
		}
		if draft.Upgrades, err = script.Upgrades(); err != nil {
			return fmt.Errorf("write the upgrade: %w", err)
		}
		if draft.Downgrades, err = script.Downgrades(); err != nil {
			return fmt.Errorf("write the downgrade: %w", err)
		}
	}
	template, err := p.template()
	if err != nil {
		return err
	}
	path, err := versions.Create(p.versionsDir(), template, p.config.FileTemplate, draft)
	if err != nil {
		return err
	}
	a.printf("%s\n", filepath.ToSlash(path))
	return nil
}

// draft is the revision without its operations.
func (s *sources) draft(p *project, o revisionOptions, now time.Time) (versions.Draft, error) {
	d := versions.Draft{ID: o.id, Message: o.message, SlugLength: p.config.TruncateSlugLength}
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
	d.Revises, err = s.parents(o.head)
	return d, err
}

// parents resolves --head: what the new revision revises.
func (s *sources) parents(head string) ([]string, error) {
	ids, err := s.graph.Resolve(head)
	if err != nil {
		return nil, fmt.Errorf("choose what the revision follows: %w", err)
	}
	heads := s.graph.Heads()
	for _, id := range ids {
		if !slices.Contains(heads, id) {
			return nil, fmt.Errorf("revision %q is not a head, and a revision that follows it would split the history: the heads are %q", id, heads)
		}
	}
	return ids, nil
}
