//go:build unix

package migrator_test

import (
	"context"
	"database/sql"
	"testing"

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"github.com/gmig/gmig/internal/testdb"
)

// TestPendingAsksTwoQueries counts what reaches the driver: an application asks
// at each start.
func TestPendingAsksTwoQueries(t *testing.T) {
	count := &countdown{}
	sql.Register("counting-sqlite", &deadlySQLite{count: count})
	sql.Register("counting-postgres", &deadlyPostgres{count: count})
	for _, d := range []gorm.Dialector{
		&sqlite.Dialector{DriverName: "counting-sqlite", DSN: testdb.SQLite(t)},
		postgres.New(postgres.Config{DriverName: "counting-postgres", DSN: testdb.Postgres(t)}),
	} {
		db := openOn(t, d)
		m := newMigrator(t, db, longHistory())
		if _, err := m.Upgrade(context.Background(), "r03"); err != nil {
			t.Fatal(err)
		}
		count.armed, count.statements = true, 0
		steps, err := m.Pending(context.Background())
		count.armed = false
		if err != nil || len(steps) != 6 || count.statements != 2 {
			t.Errorf("%s: %d steps after %d queries, %v", db.Name(), len(steps), count.statements, err)
		}
	}
}
