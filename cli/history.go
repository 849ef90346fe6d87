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
  gmig history -r -3:current
  gmig history --graph
  gmig history --format dot | dot -Tsvg > history.svg`,
		Flags: []urfave.Flag{
			&urfave.StringFlag{Name: "rev-range", Aliases: []string{"r"}, Usage: "from:to, either of which may be left out"},
			verboseFlag(),
			boolFlag("indicate-current", "mark what the database is at", "i"),
			boolFlag("graph", "draw the branches beside the lines"),
			&urfave.StringFlag{Name: "format", Value: formats[0], Usage: "text, json, mermaid or dot"},
			boolFlag("json", "the same as --format json"),
		},
		Action: func(c *urfave.Context) error {
			if err := arguments(c, 0, 0); err != nil {
				return err
			}
			o := historyOptions{
				rng:     c.String("rev-range"),
				verbose: c.Bool("verbose"),
				mark:    c.Bool("indicate-current"),
				graph:   c.Bool("graph"),
				format:  c.String("format"),
			}
			if c.Bool("json") {
				o.format = "json"
			}
			if err := checkFormat(o.format); err != nil {
				return err
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
	rng                  string
	verbose, mark, graph bool
	format               string // one of formats
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
	entries := make([]entry, len(revisions))
	for i, r := range revisions {
		entries[i] = s.entry(r.ID)
		if o.mark {
			entries[i].markCurrent(current)
		}
	}
	return errors.Join(a.printHistory(entries, o), faults)
}

func (a *app) printHistory(entries []entry, o historyOptions) error {
	switch o.format {
	case "json":
		return a.printJSON(entries, o.mark)
	case "mermaid":
		a.printMermaid(entries)
		return nil
	case "dot":
		a.printDot(entries)
		return nil
	}
	return a.paged(func() error {
		if o.graph {
			a.printGraph(entries, o.verbose)
			return nil
		}
		for _, e := range entries {
			a.printEntry(e, historyLine, o.verbose)
		}
		return nil
	})
}
