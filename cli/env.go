package cli

import (
	"context"
	"errors"
	"maps"
	"slices"

	"gorm.io/gorm"

	"github.com/gmig/gmig/autogenerate"
	"github.com/gmig/gmig/gormschema"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// Env is what a migration environment tells gmig about its application.
type Env struct {
	// Models are pointers to the GORM models, as AutoMigrate takes them.
	Models []any
	// Enums are the enumerated types that type tags of the models name, as
	// gormschema.Enum lists them.
	Enums []gormschema.EnumType
	// Versions are the revisions: All of the versions package.
	Versions *versions.Set
	// Drivers open the databases that the application runs on.
	Drivers Drivers
	// Config is the GORM configuration, the naming strategy above all. The
	// default is GORM's own, without logging.
	Config *gorm.Config
	// Setup prepares a connection as the application does, before any model is
	// parsed: plugins, serializers, join tables. It may be nil. Arguments tells
	// it what the user gave with -x and --tag.
	Setup func(*gorm.DB) error
	// Hooks leave objects out of the comparison of models and database, change
	// the operations before they are written, and decide what is the same.
	Hooks autogenerate.Hooks
}

// argumentsKey is where a context has its op.Arguments.
type argumentsKey struct{}

func withArguments(ctx context.Context, a op.Arguments) context.Context {
	return context.WithValue(ctx, argumentsKey{}, a)
}

// Arguments returns, for the connection that Setup gets, what the user gave with
// -x name=value and --tag.
func Arguments(db *gorm.DB) op.Arguments {
	a, _ := db.Statement.Context.Value(argumentsKey{}).(op.Arguments)
	return a
}

// Drivers are the databases of an application: GORM's name of the engine, which
// is the scheme of its urls, and the Open function of its driver.
type Drivers map[string]func(dsn string) gorm.Dialector

// names are the drivers' names in a fixed order.
func (d Drivers) names() []string { return slices.Sorted(maps.Keys(d)) }

// check finds what an env.go may have forgotten.
func (e *Env) check() error {
	switch {
	case e.Versions == nil:
		return errors.New("env.go sets no Versions: write `Versions: versions.All`, from the versions package beside it")
	case len(e.Drivers) == 0:
		return errors.New(`env.go sets no Drivers: write Drivers: cli.Drivers{"sqlite": sqlite.Open}`)
	}
	return nil
}
