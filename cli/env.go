package cli

import (
	"maps"
	"slices"

	"gorm.io/gorm"
)

// Env is what a migration environment tells gmig about its application.
type Env struct {
	// Models are pointers to the GORM models, as AutoMigrate takes them.
	Models []any
	// Drivers open the databases that the application runs on.
	Drivers Drivers
	// Config is the GORM configuration, the naming strategy above all. The
	// default is GORM's own, without logging.
	Config *gorm.Config
	// Setup prepares a connection as the application does, before any model is
	// parsed: plugins, serializers, join tables. It may be nil.
	Setup func(*gorm.DB) error
}

// Drivers are the databases of an application: GORM's name of the engine, which
// is the scheme of its urls, and the Open function of its driver.
type Drivers map[string]func(dsn string) gorm.Dialector

// names are the drivers' names in a fixed order.
func (d Drivers) names() []string { return slices.Sorted(maps.Keys(d)) }
