package autogenerate

import (
	"fmt"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/inspect"
)

// settleOptions finds out which tables get other options, those that the models
// set for all tables by gorm:table_options, and gives the others the same on both
// sides. What the models ask for now is compared with what the revisions asked
// for, or with the database's if they did not create the table: options that the
// database alone has are its keeper's affair. It returns a sentence for each
// table that the engine has no statement for.
func (l *ledger) settleOptions(current, desired *inspect.Schema, d dialect.Dialect) (warnings []string) {
	engine, ok := d.(dialect.TableOptioner)
	if !ok {
		return nil
	}
	for _, wanted := range desired.Tables {
		t := current.Table(wanted.Name)
		if t == nil {
			continue
		}
		if engine.SameTableOptions(t.Options, wanted.Options) {
			t.Options = wanted.Options
			continue
		}
		before, known := t.Options, false
		if own := l.tables[t.Name]; own != nil {
			before, known = engine.TableOptions(own.Options), true
		}
		switch {
		case engine.SameTableOptions(before, wanted.Options), wanted.Options == "" && !known:
			t.Options = wanted.Options
		case !engine.AltersTableOptions(before, wanted.Options):
			has := "has none"
			if t.Options != "" {
				has = fmt.Sprintf("has %q", t.Options)
			}
			warnings = append(warnings, fmt.Sprintf("the models create table %q with the options %q and the database's %s: %s cannot change them; create the table anew if it matters",
				t.Name, wanted.Options, has, d.Name()))
			t.Options = wanted.Options
		default:
			t.Options = before
		}
	}
	return warnings
}
