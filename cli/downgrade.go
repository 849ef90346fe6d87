package cli

import (
	urfave "github.com/urfave/cli/v2"

	"github.com/gmig/gmig/versions"
)

func (a *app) downgradeCommand() *urfave.Command {
	return &urfave.Command{
		Name:      "downgrade",
		Usage:     "undo revisions, down to one",
		ArgsUsage: "[REVISION]",
		Description: `Runs the downgrades that lead back to a revision: an id or the beginning of
one, base for all the way, or -N for the last N. The default is -1. With --sql
it prints them for a database that is at the first revision of a range,
from:to.

Example:
  gmig downgrade -1
  gmig downgrade head:1975ea --sql > downgrade.sql`,
		Flags:  []urfave.Flag{sqlFlag(), tagFlag(), transactionFlag(), lockTimeoutFlag(), jsonFlag()},
		Action: a.moveAction("-1", versions.Down),
	}
}
