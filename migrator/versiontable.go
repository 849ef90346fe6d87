package migrator

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// The version table says where the database stands: a row for each head of
// what is applied, as Alembic keeps it.
const (
	versionTableName  = versions.VersionTable
	versionColumnName = "version_num"
)

// versionTable is what was read of the version table.
type versionTable struct {
	exists bool
	rows   []string // sorted
}

// versionTable reads the table; one that does not exist has no rows.
func (m *Migrator) versionTable(ctx context.Context, conn dialect.Conn) (versionTable, error) {
	session := m.session(ctx, conn)
	if !session.Migrator().HasTable(versionTableName) {
		// HasTable reports a database that does not answer as one without the
		// table.
		if err := session.Exec("SELECT 1").Error; err != nil {
			return versionTable{}, fmt.Errorf("reading version table %q: %w", versionTableName, err)
		}
		return versionTable{}, nil
	}
	rows, err := conn.QueryContext(ctx, m.versionSQL("SELECT %[2]s FROM %[1]s"))
	if err != nil {
		return versionTable{}, fmt.Errorf("reading version table %q: %w", versionTableName, err)
	}
	defer rows.Close()
	table := versionTable{exists: true}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return versionTable{}, fmt.Errorf("reading version table %q: %w", versionTableName, err)
		}
		table.rows = append(table.rows, id)
	}
	if err := rows.Err(); err != nil {
		return versionTable{}, fmt.Errorf("reading version table %q: %w", versionTableName, err)
	}
	slices.Sort(table.rows)
	return table, nil
}

// versionSQL fills the quoted names of the version table into a statement.
func (m *Migrator) versionSQL(format string) string {
	column := m.dialect.Quote(versionColumnName)
	return fmt.Sprintf(format, m.dialect.Quote(versionTableName), column)
}

// createVersionTable runs in the transaction of the first revision, so that a
// first revision that fails leaves nothing at all.
func (m *Migrator) createVersionTable(ctx context.Context, conn dialect.Conn) error {
	statements, err := m.versionTableSQL(ctx, conn)
	if err != nil {
		return err
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
	create := op.CreateTable(versionTableName,
		op.Column(versionColumnName, op.String(255)).NotNull(),
		op.PrimaryKey(versionColumnName),
	)
	statements, err := m.dialect.Compile(ctx, db, create)
	if err != nil {
		return nil, fmt.Errorf("creating version table %q: %w", versionTableName, err)
	}
	return statements, nil
}

// writeVersion changes the rows as a step says. Each statement must meet one
// row: if it does not, someone else has changed the table.
func (m *Migrator) writeVersion(tx *gorm.DB, step versions.Step) error {
	write := func(format string, args ...any) error {
		done := tx.Exec(m.versionSQL(format), args...)
		if done.Error != nil {
			return fmt.Errorf("writing version table %q: %w", versionTableName, done.Error)
		}
		if done.RowsAffected != 1 {
			return fmt.Errorf("writing version table %q: %d rows matched %q instead of one: another program has changed the table",
				versionTableName, done.RowsAffected, args[len(args)-1])
		}
		return nil
	}
	for _, id := range step.Delete {
		if err := write("DELETE FROM %[1]s WHERE %[2]s = ?", id); err != nil {
			return err
		}
	}
	for _, id := range step.Insert {
		if err := write("INSERT INTO %[1]s (%[2]s) VALUES (?)", id); err != nil {
			return err
		}
	}
	for _, u := range step.Update {
		if err := write("UPDATE %[1]s SET %[2]s = ? WHERE %[2]s = ?", u.To, u.From); err != nil {
			return err
		}
	}
	return nil
}

// session is a GORM session on one connection, which passes for a transaction:
// GORM opens savepoints there instead of transactions of its own.
func (m *Migrator) session(ctx context.Context, conn dialect.Conn) *gorm.DB {
	session := m.db.Session(&gorm.Session{NewDB: true, Context: ctx})
	session.Statement.ConnPool = &inTransaction{conn.(*sql.Conn)}
	return session
}
