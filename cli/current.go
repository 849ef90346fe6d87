package cli

import (
	"context"
	"errors"

	urfave "github.com/urfave/cli/v2"

	"github.com/gmig/gmig/migrator"
)

func (a *app) currentCommand() *urfave.Command {
	return &urfave.Command{
		Name:  "current",
		Usage: "print what the database is at",
		Description: `Prints the revisions that the database is at, and nothing if none was applied.

Example:
  gmig current -v`,
		Flags: []urfave.Flag{
			&urfave.BoolFlag{Name: "verbose", Aliases: []string{"v"}, Usage: "print each revision in full", DisableDefaultText: true},
		},
		Action: func(c *urfave.Context) error {
			if err := arguments(c, 0, 0); err != nil {
				return err
			}
			verbose := c.Bool("verbose")
			return a.online(func(c *urfave.Context) error {
				p, err := a.project(c)
				if err != nil {
					return err
				}
				return a.current(c.Context, p, verbose)
			})(c)
		},
	}
}

func (a *app) current(ctx context.Context, p *project, verbose bool) error {
	s, err := a.sources(p)
	if err != nil {
		return err
	}
	rows, err := a.currentRows(ctx, p)
	if err != nil {
		return err
	}
	// A row of the version table may name a revision whose file is gone.
	ids, err := s.graph.Resolve("current", rows...)
	if err != nil {
		return err
	}
	if verbose {
		u, err := a.database(p)
		if err != nil {
			return err
		}
		a.printf("Current revision(s) for %s:\n", u)
	}
	for _, id := range ids {
		a.printEntry(s.entry(id), currentLine, verbose)
	}
	return nil
}

// currentRows reads the version table.
func (a *app) currentRows(ctx context.Context, p *project) (rows []string, err error) {
	conn, err := a.connect(ctx, p, reading)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, conn.close()) }()
	m, err := migrator.New(conn.db, a.env.Versions)
	if err != nil {
		return nil, err
	}
	return m.Current(ctx)
}
