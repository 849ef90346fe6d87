package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	urfave "github.com/urfave/cli/v2"
)

func (a *app) mergeCommand() *urfave.Command {
	return &urfave.Command{
		Name:      "merge",
		Usage:     "write a revision that joins heads",
		ArgsUsage: "[REVISION...]",
		Description: `Writes a revision that revises several, all heads if none are given, and does
nothing else. Prints the path of the file.

Example:
  gmig merge -m "merge the work of two branches"`,
		Flags: []urfave.Flag{
			messageFlag(), revIDFlag(), branchLabelFlag(),
			boolFlag("splice", "merge also revisions that are no heads"),
			jsonFlag(),
		},
		Action: func(c *urfave.Context) error {
			o := revisionOptions{
				message: c.String("message"),
				id:      c.String("rev-id"),
				heads:   c.Args().Slice(),
				labels:  c.StringSlice("branch-label"),
				splice:  c.Bool("splice"),
				json:    c.Bool("json"),
			}
			return a.offProject(func(ctx context.Context, p *project) error { return a.merge(ctx, p, o) })(c)
		},
	}
}

func (a *app) merge(ctx context.Context, p *project, o revisionOptions) error {
	s, err := a.writable(p)
	if err != nil {
		return err
	}
	if len(o.heads) == 0 {
		// Also heads that another depends on, which "heads" leaves out: what
		// is merged is lineage.
		o.heads = s.graph.Heads()
	}
	draft, err := s.draft(p, o, time.Now())
	if err != nil {
		return err
	}
	if len(draft.Revises) < 2 {
		heads := s.graph.Heads()
		if len(heads) < 2 {
			return fmt.Errorf("there is nothing to merge: the history has %s", headCount(heads))
		}
		return fmt.Errorf("merge %s: that is %s, and a merge joins at least two: the heads are %s",
			strings.Join(o.heads, " "), oneOrNone(draft.Revises), strings.Join(heads, ", "))
	}
	if draft.Message == "" {
		draft.Message = "merge " + strings.Join(draft.Revises, " and ")
	}
	return a.writeRevision(ctx, p, s, o, draft, nil)
}

// headCount tells of fewer heads than two.
func headCount(heads []string) string {
	if len(heads) == 0 {
		return "no revision"
	}
	return fmt.Sprintf("one head, %q", heads[0])
}

func oneOrNone(ids []string) string {
	if len(ids) == 0 {
		return "no revision"
	}
	return fmt.Sprintf("revision %q alone", ids[0])
}
