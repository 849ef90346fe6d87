package cli

import (
	"context"
	"errors"

	urfave "github.com/urfave/cli/v2"

	"github.com/gmig/gmig/versions"
)

func (a *app) upgradeCommand() *urfave.Command {
	return &urfave.Command{
		Name:      "upgrade",
		Usage:     "run what is pending, up to a revision",
		ArgsUsage: "[REVISION]",
		Description: `Runs the upgrades that lead to a revision: an id or the beginning of one, head (the
default), or +N for the next N.

Example:
  gmig upgrade head`,
		Action: a.moveAction("head", versions.Up),
	}
}

// moveAction runs upgrade and downgrade, which differ in their direction and
// in the target that they take for granted.
func (a *app) moveAction(target string, direction versions.Direction) urfave.ActionFunc {
	return func(c *urfave.Context) error {
		if err := arguments(c, 0, 1); err != nil {
			return err
		}
		to := targetOr(c, target)
		return a.onProject(func(ctx context.Context, p *project) error { return a.move(ctx, p, to, direction) })(c)
	}
}

func (a *app) move(ctx context.Context, p *project, target string, direction versions.Direction) (err error) {
	if err := a.rehearse(p, target, direction); err != nil {
		return err
	}
	m, done, err := a.migrator(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	if direction == versions.Down {
		_, err = m.Downgrade(ctx, target)
	} else {
		_, err = m.Upgrade(ctx, target)
	}
	return err
}

// rehearse plans an upgrade of an SQLite database whose file does not exist, so
// that a target that makes no sense leaves no empty file behind. The history
// itself is checked in any case.
func (a *app) rehearse(p *project, target string, direction versions.Direction) error {
	g, err := a.env.Versions.Graph()
	if err != nil {
		return err
	}
	u, err := a.database(p)
	if err != nil || u.File == "" || !notThere(u.File) {
		return err
	}
	if direction == versions.Down {
		_, err = g.Downgrade(nil, target)
	} else {
		_, err = g.Upgrade(nil, target)
	}
	return err
}
