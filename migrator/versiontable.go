package migrator

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/versions"
)

// The version table says where the database stands: a row for each head of
// what is applied, as Alembic keeps it, with when the row was written and the
// checksum of the revision's file. A row with progress is of a revision that is
// under way outside of a transaction, and its checksum that of the operations
// which are done: see Unfinished.
const (
	versionColumn  = "version_num"
	appliedColumn  = "applied_at"
	checksumColumn = "checksum"
	progressColumn = "progress"
)

// Head is a row of the version table.
type Head struct {
	// Revision is the id of a revision at which the database stands.
	Revision string
	// Applied is when its upgrade ran or it was stamped, by the database's
	// clock. It is zero if that is not known, as after a downgrade that leads
	// back to the revision.
	Applied time.Time
	// Checksum is that of the revision's file then, as versions.Checksum has
	// it; empty if that is not known, or there was no file.
	Checksum string
}

// Unfinished is a revision that was interrupted outside of a transaction.
type Unfinished struct {
	Revision  string
	Direction versions.Direction
	// Done is how many of its operations have run and are kept.
	Done int
	// Left tells that the revision left its transaction behind them, and so
	// that a data step which followed is kept too.
	Left bool
	// Identity tells the operations that have run from others; empty if none
	// has, or an older gmig wrote the row.
	Identity string
}

// progress is the number that the version table keeps: two for each operation
// and one for leaving the transaction; going down, where the row is a head too,
// one more and negative.
func (u Unfinished) progress() int {
	n := 2 * u.Done
	if u.Left {
		n++
	}
	if u.Direction == versions.Down {
		return -1 - n
	}
	return n
}

// unfinishedAt is the inverse of progress.
func unfinishedAt(revision string, progress int) *Unfinished {
	u := &Unfinished{Revision: revision, Direction: versions.Up}
	if progress < 0 {
		u.Direction, progress = versions.Down, -1-progress
	}
	u.Done, u.Left = progress/2, progress%2 == 1
	return u
}

func sameUnfinished(a, b *Unfinished) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

// versionTable is what was read of the version table.
type versionTable struct {
	// columns are the table's, none if it does not exist.
	columns    []dialect.TableColumn
	heads      []Head // by revision
	unfinished *Unfinished
}

func (t versionTable) exists() bool { return len(t.columns) > 0 }

// has reports whether the table has a column.
func (t versionTable) has(column string) bool {
	return slices.ContainsFunc(t.columns, func(c dialect.TableColumn) bool { return c.Name == column })
}

// rows are the ids of the heads, sorted.
func (t versionTable) rows() []string {
	rows := make([]string, len(t.heads))
	for i, h := range t.heads {
		rows[i] = h.Revision
	}
	return rows
}

