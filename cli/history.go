package cli

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	urfave "github.com/urfave/cli/v2"
)

func (a *app) historyCommand() *urfave.Command {
	return &urfave.Command{
		Name:  "history",
		Usage: "list the revisions, newest first",
		Description: `Lists the revisions of a range, from:to, or all of them. Reads the files alone,
unless the database is asked where it is (-i, or "current" in the range).

Example:
  gmig history -r -3:current`,
		Flags: []urfave.Flag{
			&urfave.StringFlag{Name: "rev-range", Aliases: []string{"r"}, Usage: "from:to, either of which may be left out"},
			verboseFlag(),
			boolFlag("indicate-current", "mark what the database is at", "i"),
		},
		Action: func(c *urfave.Context) error {
			if err := arguments(c, 0, 0); err != nil {
				return err
			}
			o := historyOptions{
				rng:     c.String("rev-range"),
				verbose: c.Bool("verbose"),
				mark:    c.Bool("indicate-current"),
			}
			run := func(ctx context.Context, p *project) error { return a.history(ctx, p, o) }
			if o.asksDatabase() {
				return a.onProject(run)(c)
			}
			return a.offProject(run)(c)
		},
	}
}

type historyOptions struct {
	rng           string
	verbose, mark bool
}

var currentWord = regexp.MustCompile(`\bcurrent\b`)

// asksDatabase tells that the answer depends on where the database is.
func (o historyOptions) asksDatabase() bool { return o.mark || currentWord.MatchString(o.rng) }

func (a *app) history(ctx context.Context, p *project, o historyOptions) error {
	s, faults := a.survey(p)
	if s == nil {
		return faults
	}
	var current []string
	if o.asksDatabase() {
		var err error
		if current, err = a.currentRows(ctx, p); err != nil {
			return err
		}
	}
	revisions, err := s.graph.Walk(o.rng, current...)
	if err != nil {
		return errors.Join(fmt.Errorf("history: %w", err), faults)
	}
	for _, r := range revisions {
		e := s.entry(r.ID)
		if o.mark {
			e.markCurrent(current)
		}
		a.printEntry(e, historyLine, o.verbose)
	}
	return faults
}
