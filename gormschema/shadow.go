package gormschema

import (
	"cmp"
	"fmt"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/schema"

	"github.com/gmig/gmig/inspect"
)

// shadow is an empty place in which GORM creates the tables of the models.
type shadow struct {
	// db is a session on the shadow with the user's configuration.
	db *gorm.DB
	// keysLast adds the foreign keys when all tables stand, as models that refer
	// to each other need it where a key must find its table.
	keysLast bool
	// rename returns the name in the schema of the table that a model calls so.
	rename func(table string) string
	// schemas are the ones that qualified tables name.
	schemas []string
	// inspect reads the shadow.
	inspect func() (*inspect.Schema, error)
	// close removes the shadow.
	close func()
}

// build creates the tables of the models.
func (s *shadow) build(tables []*table) error {
	// Relations are ignored, or GORM would add tables of its own choice to each
	// call; which tables there are has been settled by parse.
	alone := configure(s.db, func(c *gorm.Config) { c.IgnoreRelationshipsWhenMigrating = true })
	first := s.db
	if s.keysLast {
		first = alone
	}
	for _, t := range tables {
		for i, m := range t.models {
			err := guard(func() error {
				if i == 0 {
					return first.Migrator().CreateTable(m.value)
				}
				// A second struct on the table adds to it.
				return alone.Migrator().AutoMigrate(m.value)
			})
			if err != nil {
				return fmt.Errorf("create table %q of model %q in the shadow: %w", t.name, m.Type, withTableHint(err, m.schema))
			}
		}
	}
	withKeys := !s.db.DisableForeignKeyConstraintWhenMigrating && !s.db.IgnoreRelationshipsWhenMigrating
	names := map[string]bool{}
	for _, t := range tables {
		names[t.name] = true
	}
	for _, t := range tables {
		if withKeys {
			if err := s.addForeignKeys(t, names); err != nil {
				return err
			}
		}
		if len(t.models) > 1 {
			if err := s.restoreIndexes(t); err != nil {
				return err
			}
		}
	}
	return nil
}

// restoreIndexes creates the indexes that a table of several structs lacks:
// GORM on SQLite alters a table by making a new one, and forgets the indexes.
func (s *shadow) restoreIndexes(t *table) error {
	for _, m := range t.models {
		for _, index := range m.schema.ParseIndexes() {
			if s.db.Migrator().HasIndex(m.value, index.Name) {
				continue
			}
			if err := s.db.Migrator().CreateIndex(m.value, index.Name); err != nil {
				return fmt.Errorf("create index %q of model %q in the shadow: %w", index.Name, m.Type, err)
			}
		}
	}
	return nil
}

// addForeignKeys adds the foreign keys that CREATE TABLE did not bring. Each must
// lead to one of the shadow's tables, whose names are given: on PostgreSQL it
// would find the live table otherwise, and lock it.
func (s *shadow) addForeignKeys(t *table, names map[string]bool) error {
	present := map[string]bool{}
	for i, m := range t.models {
		keys := foreignKeys(m.schema)
		for _, key := range keys {
			if (i == 0 && !s.keysLast) || present[key.Name] {
				continue
			}
			if to := key.ReferenceSchema.Table; !names[to] {
				return fmt.Errorf("add foreign key %q of model %q in the shadow: no model has its table %q: list that model too", key.Name, m.Type, to)
			}
			if err := s.addForeignKey(m, key); err != nil {
				return fmt.Errorf("add foreign key %q of model %q in the shadow: %w", key.Name, m.Type, withKeyHint(err))
			}
		}
		for _, key := range keys {
			present[key.Name] = true
		}
	}
	return nil
}

// addForeignKey adds one foreign key. Where the engine can, this is GORM's
// statement for that very key: its migrator finds keys by name, and a check of
// the same name first.
func (s *shadow) addForeignKey(m *model, key *schema.Constraint) error {
	if !s.keysLast {
		return s.db.Migrator().CreateConstraint(m.value, key.Name)
	}
	sql, vars := key.Build()
	return s.db.Exec("ALTER TABLE ? ADD "+sql, append([]any{clause.Table{Name: m.Table}}, vars...)...).Error
}

// foreignKeys returns the foreign keys that a model's table has, by name: those
// of its own relations and those that relations of other models put there.
func foreignKeys(s *schema.Schema) []*schema.Constraint {
	var keys []*schema.Constraint
	for _, relation := range s.Relationships.Relations {
		if relation.Field.IgnoreMigration {
			continue
		}
		if key := relation.ParseConstraint(); key != nil && key.Schema == s {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b *schema.Constraint) int { return cmp.Compare(a.Name, b.Name) })
	return keys
}
