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
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// The version table says where the database stands: a row for each head of
// what is applied, as Alembic keeps it, with when the row was written and the
// checksum of the revision's file. A row with progress is of a revision that is
// under way outside of a transaction: see unfinished.
const (
	versionTableName = versions.VersionTable
	versionColumn    = "version_num"
	appliedColumn    = "applied_at"
	checksumColumn   = "checksum"
	progressColumn   = "progress"
)

// versionColumns define the version table.
func versionColumns() []*op.ColumnDef {
	return []*op.ColumnDef{
		op.Column(versionColumn, op.String(255)).NotNull(),
		op.Column(appliedColumn, op.Time),
		op.Column(checksumColumn, op.String(64)),
		op.Column(progressColumn, op.Int(32)),
	}
}

// Head is a row of the version table.
type Head struct {
	// Revision is the id of a revision at which the database stands.
	Revision string
	// Applied is when the row was written, zero if that is not known.
	Applied time.Time
	// Checksum is that of the revision's file then, as versions.Checksum has
	// it; empty if there was no file.
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
	columns    []string
	heads      []Head // by revision
	unfinished *Unfinished
}

func (t versionTable) exists() bool { return len(t.columns) > 0 }

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
		return versionTable{}, fmt.Errorf("reading version table %q: %w", versionTableName, err)
	}
	columns, err := m.dialect.ColumnsOf(ctx, conn, versionTableName)
	if err != nil || len(columns) == 0 {
		if err != nil {
			return fail(err)
		}
		return versionTable{}, nil
	}
	if !slices.Contains(columns, versionColumn) {
		return fail(fmt.Errorf("it has the columns %q and no %q, so it is not gmig's: rename that table", columns, versionColumn))
	}
	table := versionTable{columns: columns}
	selected := make([]string, 0, 4)
	for _, c := range versionColumns() {
		if slices.Contains(columns, c.Name) {
			selected = append(selected, m.dialect.Quote(c.Name))
		} else {
			selected = append(selected, "NULL")
		}
	}
	rows, err := conn.QueryContext(ctx, "SELECT "+strings.Join(selected, ", ")+" FROM "+m.dialect.Quote(versionTableName))
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
		t.unfinished = unfinishedAt(head.Revision, int(progress.Int64))
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

// ensureVersionTable creates the version table, or adds the columns that an
// older gmig did not have. It runs in the transaction of the first revision, so
// that a first revision that fails leaves nothing at all.
func (m *Migrator) ensureVersionTable(ctx context.Context, conn dialect.Conn, table versionTable) error {
	statements, err := m.versionTableSQL(ctx, conn)
	if table.exists() {
		statements, err = nil, nil
		for _, c := range versionColumns() {
			if err == nil && !slices.Contains(table.columns, c.Name) {
				var add []string
				add, err = m.dialect.Compile(ctx, conn, op.AddColumn(versionTableName, c))
				statements = append(statements, add...)
			}
		}
	}
	if err != nil {
		return fmt.Errorf("creating version table %q: %w", versionTableName, err)
	}
	for _, statement := range statements {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("creating version table %q: %w", versionTableName, err)
		}
	}
	return nil
}

// versionTableSQL is what creates the version table.
func (m *Migrator) versionTableSQL(ctx context.Context, db dialect.Queryer) ([]string, error) {
	create := op.CreateTable(versionTableName, op.PrimaryKey(versionColumn))
	create.Columns = versionColumns()
	return m.dialect.Compile(ctx, db, create)
}

// change is a statement on the version table and how many rows it must meet.
type change struct {
	sql  string
	args []any
}

// changes are the statements of a step. The times are the database's, so that a
// script says the same whenever it is written.
func (m *Migrator) changes(step versions.Step) []change {
	sums := m.set.Checksums()
	sum := func(id string) any {
		if s := sums[id]; s != "" {
			return s
		}
		return nil
	}
	var all []change
	for _, id := range step.Delete {
		all = append(all, change{m.versionSQL("DELETE FROM %[1]s WHERE %[2]s = ?"), []any{id}})
	}
	for _, id := range step.Insert {
		all = append(all, change{m.versionSQL("INSERT INTO %[1]s (%[2]s, %[3]s, %[4]s) VALUES (?, CURRENT_TIMESTAMP, ?)"), []any{id, sum(id)}})
	}
	for _, u := range step.Update {
		all = append(all, change{m.versionSQL("UPDATE %[1]s SET %[2]s = ?, %[3]s = CURRENT_TIMESTAMP, %[4]s = ? WHERE %[2]s = ?"),
			[]any{u.To, sum(u.To), u.From}})
	}
	return all
}

// versionSQL fills the quoted names of the version table into a statement.
func (m *Migrator) versionSQL(format string) string {
	q := m.dialect.Quote
	return fmt.Sprintf(format, q(versionTableName), q(versionColumn), q(appliedColumn), q(checksumColumn), q(progressColumn))
}

// writeVersion changes the rows as a step says. Each statement must meet one
// row: if it does not, someone else has changed the table.
func (m *Migrator) writeVersion(tx *gorm.DB, step versions.Step) error {
	for _, c := range m.changes(step) {
		done := tx.Exec(c.sql, c.args...)
		if done.Error != nil {
			return fmt.Errorf("writing version table %q: %w", versionTableName, done.Error)
		}
		if done.RowsAffected != 1 {
			return fmt.Errorf("writing version table %q: %d rows matched %q instead of one: another program has changed the table",
				versionTableName, done.RowsAffected, c.args[len(c.args)-1])
		}
	}
	return nil
}

// errNoProgress says that the row of a revision on the way down is gone.
var errNoProgress = errors.New("its row is gone: another program has changed the table")

// writeProgress notes how far a step is that is not done.
func (m *Migrator) writeProgress(tx *gorm.DB, u Unfinished) error {
	id, progress := u.Revision, u.progress()
	wrote := tx.Exec(m.versionSQL("UPDATE %[1]s SET %[5]s = ? WHERE %[2]s = ?"), progress, id)
	switch {
	case wrote.Error != nil || wrote.RowsAffected == 1:
	case u.Direction == versions.Down:
		return fmt.Errorf("noting the progress of revision %q in version table %q: %w", id, versionTableName, errNoProgress)
	default:
		wrote = tx.Exec(m.versionSQL("INSERT INTO %[1]s (%[2]s, %[5]s) VALUES (?, ?)"), id, progress)
	}
	if wrote.Error != nil {
		return fmt.Errorf("noting the progress of revision %q in version table %q: %w", id, versionTableName, wrote.Error)
	}
	return nil
}

// clearProgress forgets an unfinished revision: one that is done now, or that
// is stamped.
func (m *Migrator) clearProgress(tx *gorm.DB) error {
	for _, statement := range []string{
		"DELETE FROM %[1]s WHERE %[5]s >= 0",
		"UPDATE %[1]s SET %[5]s = NULL WHERE %[5]s < 0",
	} {
		if err := tx.Exec(m.versionSQL(statement)).Error; err != nil {
			return fmt.Errorf("writing version table %q: %w", versionTableName, err)
		}
	}
	return nil
}

// session is a GORM session on one connection. In a transaction of gmig's it
// passes for one: GORM opens savepoints there instead of transactions of its
// own.
func (m *Migrator) session(ctx context.Context, conn dialect.Conn, inTx bool) *gorm.DB {
	session := m.db.Session(&gorm.Session{NewDB: true, Context: ctx})
	pool := stoppable{conn.(*sql.Conn)}
	session.Statement.ConnPool = pool
	if inTx {
		session.Statement.ConnPool = &inTransaction{pool}
	}
	return session
}
