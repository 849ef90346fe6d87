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

// Of returns the dialect of GORM's dialector, by the dialector's name. The
// driver behind it does not matter.
func Of(d gorm.Dialector) (dialect.Dialect, error) {
	switch d.Name() {
	case "postgres":
		return postgres.New(d), nil
	case "sqlite":
		return sqlite.New(d), nil
	}
	return nil, fmt.Errorf("choosing the dialect of %q: gmig knows postgres and sqlite", d.Name())
}
