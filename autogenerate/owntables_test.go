package autogenerate_test

import (
	"context"
	"testing"

	"github.com/gmig/gmig/autogenerate"
	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// TestTheTablesOfGmigAreNotTheApplications asks for every table to be dropped
// that no model has: not those where gmig keeps its versions and its lease.
func TestTheTablesOfGmigAreNotTheApplications(t *testing.T) {
	for _, e := range bothEngines() {
		t.Run(e.name, func(t *testing.T) {
			db := newDatabase(t, e)
			for _, table := range []string{versions.VersionTable, dialect.LockTable, "old"} {
				if err := db.Exec("CREATE TABLE IF NOT EXISTS " + table + " (name text)").Error; err != nil {
					t.Fatal(err)
				}
			}
			script, err := autogenerate.Run(context.Background(), db.DB, autogenerate.Input{Models: []any{}, DropUnknown: true})
			if err != nil {
				t.Fatal(err)
			}
			if len(script.Up) != 1 || script.Up[0].Describe() != op.DropTable("old").Describe() {
				t.Errorf("the script is %v, with the warnings %q", script.Changes, script.Warnings)
			}
		})
	}
}