// versionTable reads the table; one that does not exist has no rows.
func (m *Migrator) versionTable(ctx context.Context, conn dialect.Conn) (versionTable, error) {
	fail := func(err error) (versionTable, error) {
		return versionTable{}, fmt.Errorf("reading version table %q: %w", m.table, err)
	}
	columns, err := m.dialect.ColumnsOf(ctx, conn, m.table)
	if err != nil || len(columns) == 0 {
		if err != nil {
			return fail(err)
		}
		return versionTable{}, nil
	}
	table := versionTable{columns: columns}
	if err := table.foreign(m.table); err != nil {
		return fail(err)
	}
	selected := make([]string, 0, 4)
	for _, c := range versionColumns() {
		if table.has(c.Name) {
			selected = append(selected, m.dialect.Quote(c.Name))
		} else {
			selected = append(selected, "NULL")
		}
	}
	rows, err := conn.QueryContext(ctx, "SELECT "+strings.Join(selected, ", ")+" FROM "+m.dialect.Quote(m.table))
	if err != nil {
		return fail(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := table.scan(rows); err != nil {
			return fail(err)
		}
	}
	if err := rows.Err(); err != nil {
		return fail(err)
	}
	slices.SortFunc(table.heads, func(a, b Head) int { return strings.Compare(a.Revision, b.Revision) })
	return table, nil
}

// scan reads a row. That of a revision on its way up is no head yet.
func (t *versionTable) scan(rows *sql.Rows) error {
	var (
		head     Head
		applied  any
		checksum sql.NullString
		progress sql.NullInt64
	)
	if err := rows.Scan(&head.Revision, &applied, &checksum, &progress); err != nil {
		return err
	}
	head.Applied, head.Checksum = moment(applied), checksum.String
	if progress.Valid {
		// The checksum is that of the operations until the revision is done.
		t.unfinished = unfinishedAt(head.Revision, int(progress.Int64))
		t.unfinished.Identity, head.Checksum = checksum.String, ""
		if t.unfinished.Direction == versions.Up {
			return nil
		}
	}
	t.heads = append(t.heads, head)
	return nil
}

// moment reads a time as drivers return it: SQLite has none but texts.
func moment(value any) time.Time {
	switch v := value.(type) {
	case time.Time:
		return v
	case []byte:
		return moment(string(v))
	case string:
		for _, layout := range []string{time.DateTime, time.RFC3339Nano, "2006-01-02 15:04:05.999999999-07:00"} {
			if t, err := time.Parse(layout, v); err == nil {
				return t
			}
		}
	}
	return time.Time{}
}

// change is a statement on the version table and how many rows it must meet.
type change struct {
	sql  string
	args []any
}

// changes are the statements of a step. The times are the database's, so that a
// script says the same whenever it is written. When a revision was applied to
// which a downgrade leads back, and from which text, nobody knows any more.
func (m *Migrator) changes(step versions.Step) []change {
	applied := "CURRENT_TIMESTAMP"
	if step.Direction == versions.Down {
		applied = "NULL"
	}
	sums := m.set.Checksums()
	sum := func(id string) any {
		if s := sums[id]; s != "" && step.Direction != versions.Down {
			return s
		}
		return nil
	}
	var all []change
	for _, id := range step.Delete {
		all = append(all, change{m.versionSQL("DELETE FROM %[1]s WHERE %[2]s = ?"), []any{id}})
	}
	for _, id := range step.Insert {
		all = append(all, change{m.versionSQL("INSERT INTO %[1]s (%[2]s, %[3]s, %[4]s) VALUES (?, " + applied + ", ?)"), []any{id, sum(id)}})
	}
	for _, u := range step.Update {
		all = append(all, change{m.versionSQL("UPDATE %[1]s SET %[2]s = ?, %[3]s = " + applied + ", %[4]s = ? WHERE %[2]s = ?"),
			[]any{u.To, sum(u.To), u.From}})
	}
	return all
}

// acceptFiles writes the checksums of the heads that are stamped anew, as their
// files now are.
func (m *Migrator) acceptFiles(tx *gorm.DB, table versionTable, targets []string) error {
	var stamped []string
	for _, target := range targets {
		// What counts from somewhere ("+1") names no head that stays.
		if ids, err := m.graph.Resolve(target, table.rows()...); err == nil {
			stamped = append(stamped, ids...)
		}
	}
	sums := m.set.Checksums()
	for _, h := range table.heads {
		sum := sums[h.Revision]
		if sum == "" || sum == h.Checksum || !slices.Contains(stamped, h.Revision) {
			continue
		}
		if err := tx.Exec(m.versionSQL("UPDATE %[1]s SET %[4]s = ? WHERE %[2]s = ?"), sum, h.Revision).Error; err != nil {
			return fmt.Errorf("writing version table %q: %w", m.table, err)
		}
	}
	return nil
}

// versionSQL fills the quoted names of the version table into a statement.
func (m *Migrator) versionSQL(format string) string {
	q := m.dialect.Quote
	return fmt.Sprintf(format, q(m.table), q(versionColumn), q(appliedColumn), q(checksumColumn), q(progressColumn))
}

// writeVersion changes the rows as a step says. Each statement must meet one
// row: if it does not, someone else has changed the table.
func (m *Migrator) writeVersion(tx *gorm.DB, step versions.Step) error {
	for _, c := range m.changes(step) {
		done := tx.Exec(c.sql, c.args...)
		if done.Error != nil {
			return fmt.Errorf("writing version table %q: %w", m.table, done.Error)
		}
		if done.RowsAffected != 1 {
			return fmt.Errorf("writing version table %q: %d rows matched %q instead of one: another program has changed the table",
				m.table, done.RowsAffected, c.args[len(c.args)-1])
		}
	}
	return nil
}

// errNoProgress says that the row of a revision on the way down is gone.
var errNoProgress = errors.New("its row is gone: another program has changed the table")

// writeProgress notes how far a step is that is not done.
func (m *Migrator) writeProgress(tx *gorm.DB, u Unfinished) error {
	id, progress := u.Revision, u.progress()
	done := sql.NullString{String: u.Identity, Valid: u.Identity != ""}
	wrote := tx.Exec(m.versionSQL("UPDATE %[1]s SET %[5]s = ?, %[4]s = ? WHERE %[2]s = ?"), progress, done, id)
	switch {
	case wrote.Error != nil || wrote.RowsAffected == 1:
	case u.Direction == versions.Down:
		return fmt.Errorf("noting the progress of revision %q in version table %q: %w", id, m.table, errNoProgress)
	default:
		wrote = tx.Exec(m.versionSQL("INSERT INTO %[1]s (%[2]s, %[5]s, %[4]s) VALUES (?, ?, ?)"), id, progress, done)
	}
	if wrote.Error != nil {
		return fmt.Errorf("noting the progress of revision %q in version table %q: %w", id, m.table, wrote.Error)
	}
	return nil
}

// clearProgress forgets an unfinished revision: one that is done now, or that
// is stamped.
func (m *Migrator) clearProgress(tx *gorm.DB) error {
	for _, statement := range []string{
		"DELETE FROM %[1]s WHERE %[5]s >= 0",
		"UPDATE %[1]s SET %[5]s = NULL, %[4]s = NULL WHERE %[5]s < 0",
	} {
		if err := tx.Exec(m.versionSQL(statement)).Error; err != nil {
			return fmt.Errorf("writing version table %q: %w", m.table, err)
		}
	}
	return nil
}

// session is a GORM session on one connection. In a transaction of gmig's it
// passes for one: GORM opens savepoints there instead of transactions of its
// own.
func (m *Migrator) session(ctx context.Context, conn dialect.Conn, inTx bool) *gorm.DB {
	session := m.db.Session(&gorm.Session{NewDB: true, Context: ctx})
	session.Statement.ConnPool = &pool{stoppable{conn.(*sql.Conn)}, m.dialect}
	if inTx {
		session.Statement.ConnPool = &inTransaction{session.Statement.ConnPool}
	}
	return session
}
