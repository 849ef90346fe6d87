package migrator

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/versions"
)

// Stamp makes the version table say that the database is at some targets, and
// runs no revision: for a database that got its schema in another way. The
// targets are identifiers as versions.Graph.Stamp takes them. All rows change
// together or not at all. A revision that was interrupted is taken for what the
// targets say, and a head whose file was edited for what the file now says.
func (m *Migrator) Stamp(ctx context.Context, targets ...string) (*Result, error) {
	return m.stamp(ctx, targets, false)
}

// StampPurge empties the version table first, whatever it holds, and then works
// like Stamp: it is the way out when the table names revisions whose files are
// gone.
func (m *Migrator) StampPurge(ctx context.Context, targets ...string) (*Result, error) {
	return m.stamp(ctx, targets, true)
}

func (m *Migrator) stamp(ctx context.Context, targets []string, purge bool) (*Result, error) {
	result := &Result{}
	err := m.alone(ctx, func(conn *sql.Conn) error {
		var steps []versions.Step
		err := m.transact(ctx, conn, func(table versionTable) (err error) {
			if purge {
				if err := m.emptyVersionTable(ctx, conn); err != nil {
					return err
				}
				table.heads = nil
			}
			if steps, err = m.graph.Stamp(table.rows(), targets...); err != nil {
				return err
			}
			session := m.session(ctx, conn, true)
			// Who stamps has finished by hand what was interrupted.
			if err := m.clearProgress(session); err != nil {
				return err
			}
			if err := m.acceptFiles(session, table, targets); err != nil {
				return err
			}
			for _, step := range steps {
				m.onStep(step)
				if err := m.writeVersion(session, step); err != nil {
					return err
				}
			}
			return nil
		})
		if err == nil {
			result.Steps = steps
		}
		return err
	})
	return result, err
}

// EnsureVersion creates the version table if it is not there, and does nothing
// else.
func (m *Migrator) EnsureVersion(ctx context.Context) error {
	return m.alone(ctx, func(conn *sql.Conn) error {
		return m.transact(ctx, conn, func(versionTable) error { return nil })
	})
}

// emptyVersionTable deletes all rows.
func (m *Migrator) emptyVersionTable(ctx context.Context, conn dialect.Conn) error {
	if _, err := conn.ExecContext(ctx, m.versionSQL("DELETE FROM %[1]s")); err != nil {
		return fmt.Errorf("emptying version table %q: %w", m.table, err)
	}
	return nil
}
