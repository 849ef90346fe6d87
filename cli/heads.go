package cli

import (
	"context"
	"errors"

	urfave "github.com/urfave/cli/v2"
)

func (a *app) headsCommand() *urfave.Command {
	return &urfave.Command{
		Name:  "heads",
		Usage: "list the newest revisions",
		Description: `Lists the revisions that no other revises: one, unless the history has branches.

Example:
  gmig heads -v`,
		Flags: []urfave.Flag{
			verboseFlag(),
			jsonFlag(),
			boolFlag("resolve-dependencies", "leave out heads that another revision depends on"),
		},
		Action: func(c *urfave.Context) error {
			if err := arguments(c, 0, 0); err != nil {
				return err
			}
			o := reportOptions{verbose: c.Bool("verbose"), json: c.Bool("json")}
			resolve := c.Bool("resolve-dependencies")
			return a.offProject(func(_ context.Context, p *project) error { return a.heads(p, o, resolve) })(c)
		},
	}
}

func (a *app) heads(p *project, o reportOptions, resolve bool) error {
	s, faults := a.survey(p)
	if s == nil {
		return faults
	}
	heads := s.graph.Heads()
	if resolve {
		heads = s.graph.RealHeads()
	}
	return errors.Join(a.printEntries(s.entries(heads), headsLine, o), faults)
}
