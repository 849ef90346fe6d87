package migrator

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// run executes one step in a transaction: the revision's function, then the
// rows of the version table. rows is where the plan believes the database to
// be.
func (m *Migrator) run(ctx context.Context, conn *sql.Conn, step versions.Step, rows []string) error {
	return m.transact(ctx, conn, func(table versionTable) error {
		if !slices.Equal(table.rows, slices.Sorted(slices.Values(rows))) {
			return &movedError{from: rows, to: table.rows}
		}
		m.onStep(step)
		runner := &runner{dialect: m.dialect, conn: conn, db: m.session(ctx, conn)}
		if f := function(step); f != nil {
			if err := f(ctx, op.NewMigration(runner).With(m.arguments)); err != nil {
				return err
			}
		}
		return m.writeVersion(runner.db, step)
	})
}

// transact runs f in a transaction in which the version table exists. f gets
// what the table held at the start.
func (m *Migrator) transact(ctx context.Context, conn *sql.Conn, f func(versionTable) error) (err error) {
	tx, err := m.dialect.Begin(ctx, conn)
	if err != nil {
		return err
	}
	committed := false
	defer func() {
		// Also when a revision's function panics.
		if !committed {
			err = errors.Join(err, tx.Rollback(ctx))
		}
	}()
	table, err := m.versionTable(ctx, conn)
	if err != nil {
		return err
	}
	if !table.exists {
		if err := m.createVersionTable(ctx, conn); err != nil {
			return err
		}
	}
	if err := f(table); err != nil {
		return err
	}
	committed = true // Commit has rolled back if it fails.
	return tx.Commit(ctx)
}

// function is what a step runs of its revision, nil for nothing.
func function(step versions.Step) op.Func {
	switch step.Direction {
	case versions.Up:
		return step.Revision.Up
	case versions.Down:
		return step.Revision.Down
	}
	return nil
}

// place names where a database stands.
func place(rows []string) string {
	if len(rows) == 0 {
		return "the base"
	}
	return `"` + strings.Join(rows, `", "`) + `"`
}
