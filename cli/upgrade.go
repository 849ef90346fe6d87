package cli

import (
	"context"
	"errors"
	"fmt"

	urfave "github.com/urfave/cli/v2"

	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/versions"
)

func (a *app) upgradeCommand() *urfave.Command {
	return &urfave.Command{
		Name:      "upgrade",
		Usage:     "run what is pending, up to a revision",
		ArgsUsage: "[REVISION]",
		Description: `Runs the upgrades that lead to a revision: an id or the beginning of one, head
(the default), or +N for the next N. With --sql it prints them for a database
that is at the first revision of a range, from:to, or that is empty.

Example:
  gmig upgrade head
  gmig upgrade 1975ea:head --sql > upgrade.sql`,
		Flags:  []urfave.Flag{sqlFlag(), tagFlag(), transactionFlag(), lockTimeoutFlag(), jsonFlag()},
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
		if err := checkTransaction(c.String("transaction")); err != nil {
			return err
		}
		to, asJSON := targetOr(c, target), c.Bool("json")
		if c.Bool("sql") {
			if asJSON {
				return usageError{errSQLAndJSON}
			}
			rng, err := moveRange(to, target, c.NArg() > 0, direction)
			if err != nil {
				return err
			}
			return a.onProject(func(ctx context.Context, p *project) error { return a.moveSQL(ctx, p, rng, direction) })(c)
		}
		if err := noRange(to); err != nil {
			return err
		}
		return a.onProject(func(ctx context.Context, p *project) error { return a.move(ctx, p, to, direction, asJSON) })(c)
	}
}

// moveRange is what --sql prints. An empty database can be upgraded; to
// downgrade one, its place must be named, and the newest revision is it if no
// target is named either.
func moveRange(to, target string, named bool, direction versions.Direction) (sqlRange, error) {
	rng, err := parseRange(to, target)
	if err != nil || direction == versions.Up {
		return rng, err
	}
	if !named {
		return sqlRange{from: "head", to: target}, nil
	}
	if rng.from == "" {
		return rng, usageError{fmt.Errorf("downgrade --sql must know where the database is: write from:%s", rng.to)}
	}
	return rng, nil
}

func (a *app) moveSQL(ctx context.Context, p *project, rng sqlRange, direction versions.Direction) error {
	return a.writeSQL(ctx, p, func(o *migrator.Offline) (string, error) {
		if direction == versions.Down {
			return o.Downgrade(ctx, rng.from, rng.to)
		}
		return o.Upgrade(ctx, rng.from, rng.to)
	})
}

func (a *app) move(ctx context.Context, p *project, target string, direction versions.Direction, asJSON bool) (err error) {
	if err := a.rehearse(p, target, direction); err != nil {
		return err
	}
	m, done, err := a.migrator(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	run := m.Upgrade
	if direction == versions.Down {
		run = m.Downgrade
	}
	result, err := run(ctx, target)
	return a.reportRun(asJSON, result, err)
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
