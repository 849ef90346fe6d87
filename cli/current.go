package cli

import (
	"context"
	"errors"
	"slices"

	urfave "github.com/urfave/cli/v2"

	"github.com/gmig/gmig/migrator"
)

func (a *app) currentCommand() *urfave.Command {
	return &urfave.Command{
		Name:  "current",
		Usage: "print what the database is at",
		Description: `Prints the revisions that the database is at, and nothing if none was applied.

Example:
  gmig current -v`,
		Flags: []urfave.Flag{
			verboseFlag(), jsonFlag(),
			boolFlag("check-heads", "fail unless the database is at the heads of the history", "c"),
		},
		Action: func(c *urfave.Context) error {
			if err := arguments(c, 0, 0); err != nil {
				return err
			}
			o := reportOptions{verbose: c.Bool("verbose"), json: c.Bool("json")}
			check := c.Bool("check-heads")
			return a.onProject(func(ctx context.Context, p *project) error { return a.current(ctx, p, o, check) })(c)
		},
	}
}

func (a *app) current(ctx context.Context, p *project, o reportOptions, check bool) error {
	s, err := a.sources(p)
	if err != nil {
		return err
	}
	state, edited, err := a.state(ctx, p)
	if err != nil {
		return err
	}
	rows := headIDs(state)
	// A row of the version table may name a revision whose file is gone.
	ids, err := s.graph.Current(rows)
	if err != nil {
		return err
	}
	entries := s.entries(ids)
	for i := range entries {
		entries[i].markRow(state, edited)
	}
	interrupted := state.Interrupted()
	if !check {
		a.sayUnfinished(state)
	}
	u, err := a.database(p)
	if err != nil {
		return err
	}
	if o.verbose && !o.json {
		a.printf("Current revision(s) for %s:\n", u)
	}
	if err := a.printEntries(entries, currentLine, o); err != nil {
		return err
	}
	if check && interrupted != nil {
		// A downgrade that is under way has left the head already.
		return interrupted
	}
	if check && !atHeads(rows, s.graph) {
		return notAtHeads(u.String(), rows, s.graph.RealHeads())
	}
	return nil
}

// state reads the version table, and finds the heads whose files were edited.
func (a *app) state(ctx context.Context, p *project) (state *migrator.State, edited []migrator.Head, err error) {
	conn, err := a.connect(ctx, p, reading)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, conn.close()) }()
	m, err := migrator.New(conn.db, a.env.Versions)
	if err != nil {
		return nil, nil, err
	}
	if state, err = m.State(ctx); err != nil {
		return nil, nil, err
	}
	return state, m.Edited(state.Heads), nil
}

// currentRows are the ids in the version table.
func (a *app) currentRows(ctx context.Context, p *project) ([]string, error) {
	state, _, err := a.state(ctx, p)
	if err != nil {
		return nil, err
	}
	return headIDs(state), nil
}

func headIDs(s *migrator.State) []string {
	ids := make([]string, len(s.Heads))
	for i, h := range s.Heads {
		ids[i] = h.Revision
	}
	return ids
}

// markRow gives an entry its row of the version table.
func (e *entry) markRow(state *migrator.State, edited []migrator.Head) {
	for _, h := range state.Heads {
		if h.Revision == e.Revision.ID {
			e.row, e.edited = &h, slices.Contains(edited, h)
		}
	}
}

// sayUnfinished warns of a revision that was interrupted.
func (a *app) sayUnfinished(state *migrator.State) {
	if err := state.Interrupted(); err != nil {
		a.log.warn("%v", err)
	}
}

// sayEdited warns of heads whose files were edited after they ran.
func (a *app) sayEdited(edited []migrator.Head) {
	for _, h := range edited {
		since := ""
		if !h.Applied.IsZero() {
			since = " at " + h.Applied.UTC().Format("2006-01-02 15:04:05 UTC")
		}
		a.log.warn("the file of revision %q was edited after it was applied%s: what it says now did not run here", h.Revision, since)
	}
}
