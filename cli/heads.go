package cli

import (
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
			&urfave.BoolFlag{Name: "verbose", Aliases: []string{"v"}, Usage: "print each revision in full", DisableDefaultText: true},
		},
		Action: func(c *urfave.Context) error {
			if err := arguments(c, 0, 0); err != nil {
				return err
			}
			p, err := a.project(c)
			if err != nil {
				return err
			}
			s, err := a.sources(p)
			if err != nil {
				return err
			}
			for _, id := range s.graph.Heads() {
				a.printEntry(s.entry(id), headsLine, c.Bool("verbose"))
			}
			return nil
		},
	}
}
