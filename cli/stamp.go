package cli

import (
	"context"
	"errors"

	urfave "github.com/urfave/cli/v2"
)

func (a *app) stampCommand() *urfave.Command {
	return &urfave.Command{
		Name:      "stamp",
		Usage:     "set the version table to revisions without running them",
		ArgsUsage: "[REVISION...]",
		Description: `Makes the version table say that the database is at the revisions, head if none
is given: for a database that got its schema in another way. Nothing else changes.

Example:
  gmig stamp head`,
		Flags: []urfave.Flag{
			boolFlag("purge", "empty the version table first, whatever it holds"),
		},
		Action: func(c *urfave.Context) error {
			o := stampOptions{targets: c.Args().Slice(), purge: c.Bool("purge")}
			if len(o.targets) == 0 {
				o.targets = []string{"head"}
			}
			return a.onProject(func(ctx context.Context, p *project) error { return a.stamp(ctx, p, o) })(c)
		},
	}
}

type stampOptions struct {
	targets []string
	purge   bool
}

func (a *app) stamp(ctx context.Context, p *project, o stampOptions) (err error) {
	m, done, err := a.migrator(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	if o.purge {
		_, err = m.StampPurge(ctx, o.targets...)
	} else {
		_, err = m.Stamp(ctx, o.targets...)
	}
	return err
}

func (a *app) ensureVersionCommand() *urfave.Command {
	return &urfave.Command{
		Name:  "ensure-version",
		Usage: "create the version table if it is not there",
		Description: `Creates the empty version table and nothing else, for a role that may do so before
the one that runs the upgrades.

Example:
  gmig ensure-version`,
		Action: func(c *urfave.Context) error {
			if err := arguments(c, 0, 0); err != nil {
				return err
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
