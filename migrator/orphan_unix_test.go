//go:build unix

package migrator_test

import (
	"testing"
	"time"

	"gorm.io/driver/postgres"

	"github.com/gmig/gmig/internal/testdb"
	"github.com/gmig/gmig/migrator"
)

// TestAStatementEndsWithTheProcessThatWasKilled kills a run while the server is
// at a statement of it. The next one gets the lock though that statement would
// have gone on for minutes.
func TestAStatementEndsWithTheProcessThatWasKilled(t *testing.T) {
	url := testdb.Postgres(t)
	db := openOn(t, postgres.Open(url))
	c := startChild(t, url, "asleep")
	c.gate.Close()
	const running = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query = ?"
	deadline := time.Now().Add(time.Minute)
	for n := 0; n == 0; {
		if err := db.Raw(running, endlessStatement).Scan(&n).Error; err != nil {
			t.Fatal(err)
		}
		if time.Now().After(deadline) {
			t.Fatalf("the statement does not run: %s", &c.output)
		}
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	m := newMigrator(t, db, childHistories()["asleep"], migrator.WithLockWait(20*time.Second))
	result, err := m.Upgrade(t.Context(), "head")
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Steps) != 1 || result.Steps[0].Revision.ID != "2" || db.Migrator().HasColumn("users", "age") {
		t.Errorf("the next run ran %q", ids(result))
	}
}
