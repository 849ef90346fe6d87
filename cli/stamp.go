package cli

import (
	"context"
	"errors"
	"fmt"

	urfave "github.com/urfave/cli/v2"

	"github.com/gmig/gmig/migrator"
)

func (a *app) stampCommand() *urfave.Command {
	return &urfave.Command{
		Name:      "stamp",
		Usage:     "set the version table to revisions without running them",
		ArgsUsage: "[REVISION...]",
		Description: `Makes the version table say that the database is at the revisions, head if
none is given: for a database that got its schema in another way. Nothing else
changes.

Example:
  gmig stamp head`,
		Flags: []urfave.Flag{
			boolFlag("purge", "empty the version table first, whatever it holds"),
			sqlFlag(), tagFlag(), lockTimeoutFlag(), jsonFlag(),
		},
		Action: func(c *urfave.Context) error {
			o := stampOptions{targets: c.Args().Slice(), purge: c.Bool("purge"), json: c.Bool("json")}
			if len(o.targets) == 0 {
				o.targets = []string{"head"}
			}
			if c.Bool("sql") {
				if o.json {
					return usageError{errSQLAndJSON}
				}
				return a.stampSQLAction(c, o)
			}
			if err := noRange(o.targets...); err != nil {
				return err
			}
			return a.onProject(func(ctx context.Context, p *project) error { return a.stamp(ctx, p, o) })(c)
		},
	}
}

type stampOptions struct {
	targets     []string
	purge, json bool
}

func (a *app) stamp(ctx context.Context, p *project, o stampOptions) (err error) {
	m, done, err := a.migrator(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	run := m.Stamp
	if o.purge {
		run = m.StampPurge
	}
	result, err := run(ctx, o.targets...)
	return a.reportRun(o.json, result, err)
}

// stampSQLAction prints the SQL of a stamp. Its first target may be a range,
// which says where the database is.
func (a *app) stampSQLAction(c *urfave.Context, o stampOptions) error {
	rng, err := parseRange(o.targets[0], "head")
	if err != nil {
		return err
	}
	if err := noRange(o.targets[1:]...); err != nil {
		return err
	}
	if o.purge && rng.from != "" {
		return usageError{fmt.Errorf("stamp --purge forgets where the database is: name the target %q alone", rng.to)}
	}
	targets := append([]string{rng.to}, o.targets[1:]...)
	return a.onProject(func(ctx context.Context, p *project) error {
		return a.writeSQL(ctx, p, func(w *migrator.Offline) (string, error) {
			if o.purge {
				return w.StampPurge(ctx, targets...)
			}
			return w.Stamp(ctx, rng.from, targets...)
		})
	})(c)
}

func (a *app) ensureVersionCommand() *urfave.Command {
	return &urfave.Command{
		Name:  "ensure-version",
		Usage: "create the version table if it is not there",
		Description: `Creates the empty version table and nothing else, for a role that may do so
before the one that runs the upgrades.

Example:
  gmig ensure-version`,
		Flags: []urfave.Flag{sqlFlag(), lockTimeoutFlag()},
		Action: func(c *urfave.Context) error {
			if err := arguments(c, 0, 0); err != nil {
				return err
			}
			if c.Bool("sql") {
				return a.onProject(func(ctx context.Context, p *project) error {
					return a.writeSQL(ctx, p, func(w *migrator.Offline) (string, error) { return w.EnsureVersion(ctx) })
				})(c)
			}
			return a.onProject(func(ctx context.Context, p *project) (err error) {
				m, done, err := a.migrator(ctx, p)
				if err != nil {
					return err
				}
				defer func() { err = errors.Join(err, done()) }()
				return m.EnsureVersion(ctx)
			})(c)
		},
	}
}
