package sqlite

import (
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/sqlite/ddl"
)

// brokenBefore is the table of a script that remembers which foreign keys were
// broken before a transaction.
const brokenBefore = "temp.gmig_broken"

// noteBroken writes down which foreign keys of some tables are broken, as a
// script begins a transaction.
func noteBroken(script dialect.Script, tables []string) {
	if len(tables) > 0 {
		script.Note("CREATE TABLE " + brokenBefore + " AS " + brokenOf(tables))
	}
}

// requireSound makes a script stop before it commits if a foreign key of some
// tables is broken that was not broken before.
func requireSound(script dialect.Script, before, now []string) {
	if len(now) > 0 {
		added := brokenOf(now)
		if len(before) > 0 {
			added += " EXCEPT SELECT * FROM " + brokenBefore
		}
		for _, statement := range (engine{}).Require("NOT EXISTS ("+added+")",
			"rows would refer to none: delete or correct them in the revision, where nothing cascades") {
			script.Note(statement)
		}
	}
	if len(before) > 0 {
		script.Note("DROP TABLE " + brokenBefore)
	}
}

// brokenOf selects the broken foreign keys of some tables. One key that could
// not be met by any row, as it refers to columns that are not unique, would end
// the check of all tables, so that those are named which can be checked. They
// need not be there: whether the script is for this database comes later.
func brokenOf(tables []string) string {
	names := make([]string, len(tables))
	for i, table := range tables {
		names[i] = dialect.Text(table)
	}
	return "SELECT k." + ddl.QuoteName("table") + ", k." + ddl.QuoteName("rowid") + ", k." + ddl.QuoteName("parent") +
		" FROM main.sqlite_master m JOIN pragma_foreign_key_check(m.name, 'main') k WHERE m.type = 'table' AND m.name IN (" + strings.Join(names, ", ") + ")"
}
