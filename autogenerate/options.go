package autogenerate

import (
	"fmt"

	"github.com/gmig/gmig/inspect"
)

// warnOfOptions returns a sentence for each table that the models make with
// options, by GORM's setting gorm:table_options, and the database has without
// them. GORM does not change them either. Options that only the database has are
// its keeper's affair.
func warnOfOptions(current, desired *inspect.Schema) (all []string) {
	for _, wanted := range desired.Tables {
		t := current.Table(wanted.Name)
		if t == nil || wanted.Options == "" || t.Options == wanted.Options {
			continue
		}
		has := "has none"
		if t.Options != "" {
			has = fmt.Sprintf("has %q", t.Options)
		}
		all = append(all, fmt.Sprintf("the models create table %q with the options %q and the database's %s: gmig changes no options of a table that is there; write it with op.Exec if it matters",
			t.Name, wanted.Options, has))
	}
	return all
}
