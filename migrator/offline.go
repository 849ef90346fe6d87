package migrator

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// Offline writes the SQL that a run would execute, as a script for psql or
// sqlite3, without touching the database that it is for: the transactions, the
// statements of the revisions and the rows of the version table. The same
// revisions give the same bytes every time.
//
// Where the database is, nobody asks it: from says that, an identifier as
// versions.Graph.Upgrade takes it, or "" for the base. From the base a script
// begins with the creation of the version table.
//
// Each transaction of a script fails unless the database is where it begins,
// and on SQLite if it would leave rows that refer to none. What else a run sees
// to on the way, one runner at a time, is not in a script.
type Offline struct {
	m *Migrator
	// dialect compiles the operations.
	dialect dialect.Dialect
	replica bool
	// used tells that a script was written, so that the replica is not empty.
	used bool
}

// Offline returns the writer of scripts for the Migrator's engine.
//
// What becomes of a table depends on its text on SQLite. So there replica must
// be true, which says that the Migrator's database is an empty one in memory:
// the revisions before from, and those that are written, are also run on it,
// and so it serves for one script. Without a replica the database is never connected to.
func (m *Migrator) Offline(replica bool) *Offline {
	o := &Offline{m: m, dialect: m.dialect, replica: replica}
	if d, ok := m.dialect.(dialect.Scripter); ok {
		o.dialect = d.Scripts(m.set.Mentions("generated")) // op.Generated, or SQL
	}
	return o
}

// Upgrade returns the script that brings a database from one revision to
// another.
func (o *Offline) Upgrade(ctx context.Context, from, to string) (string, error) {
	return o.script(ctx, from, func(rows []string) ([]versions.Step, error) {
		steps, err := o.m.graph.Upgrade(rows, to)
		if err == nil && len(steps) == 0 {
			err = o.notDown(from, to, rows)
		}
		return steps, err
	})
}

// notDown refuses an upgrade to what is below where it begins. A run does
// nothing then, since what was asked for is there; an empty script says nothing.
func (o *Offline) notDown(from, to string, rows []string) error {
	steps, err := o.m.graph.Upgrade(nil, to)
	if err != nil {
		return err
	}
	targets := versions.Rows(nil, steps)
	below := len(targets) == 0 && len(rows) > 0 ||
		slices.ContainsFunc(targets, func(row string) bool { return !slices.Contains(rows, row) })
	if below {
		return fmt.Errorf("range %q leads downwards, %q is below %q: write that script with gmig downgrade --sql", from+":"+to, to, from)
	}
	return nil
}

// Downgrade returns the script that takes a database back from one revision to
// another.
func (o *Offline) Downgrade(ctx context.Context, from, to string) (string, error) {
	return o.script(ctx, from, func(rows []string) ([]versions.Step, error) { return o.m.graph.Downgrade(rows, to) })
}

// Stamp returns the script that makes the version table say that the database
// is at some targets, in one transaction.
func (o *Offline) Stamp(ctx context.Context, from string, targets ...string) (string, error) {
	before, err := o.before(from)
	if err != nil {
		return "", err
	}
	steps, err := o.m.graph.Stamp(versions.Rows(nil, before), targets...)
	if err != nil || len(steps) == 0 {
		return "", err
	}
	return o.rowsAlone(ctx, steps, func(ctx context.Context, rec *recorder) error {
		if len(before) == 0 {
			if err := o.createVersionTable(ctx, rec); err != nil {
				return err
			}
		}
		o.requirePlace(rec, versions.Rows(nil, before))
		return nil
	})
}

// StampPurge returns the script of Migrator.StampPurge, for a version table
// that exists.
func (o *Offline) StampPurge(ctx context.Context, targets ...string) (string, error) {
	steps, err := o.m.graph.Stamp(nil, targets...)
	if err != nil {
		return "", err
	}
	return o.rowsAlone(ctx, steps, func(ctx context.Context, rec *recorder) error { return o.m.emptyVersionTable(ctx, rec) })
}

// EnsureVersion returns the script that creates the version table.
func (o *Offline) EnsureVersion(ctx context.Context) (string, error) {
	return o.rowsAlone(ctx, nil, o.createVersionTable)
}

