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
			verboseFlag(), jsonFlag(),
			boolFlag("check-heads", "fail unless the database is at the heads of the history", "c"),
		},
		Action: func(c *urfave.Context) error {
			if err := arguments(c, 0, 0); err != nil {
				return err
			}
			o := reportOptions{verbose: c.Bool("verbose"), json: c.Bool("json")}
			check := c.Bool("check-heads")
			return a.onProject(func(ctx context.Context, p *project) error { return a.current(ctx, p, o, check) })(c)
		},
	}
}

func (a *app) current(ctx context.Context, p *project, o reportOptions, check bool) error {
	s, err := a.sources(p)
	if err != nil {
		return err
	}
	rows, err := a.currentRows(ctx, p)
	if err != nil {
		return err
	}
	// A row of the version table may name a revision whose file is gone.
	ids, err := s.graph.Current(rows)
	if err != nil {
		return err
	}
	u, err := a.database(p)
	if err != nil {
		return err
	}
	if o.verbose && !o.json {
		a.printf("Current revision(s) for %s:\n", u)
	}
	if err := a.printEntries(s.entries(ids), currentLine, o); err != nil {
		return err
	}
	if check && !atHeads(rows, s.graph) {
		return notAtHeads(u.String(), rows, s.graph.RealHeads())
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
