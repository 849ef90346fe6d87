package autogenerate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

type invoice struct {
	ID     uint
	Number string `gorm:"size:20;index"`
}

func (invoice) TableName() string { return "billing.invoices" }

// TestASchemaIsCreatedForItsTables begins without the schema that a model's
// table is in, which AutoMigrate would fail at.
func TestASchemaIsCreatedForItsTables(t *testing.T) {
	for _, e := range bothEngines() {
		if e.name != "postgres" {
			continue // SQLite has no schemas.
		}
		db := newDatabase(t, e)
		script := db.compare([]any{&invoice{}})
		up := []string{`run "CREATE SCHEMA IF NOT EXISTS \"billing\""`, `create table "billing.invoices"`, `create index "idx_billing_invoices_number" on table "billing.invoices"`}
		down := []string{`drop table "billing.invoices"`, `run "DROP SCHEMA IF EXISTS \"billing\""`}
		if diff := cmp.Diff(up, descriptions(script.Up)); diff != "" {
			t.Errorf("up (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(down, descriptions(script.Down)); diff != "" {
			t.Errorf("down (-want +got):\n%s", diff)
		}
		db.upgrade(script)
		if again := db.compare([]any{&invoice{}}); !again.Empty() {
			t.Errorf("compared again, there is still: %q", again.Changes)
		}
		db.downgrade()
		var schemas int
		if err := db.Raw("SELECT count(*) FROM pg_namespace WHERE nspname = 'billing'").Scan(&schemas).Error; err != nil || schemas != 0 {
			t.Errorf("%d schemas are left, %v", schemas, err)
		}
	}
}
