// Package gormschema tells which schema a set of GORM models stands for. It
// does not work that out from the struct tags: it lets GORM's own migrator
// create the tables in a shadow, an empty place of the live database's engine
// that nobody else sees and that leaves nothing behind, and reads the result.
//
// What a revision file should say of each object is then taken from the
// models, in GORM's portable types, wherever that is known to mean the same.
package gormschema

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/inspect"
)

// Options widen what Desired writes. The zero value is ready for use.
type Options struct {
	// Dialectors holds, by GORM's name, a dialector of each engine that the
	// application supports. They need no connection: they are asked for type
	// names only. A type that another engine spells in its own way is written
	// with op.DataType.On.
	Dialectors map[string]gorm.Dialector
	// Enums are the enumerated types that the models' type tags name.
	Enums []EnumType
}

// Result is what a set of models stands for.
type Result struct {
	Schema *inspect.Schema
	// Schemas are the schemas of the database that the models name besides the
	// current one. With them, inspect.Read reads what Schema compares to.
	Schemas []string
	// Warnings are sentences about what GORM does with the models in silence.
	Warnings []string
}

// Desired returns the schema that GORM's AutoMigrate makes of models on an
// empty database. db is a session on the live database; its configuration
// (naming, plugins, join tables, foreign keys on or off) is honoured, its
// tables are neither changed nor locked.
//
// On PostgreSQL the shadow is a schema that is created in a transaction and
// rolled back with it, so the role needs the CREATE privilege on the database.
// On SQLite it is a database in memory. A model that GORM cannot parse, or
// whose own code panics, is named in the error.
func Desired(ctx context.Context, db *gorm.DB, d dialect.Dialect, models []any, o Options) (*Result, error) {
	if err := checkEnums(o.Enums); err != nil {
		return nil, err
	}
	tables, err := parse(session(ctx, db), models)
	if err != nil {
		return nil, err
	}
	result := &Result{}
	if result.Warnings, err = checkIndexNames(tables, d.Name()); err != nil {
		return nil, err
	}
	s, err := openShadow(ctx, db, d, tables, o.Enums)
	if err != nil {
		return nil, err
	}
	defer s.close()
	if err := s.build(tables); err != nil {
		return nil, err
	}
	result.Schemas = s.schemas
	if result.Schema, err = s.inspect(); err != nil {
		return nil, fmt.Errorf("read the shadow: %w", err)
	}
	result.Schema.Enums = desiredEnums(o.Enums, s.rename)
	speller := newSpeller(s.db, d, o.Dialectors)
	speller.enums = o.Enums
	f := filler{speller, s.rename}
	for _, t := range tables {
		if found := result.Schema.Table(s.rename(f.stored(t.name))); found != nil {
			f.table(found, t)
		}
	}
	return result, nil
}

// openShadow opens the shadow of d's engine.
func openShadow(ctx context.Context, db *gorm.DB, d dialect.Dialect, tables []*table, enums []EnumType) (*shadow, error) {
	switch d.Name() {
	case "postgres":
		return openPostgres(ctx, db, d, tables, enums)
	case "sqlite":
		return openSQLite(ctx, db, d, tables)
	}
	return nil, fmt.Errorf("open a shadow on %q: only postgres and sqlite are known", d.Name())
}
