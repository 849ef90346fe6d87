package gormschema

import (
	"slices"

	"gorm.io/gorm/schema"

	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// primaryKey writes a key of several columns, of which one counts up, as the
// model does. On SQLite a column that counts up is the key alone, and GORM
// leaves the others out of it; elsewhere they are part of it.
func (f filler) primaryKey(found *inspect.Table, s *schema.Schema) {
	key := found.PrimaryKey.Engine
	if key == nil || len(key.Columns) != 1 || len(s.PrimaryFields) < 2 {
		return
	}
	columns := names(s.PrimaryFields)
	counts := found.Columns[found.Column(key.Columns[0])].Engine.Increments
	if !counts || !slices.Contains(columns, key.Columns[0]) {
		return
	}
	for _, column := range columns {
		if found.Column(column) < 0 {
			return
		}
	}
	found.PrimaryKey.File = op.PrimaryKey(columns...).Named(key.Name)
}
