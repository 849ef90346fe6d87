package roundtrip

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// refused is an error of GORM's own: AutoMigrate does not take the models.
type refused struct{ error }

// autoMigrate lets GORM create the tables of the models on an empty database.
// Tables that refer to each other, it creates on PostgreSQL only if the foreign
// keys come second.
func (s slot) autoMigrate(models []any) (*database, error) {
	db, err := s.empty()
	if err != nil {
		return nil, err
	}
	if err = db.AutoMigrate(models...); err == nil {
		return db, nil
	}
	plain := err
	db.close()
	if db, err = s.empty(); err != nil {
		return nil, err
	}
	db.DisableForeignKeyConstraintWhenMigrating = true
	err = db.AutoMigrate(models...)
	db.DisableForeignKeyConstraintWhenMigrating = false
	if err == nil {
		err = db.AutoMigrate(models...)
	}
	if err != nil {
		db.close()
		return nil, refused{fmt.Errorf("%w; with the foreign keys last: %w", plain, err)}
	}
	return db, nil
}

// alterations lets GORM migrate the models again and returns what it executes
// that changes the schema. The error is GORM's: it fails on some schemas of its
// own making.
func (d *database) alterations(models []any) ([]string, error) {
	log := &statements{Interface: logger.Discard}
	err := d.Session(&gorm.Session{Logger: log}).AutoMigrate(models...)
	return log.all, err
}

// statements is a log of what changes a schema.
type statements struct {
	logger.Interface
	all []string
}

var (
	changing  = regexp.MustCompile(`(?i)^\s*(CREATE|ALTER|DROP|COMMENT)\s`)
	temporary = regexp.MustCompile("(?s)(`[^`]*__temp`).*")
)

func (s *statements) LogMode(logger.LogLevel) logger.Interface { return s }

func (s *statements) Trace(_ context.Context, _ time.Time, sql func() (string, int64), _ error) {
	text, _ := sql()
	if changing.MatchString(text) {
		// A table that GORM makes anew on SQLite has the columns in their order.
		s.all = append(s.all, temporary.ReplaceAllString(strings.Join(strings.Fields(text), " "), "$1"))
	}
}
