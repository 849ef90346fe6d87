package cli

import (
	"context"
	"errors"
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
		Flags: []urfave.Flag{verboseFlag(), jsonFlag()},
		Action: func(c *urfave.Context) error {
			if err := arguments(c, 0, 0); err != nil {
				return err
			}
			o := reportOptions{verbose: c.Bool("verbose"), json: c.Bool("json")}
			return a.offProject(func(_ context.Context, p *project) error { return a.branches(p, o) })(c)
		},
	}
}

func (a *app) branches(p *project, o reportOptions) error {
	s, faults := a.survey(p)
	if s == nil {
		return faults
	}
	all, err := s.graph.Walk("")
	if err != nil {
		return err
	}
	var points []entry
	for _, r := range all {
		if e := s.entry(r.ID); e.Branchpoint {
			points = append(points, e)
		}
	}
	if o.json {
		return errors.Join(a.printJSON(points, false), faults)
	}
	branch := branchesLine
	branch.message = o.verbose
	for _, e := range points {
		a.printEntry(e, branchesLine, o.verbose)
		for _, child := range e.Children {
			a.printf("%s -> %s", strings.Repeat(" ", len(e.Revision.ID)), s.entry(child).line(branch))
		}
		a.printf("\n")
	}
	return faults
}
