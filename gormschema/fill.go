package gormschema

import (
	"slices"
	"strings"

	"gorm.io/gorm/schema"

	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// filler puts what the models say into the File side of the objects that the
// inspection found. What no model speaks of, or what would mean something else
// in the model's words, keeps the inspection's own spelling.
type filler struct {
	*speller
	// rename returns the name in the schema of the table that a model calls so.
	rename func(table string) string
}

// table fills the objects of one table.
func (f filler) table(found *inspect.Table, t *table) {
	for _, m := range t.models {
		for i, column := range found.Columns {
			for _, field := range m.schema.FieldsByDBName {
				if !field.IgnoreMigration && f.stored(field.DBName) == column.Engine.Name {
					found.Columns[i].File = f.file(field, column, inKey(found, column.Engine.Name))
					f.asEnum(&found.Columns[i])
				}
			}
		}
		f.primaryKey(found, m.schema)
		f.indexes(found, m.schema)
		f.checks(found, m.schema)
		f.uniques(found, m.schema)
		f.foreignKeys(found, m.schema)
	}
}

// inKey tells whether a column is part of the primary key.
func inKey(t *inspect.Table, column string) bool {
	return t.PrimaryKey.Engine != nil && slices.Contains(t.PrimaryKey.Engine.Columns, column)
}

// stored returns a name as the engine keeps it: PostgreSQL cuts names at 63
// bytes, before a character that would not fit.
func (f filler) stored(name string) string {
	const most = 63
	if f.own.name != "postgres" || len(name) <= most {
		return name
	}
	end := most
	for end > 0 && name[end]&0xC0 == 0x80 {
		end--
	}
	return name[:end]
}

// checks writes checks as the tags do.
func (f filler) checks(found *inspect.Table, s *schema.Schema) {
	for name, check := range s.ParseCheckConstraints() {
		for i, c := range found.Checks {
			if c.Engine.Name == f.stored(name) {
				found.Checks[i].File = op.Check(name, check.Constraint)
			}
		}
	}
}

// uniques writes unique constraints as GORM does: one column each.
func (f filler) uniques(found *inspect.Table, s *schema.Schema) {
	for name, unique := range s.ParseUniqueConstraints() {
		for i, u := range found.Uniques {
			if u.Engine.Name == f.stored(name) {
				found.Uniques[i].File = op.Unique(name, unique.Field.DBName)
			}
		}
	}
}

// foreignKeys writes foreign keys with the actions of the tags, which tell apart
// the keys that have one name: SQLite takes several.
func (f filler) foreignKeys(found *inspect.Table, s *schema.Schema) {
	for _, key := range foreignKeys(s) {
		onDelete, plain := action(key.OnDelete)
		onUpdate, plainUpdate := action(key.OnUpdate)
		if !plain || !plainUpdate {
			continue
		}
		for i, k := range found.ForeignKeys {
			if k.Engine.Name == f.stored(key.Name) && k.Engine.Delete == lasting(onDelete) && k.Engine.Update == lasting(onUpdate) {
				found.ForeignKeys[i].File = op.ForeignKey(key.Name, names(key.ForeignKeys)...).
					References(f.rename(key.ReferenceSchema.Table), names(key.References)...).
					OnDelete(onDelete).OnUpdate(onUpdate)
			}
		}
	}
}

// action returns the referential action of a tag. It is not plain if the tag
// holds more, such as DEFERRABLE.
func action(tag string) (name string, plain bool) {
	name = strings.ToUpper(strings.Join(strings.Fields(tag), " "))
	return name, slices.Contains([]string{"", "NO ACTION", "RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT"}, name)
}

// lasting is an action as the inspection has it.
func lasting(action string) string {
	if action == "NO ACTION" {
		return ""
	}
	return action
}

// names returns the columns of fields.
func names(fields []*schema.Field) []string {
	var all []string
	for _, f := range fields {
		all = append(all, f.DBName)
	}
	return all
}
