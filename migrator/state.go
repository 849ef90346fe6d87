package migrator

import (
	"context"
	"database/sql"

	"github.com/gmig/gmig/versions"
)

// State is what the version table says.
type State struct {
	// Heads are the revisions at which the database stands, sorted, none for
	// the base.
	Heads []Head
	// Unfinished is a revision that was interrupted, nil for none.
	Unfinished *Unfinished
}

// Interrupted returns an *UnfinishedError if a revision was interrupted, else nil.
func (s *State) Interrupted() error {
	if s.Unfinished == nil {
		return nil
	}
	return unfinished(*s.Unfinished, versionTable{heads: s.Heads}.rows())
}

// State reads the version table.
func (m *Migrator) State(ctx context.Context) (*State, error) {
	var s *State
	err := m.pinned(ctx, func(conn *sql.Conn) error {
		table, err := m.versionTable(ctx, conn)
		s = &State{Heads: table.heads, Unfinished: table.unfinished}
		return err
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Current returns the ids of the revisions at which the database stands,
// sorted, none for the base.
func (m *Migrator) Current(ctx context.Context) ([]string, error) {
	s, err := m.State(ctx)
	if err != nil {
		return nil, err
	}
	return versionTable{heads: s.Heads}.rows(), nil
}

// Pending returns the steps that an upgrade to all heads would run, none if the
// database is up to date. It only reads, with two queries: an application can
// ask it when it starts.
func (m *Migrator) Pending(ctx context.Context) ([]versions.Step, error) {
	return m.Plan(ctx, "heads")
}

// Plan returns the steps that Upgrade would run, and runs none of them.
func (m *Migrator) Plan(ctx context.Context, target string) ([]versions.Step, error) {
	return m.plan(ctx, target, m.graph.Upgrade)
}

// PlanDowngrade returns the steps that Downgrade would run, and runs none of
// them.
func (m *Migrator) PlanDowngrade(ctx context.Context, target string) ([]versions.Step, error) {
	return m.plan(ctx, target, m.graph.Downgrade)
}

func (m *Migrator) plan(ctx context.Context, target string, plan planner) ([]versions.Step, error) {
	s, err := m.State(ctx)
	if err != nil {
		return nil, err
	}
	rows := versionTable{heads: s.Heads}.rows()
	steps, err := plan(rows, target)
	if err != nil {
		return nil, err
	}
	return steps, resumable(s.Unfinished, steps, rows)
}

// Edited returns the heads whose file is not what it was when their row was
// written. Of revisions before the heads the version table keeps nothing.
func (m *Migrator) Edited(heads []Head) []Head {
	sums := m.set.Checksums()
	var edited []Head
	for _, h := range heads {
		if now := sums[h.Revision]; h.Checksum != "" && now != "" && now != h.Checksum {
			edited = append(edited, h)
		}
	}
	return edited
}

// resumable checks that a plan begins with the revision that was interrupted,
// if there is one.
func resumable(u *Unfinished, steps []versions.Step, rows []string) error {
	if u == nil || len(steps) > 0 && steps[0].Revision.ID == u.Revision && steps[0].Direction == u.Direction {
		return nil
	}
	return unfinished(*u, rows)
}