// rowsAlone writes one transaction that prepares the version table and changes
// its rows.
func (o *Offline) rowsAlone(ctx context.Context, steps []versions.Step, prepare func(context.Context, *recorder) error) (string, error) {
	return o.record(ctx, func(rec *recorder) error {
		if rec.replica != nil {
			// The database that the script is for has the table, or the
			// script's own CREATE TABLE IF NOT EXISTS passes over this one.
			if err := o.createVersionTable(ctx, rec); err != nil {
				return err
			}
		}
		rec.writing = true
		for _, step := range steps {
			o.m.onStep(step)
			rec.comment("Running " + step.String())
		}
		return rec.transaction(ctx, o.m.dialect, func(dialect.Transaction) error {
			if err := prepare(ctx, rec); err != nil {
				return err
			}
			for _, step := range steps {
				if err := o.writeRows(ctx, rec, step); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// before returns the steps that have brought a database to where a script
// starts.
func (o *Offline) before(from string) ([]versions.Step, error) {
	if from == "" {
		return nil, nil
	}
	steps, err := o.m.graph.Upgrade(nil, from)
	if err != nil {
		return nil, fmt.Errorf("where the script starts: %w", err)
	}
	return steps, nil
}

// script writes the steps of a plan.
func (o *Offline) script(ctx context.Context, from string, plan func(rows []string) ([]versions.Step, error)) (string, error) {
	before, err := o.before(from)
	if err != nil {
		return "", err
	}
	steps, err := plan(versions.Rows(nil, before))
	if err != nil || len(steps) == 0 {
		return "", err
	}
	return o.record(ctx, func(rec *recorder) error {
		if rec.replica != nil {
			if err := o.steps(ctx, rec, nil, before); err != nil {
				return fmt.Errorf("running what comes before the script in memory: %w", err)
			}
		}
		rec.writing = true
		return o.inOne(ctx, rec, func() error { return o.steps(ctx, rec, before, steps) })
	})
}

// record runs f with a recorder, which has the replica's connection if there is
// a replica, and returns what was written.
func (o *Offline) record(ctx context.Context, f func(*recorder) error) (string, error) {
	rec := &recorder{}
	run := func() error { return f(rec) }
	if o.replica {
		if o.used {
			return "", errors.New("the replica has served for a script already: open another")
		}
		o.used = true
		run = func() error {
			return o.m.pinned(ctx, func(conn *sql.Conn) error {
				rec.replica = conn
				return f(rec)
			})
		}
	}
	if err := run(); err != nil {
		return "", err
	}
	return rec.script.String(), nil
}

// steps records steps on a database that others have brought to where it is.
func (o *Offline) steps(ctx context.Context, rec *recorder, before, steps []versions.Step) error {
	rows := versions.Rows(nil, before)
	for i, step := range steps {
		if rec.writing {
			o.m.onStep(step)
			rec.comment("Running " + step.String())
		}
		if err := o.step(ctx, rec, step, rows, i == 0 && len(before) == 0); err != nil {
			return err
		}
		rows = versions.Rows(rows, []versions.Step{step})
	}
	return nil
}

// step records one step: its transaction, its statements, its rows. It begins
// at some rows; first tells that there is no version table yet.
func (o *Offline) step(ctx context.Context, rec *recorder, step versions.Step, rows []string, first bool) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("stopped before %s: %w", step, err)
	}
	err := o.write(ctx, rec, step, rows, first)
	var data *OfflineDataError
	if errors.As(err, &data) {
		data.Step = step
		return data
	}
	if err != nil {
		return fmt.Errorf("writing %s as SQL: %w", step, err)
	}
	return nil
}

// write records the transaction of a step, or those between which it leaves it.
func (o *Offline) write(ctx context.Context, rec *recorder, step versions.Step, rows []string, first bool) (err error) {
	r := &offlineRunner{m: o.m, dialect: o.dialect, rec: rec, outside: o.m.outside(step), tx: rec.shared, shared: rec.shared != nil}
	if r.outside && r.shared {
		return errShared
	}
	defer func() {
		if r.tx != nil && !r.shared {
			err = errors.Join(err, r.tx.Rollback(ctx))
		}
	}()
	if !r.outside || first {
		if err := r.begin(ctx); err != nil {
			return err
		}
	}
	if first {
		if err := o.createVersionTable(ctx, rec); err != nil {
			return err
		}
	}
	o.requirePlace(rec, rows)
	if r.outside && first {
		if err := r.commit(ctx); err != nil {
			return err
		}
	}
	if f := function(step); f != nil {
		if err := withoutData(ctx, f, op.NewMigration(r).With(o.m.arguments)); err != nil {
			return err
		}
		if r.failed != nil {
			return overlooked(r.failed)
		}
	}
	if r.tx == nil {
		if err := r.begin(ctx); err != nil {
			return err
		}
	}
	if err := o.writeRows(ctx, rec, step); err != nil {
		return err
	}
	return r.commit(ctx)
}

// createVersionTable records the creation of the version table, unless it is
// there: a database that was taken back to the base has an empty one.
func (o *Offline) createVersionTable(ctx context.Context, rec *recorder) error {
	statements, err := o.dialect.Compile(ctx, rec.schema(), o.m.createVersionTable())
	if err != nil {
		return err
	}
	for _, statement := range statements {
		if rest, ok := strings.CutPrefix(statement, "CREATE TABLE "); ok {
			statement = "CREATE TABLE IF NOT EXISTS " + rest
		}
		if _, err := rec.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("creating version table %q: %w", o.m.table, err)
		}
	}
	return nil
}

// writeRows records what a step does to the version table.
func (o *Offline) writeRows(ctx context.Context, rec *recorder, step versions.Step) error {
	for _, c := range o.m.changes(step) {
		statement, err := withLiterals(o.m.db, c.sql, c.args)
		if err == nil {
			_, err = rec.ExecContext(ctx, statement)
		}
		if err != nil {
			return fmt.Errorf("writing version table %q: %w", o.m.table, err)
		}
	}
	return nil
}
