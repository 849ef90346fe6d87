// Package engines lists the dialects that gmig knows. It is the one place that
// names them all: adding an engine is adding a folder beside this one and a
// line here.
package engines

import (
	"fmt"

	"gorm.io/gorm"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/postgres"
	"github.com/gmig/gmig/dialect/sqlite"
)

// Of returns the dialect of GORM's dialector, by the dialector's name, with the
// default settings. The driver behind it does not matter.
func Of(d gorm.Dialector) (dialect.Dialect, error) {
	return With(d, dialect.DefaultSettings())
}

// With is Of with other settings.
func With(d gorm.Dialector, s dialect.Settings) (dialect.Dialect, error) {
	switch d.Name() {
	case "postgres":
		return postgres.With(d, s), nil
	case "sqlite":
		return sqlite.With(d, s), nil
	}
	return nil, fmt.Errorf("choosing the dialect of %q: gmig knows postgres and sqlite", d.Name())
}
