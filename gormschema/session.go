package gormschema

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// tableOptions is the setting by which GORM's users append text to CREATE
// TABLE.
const tableOptions = "gorm:table_options"

// session returns a fresh session with a Config of its own and without a
// logger. It shares the parsed schemas with db, so that what SetupJoinTable
// did is kept.
func session(ctx context.Context, db *gorm.DB) *gorm.DB {
	options, hasOptions := db.Get(tableOptions)
	s := db.Session(&gorm.Session{NewDB: true, Context: ctx, Logger: logger.Discard})
	s.DryRun, s.PrepareStmt, s.TranslateError = false, false, false
	if hasOptions {
		s = s.Set(tableOptions, options)
	}
	return s.Session(&gorm.Session{})
}

// configure returns a session like s whose Config was changed.
func configure(s *gorm.DB, change func(*gorm.Config)) *gorm.DB {
	s = s.Session(&gorm.Session{})
	change(s.Config)
	return s
}

// on returns a session like s that talks to pool.
func on(s *gorm.DB, pool gorm.ConnPool) *gorm.DB {
	s = s.Session(&gorm.Session{Context: s.Statement.Context})
	s.Config.ConnPool = pool
	s.Statement.ConnPool = pool
	return s
}
