package cli

import (
	urfave "github.com/urfave/cli/v2"

	"github.com/gmig/gmig/templates"
)

func (a *app) listTemplatesCommand() *urfave.Command {
	return &urfave.Command{
		Name:  "list-templates",
		Usage: "list the templates of a migrations directory",
		Description: `Lists what gmig init --template takes.

Example:
  gmig list-templates`,
		Flags: []urfave.Flag{jsonFlag()},
		Action: func(c *urfave.Context) error {
			if err := arguments(c, 0, 0); err != nil {
				return err
			}
			if c.Bool("json") {
				return a.writeJSON(templates.List())
			}
			for _, t := range templates.List() {
				a.printf("%s - %s\n", t.Name, t.Usage)
			}
			return nil
		},
	}
}
