package autogenerate

import (
	"slices"

	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// primaryKey enters the primary key of a table, nil for none.
func (l *ledger) primaryKey(table string, key *op.PrimaryKeyDef) {
	if t := l.tables[table]; t != nil {
		t.PrimaryKey = key
	}
}

// respellPrimaryKey takes the key from the history's definition where the
// engine keeps only the column that counts up.
func (l *ledger) respellPrimaryKey(live *inspect.Table) {
	key, own := live.PrimaryKey.Engine, l.tables[live.Name]
	if key == nil || len(key.Columns) != 1 || own == nil || own.PrimaryKey == nil {
		return
	}
	i := live.Column(key.Columns[0])
	if i >= 0 && live.Columns[i].Engine.Increments && slices.Contains(own.PrimaryKey.Columns, key.Columns[0]) {
		live.PrimaryKey.File = own.PrimaryKey
	}
}
