package migrator

import (
	"context"
	"fmt"

	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// Loss is what a downgrade is about to drop with its data.
type Loss struct {
	Step versions.Step
	// Table loses Column, or is dropped itself if that is empty.
	Table, Column string
	// Rows is how many rows the table has, or of a column in how many it has a
	// value. A table of MostRows rows or more counts as MostRows for both.
	Rows int
}

// MostRows is up to where the rows of a table are counted, so that counting
// takes no time.
const MostRows = 1000

// String says what is lost.
func (l Loss) String() string {
	rows := fmt.Sprintf("%d rows", l.Rows)
	switch {
	case l.Rows == 1:
		rows = "1 row"
	case l.Rows >= MostRows:
		rows = fmt.Sprintf("%d rows or more", MostRows)
	}
	switch {
	case l.Column != "" && l.Rows >= MostRows:
		return fmt.Sprintf("the downgrade of revision %q drops column %q.%q of a table with %s", l.Step.Revision.ID, l.Table, l.Column, rows)
	case l.Column != "":
		return fmt.Sprintf("the downgrade of revision %q drops column %q.%q, which has a value in %s", l.Step.Revision.ID, l.Table, l.Column, rows)
	}
	return fmt.Sprintf("the downgrade of revision %q drops table %q with %s", l.Step.Revision.ID, l.Table, rows)
}

// OnLoss has f called before a downgrade drops a table that has rows or a column
// that has values. An error of f ends the downgrade instead. Default: nothing is
// called, and the Migrator's logger warns.
func OnLoss(f func(Loss) error) Option {
	return func(m *Migrator) { m.onLoss = f }
}

// lose tells of what an operation drops.
func (e *execution) lose(ctx context.Context, o op.Operation) error {
	if e.step.Direction != versions.Down {
		return nil
	}
	l := Loss{Step: e.step}
	switch o := o.(type) {
	case *op.DropTableOp:
		l.Table = o.Name
	case *op.DropColumnOp:
		l.Table, l.Column = o.Table, o.Name
	default:
		return nil
	}
	var err error
	if l.Rows, err = e.countRows(ctx, l.Table, l.Column); err != nil || l.Rows == 0 {
		return err
	}
	e.m.log.WarnContext(ctx, l.String(), "revision", e.step.Revision.ID, "table", l.Table, "column", l.Column, "rows", l.Rows)
	return e.m.onLoss(l)
}

// countRows counts the rows of a table, or those in which a column has a value,
// as Loss.Rows says. What cannot be read has none: the operation itself says what
// is wrong with it.
func (e *execution) countRows(ctx context.Context, table, column string) (rows int, err error) {
	value := "1"
	if column != "" {
		value = e.m.dialect.Quote(column)
	}
	query := fmt.Sprintf("SELECT count(*), count(value) FROM (SELECT %s AS value FROM %s LIMIT %d) counted", value, e.m.dialect.Quote(table), MostRows)
	var all int
	undone, err := undoable(ctx, e.conn, func() error { return e.conn.QueryRowContext(ctx, query).Scan(&all, &rows) })
	switch {
	case undone:
		return 0, nil
	case err != nil:
		return 0, fmt.Errorf("counting the rows of table %q: %w", table, err)
	}
	if all == MostRows {
		rows = all
	}
	return rows, nil
}
