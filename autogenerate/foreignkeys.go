package autogenerate

import (
	"fmt"

	"github.com/gmig/gmig/inspect"
)

// hintOfForeignKeys returns a sentence if the models want foreign keys between
// tables that are there, and the tables that they share with the database have
// none. That is how a database looks whose application sets
// DisableForeignKeyConstraintWhenMigrating in its gorm.Config and whose env.go
// does not. A table that a revision created without foreign keys is as it should
// be: its first one is a change like others.
func hintOfForeignKeys(current, desired *inspect.Schema, history *ledger) []string {
	missing := 0
	for _, wanted := range desired.Tables {
		live := current.Table(wanted.Name)
		if live == nil {
			continue
		}
		if len(live.ForeignKeys) > 0 {
			return nil
		}
		if made := history.tables[live.Name]; made != nil && len(made.ForeignKeys) == 0 {
			continue
		}
		for _, key := range wanted.ForeignKeys {
			// The key of a new column, or to a new table, comes with it.
			if live.Column(key.Engine.Columns[0]) >= 0 && current.Table(key.Engine.RefTable) != nil {
				missing++
			}
		}
	}
	if missing == 0 {
		return nil
	}
	return []string{fmt.Sprintf("the database has no foreign keys, and the models want %d between its tables: if the application sets DisableForeignKeyConstraintWhenMigrating in its gorm.Config, set it in Config of env.go too", missing)}
}
