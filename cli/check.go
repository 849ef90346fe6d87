package cli

import (
	"context"

	urfave "github.com/urfave/cli/v2"
)

func (a *app) checkCommand() *urfave.Command {
	return &urfave.Command{
		Name:  "check",
		Usage: "tell whether models and database differ",
		Description: `Compares like revision --autogenerate and writes nothing. The exit code is 3
when there are differences, which are listed.

Example:
  gmig check && git push`,
		Flags: []urfave.Flag{dropUnknownFlag(), fromFlag(), devURLFlag(), jsonFlag()},
		Action: func(c *urfave.Context) error {
			if err := arguments(c, 0, 0); err != nil {
				return err
			}
			o := compareOptions{dropUnknown: c.Bool("drop-unknown"), devURL: c.String("dev-url")}
			asJSON := c.Bool("json")
			var err error
			if o.fromVersions, err = fromVersions(c); err != nil {
				return err
			}
			return a.onProject(func(ctx context.Context, p *project) error { return a.check(ctx, p, o, asJSON) })(c)
		},
	}
}

func (a *app) check(ctx context.Context, p *project, o compareOptions, asJSON bool) error {
	s, err := a.sources(p)
	if err != nil {
		return err
	}
	script, err := a.compare(ctx, p, s, o)
	if err != nil {
		return err
	}
	switch {
	case asJSON:
		err = a.reportDifferences(script)
	case script.Empty():
		a.printf("No new upgrade operations detected.\n")
	default:
		for _, change := range script.Changes {
			a.printf("%s\n", change)
		}
	}
	if err == nil && !script.Empty() {
		err = errDifferent
	}
	return err
}

func dropUnknownFlag() urfave.Flag {
	return &urfave.BoolFlag{Name: "drop-unknown", Usage: "drop tables that neither the models nor the revisions know", DisableDefaultText: true}
}
