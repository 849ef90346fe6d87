package cli

import (
	"context"

	urfave "github.com/urfave/cli/v2"
)

func (a *app) showCommand() *urfave.Command {
	return &urfave.Command{
		Name:      "show",
		Usage:     "print a revision in full",
		ArgsUsage: "[REVISION]",
		Description: `Prints the revision's place in the history, its file and its comment. The default
is head; "current" asks the database.

Example:
  gmig show 5f1e8c`,
		Action: func(c *urfave.Context) error {
			if err := arguments(c, 0, 1); err != nil {
				return err
			}
			target := "head"
			if c.NArg() > 0 {
				target = c.Args().First()
			}
			run := func(c *urfave.Context) error {
				p, err := a.project(c)
				if err != nil {
					return err
				}
				return a.show(c.Context, p, target)
			}
			if currentWord.MatchString(target) {
				return a.online(run)(c)
			}
			return run(c)
		},
	}
}

func (a *app) show(ctx context.Context, p *project, target string) error {
	s, err := a.sources(p)
	if err != nil {
		return err
	}
	var current []string
	if currentWord.MatchString(target) {
		if current, err = a.currentRows(ctx, p); err != nil {
			return err
		}
	}
	ids, err := s.graph.Resolve(target, current...)
	if err != nil {
		return err
	}
	for _, id := range ids {
		a.printEntry(s.entry(id), lineParts{}, true)
	}
	return nil
}
