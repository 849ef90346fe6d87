package cli

import (
	"fmt"

	urfave "github.com/urfave/cli/v2"

	"github.com/gmig/gmig/migrator"
)

// boolFlag is an option without a value.
func boolFlag(name, usage string, aliases ...string) urfave.Flag {
	return &urfave.BoolFlag{Name: name, Aliases: aliases, Usage: usage, DisableDefaultText: true}
}

// verboseFlag is the -v of the commands that print revisions.
func verboseFlag() urfave.Flag { return boolFlag("verbose", "print each revision in full", "v") }

func jsonFlag() urfave.Flag { return boolFlag("json", "print the result as JSON") }

// messageFlag is the -m of the commands that write a revision file.
func messageFlag() urfave.Flag {
	return &urfave.StringFlag{Name: "message", Aliases: []string{"m"}, Usage: "what the revision is for, in a line"}
}

func revIDFlag() urfave.Flag {
	return &urfave.StringFlag{Name: "rev-id", Usage: "the id of the revision, instead of a random one"}
}

// sqlFlag and tagFlag are options of the commands that move a database.
func sqlFlag() urfave.Flag {
	return boolFlag("sql", "print the SQL instead of running it; the database is not asked")
}

func tagFlag() urfave.Flag {
	return &urfave.StringFlag{Name: "tag", Usage: "a word for the revisions to read with m.Tag()"}
}

func transactionFlag() urfave.Flag {
	return &urfave.StringFlag{Name: "transaction", Value: string(migrator.PerRevision), Usage: "what is in one transaction: each revision (revision), all of them (all), or each operation (none)"}
}

func checkTransaction(value string) error {
	switch migrator.Transactions(value) {
	case migrator.PerRevision, migrator.AllInOne, migrator.NoTransactions:
		return nil
	}
	return usageError{fmt.Errorf("--transaction %q: write revision, all or none", value)}
}

func branchLabelFlag() urfave.Flag {
	return &urfave.StringSliceFlag{Name: "branch-label", Usage: "a name for the branch that the revision begins; may be repeated"}
}

// firstSet is the first of some options that was given, empty for none.
func firstSet(c *urfave.Context, names ...string) string {
	for _, name := range names {
		if c.IsSet(name) {
			return name
		}
	}
	return ""
}
