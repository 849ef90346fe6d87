package cli

import (
	"context"
	"strings"

	urfave "github.com/urfave/cli/v2"
)

func (a *app) branchesCommand() *urfave.Command {
	return &urfave.Command{
		Name:  "branches",
		Usage: "list where the history branches",
		Description: `Lists each revision that several others revise, with those others.

Example:
  gmig branches -v`,
		Flags: []urfave.Flag{verboseFlag()},
		Action: func(c *urfave.Context) error {
			if err := arguments(c, 0, 0); err != nil {
				return err
			}
			verbose := c.Bool("verbose")
			return a.offProject(func(_ context.Context, p *project) error { return a.branches(p, verbose) })(c)
		},
	}
}

func (a *app) branches(p *project, verbose bool) error {
	s, faults := a.survey(p)
	if s == nil {
		return faults
	}
	all, err := s.graph.Walk("")
	if err != nil {
		return err
	}
	branch := branchesLine
	branch.message = verbose
	for _, r := range all {
		e := s.entry(r.ID)
		if !e.Branchpoint {
			continue
		}
		a.printEntry(e, branchesLine, verbose)
		for _, child := range e.Children {
			a.printf("%s -> %s", strings.Repeat(" ", len(r.ID)), s.entry(child).line(branch))
		}
		a.printf("\n")
	}
	return faults
}
