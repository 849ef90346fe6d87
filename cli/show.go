package cli

import (
	"context"
	"errors"

	urfave "github.com/urfave/cli/v2"
)

func (a *app) showCommand() *urfave.Command {
	return &urfave.Command{
		Name:      "show",
		Usage:     "print a revision in full",
		ArgsUsage: "[REVISION]",
		Description: `Prints the revision's place in the history, its file and its comment. The
default is head; "current" asks the database.

Example:
  gmig show 5f1e8c`,
		Flags: []urfave.Flag{jsonFlag()},
		Action: func(c *urfave.Context) error {
			if err := arguments(c, 0, 1); err != nil {
				return err
			}
			target := targetOr(c, "head")
			o := reportOptions{verbose: true, json: c.Bool("json")}
			run := func(ctx context.Context, p *project) error { return a.show(ctx, p, target, o) }
			if currentWord.MatchString(target) {
				return a.onProject(run)(c)
			}
			return a.offProject(run)(c)
		},
	}
}

// targetOr is the one argument of a command, or what it takes for granted.
func targetOr(c *urfave.Context, target string) string {
	if c.NArg() > 0 {
		return c.Args().First()
	}
	return target
}

func (a *app) show(ctx context.Context, p *project, target string, o reportOptions) error {
	s, faults := a.survey(p)
	if s == nil {
		return faults
	}
	ids, err := a.resolve(ctx, p, s, target)
	if err != nil {
		return errors.Join(err, faults)
	}
	return errors.Join(a.printEntries(s.entries(ids), lineParts{}, o), faults)
}
