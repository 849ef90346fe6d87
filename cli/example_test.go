package cli_test

import (
	"strings"

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"github.com/gmig/gmig/autogenerate"
	"github.com/gmig/gmig/cli"
	"github.com/gmig/gmig/gormschema"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// An env.go with all that it can say: GORM's configuration as the application
// has it, enums, and hooks.
func ExampleEnv() {
	var (
		models []any                  // what the application's Models function returns
		all    = versions.NewSet(nil) // All of the versions package
	)
	env := cli.Env{
		Models:   models,
		Versions: all,
		Drivers:  cli.Drivers{"sqlite": sqlite.Open, "postgres": postgres.Open},
		Config:   &gorm.Config{NamingStrategy: schema.NamingStrategy{TablePrefix: "app_"}},
		Enums:    []gormschema.EnumType{gormschema.Enum("mood", "sad", "ok")},
		Setup: func(db *gorm.DB) error {
			if tenant := cli.Arguments(db).X["tenant"]; tenant != "" {
				return db.Exec("SET search_path = " + tenant).Error
			}
			return nil
		},
		Hooks: autogenerate.Hooks{
			// PostGIS keeps a table of its own in the application's schema.
			Include: func(o autogenerate.Object) bool { return o.Name != "spatial_ref_sys" },
			// Readers may read what is new.
			Rewrite: func(s *autogenerate.Script) error {
				for _, o := range s.Up {
					if table, ok := o.(*op.CreateTableOp); ok {
						s.Up = append(s.Up, op.Exec("").On("postgres", `GRANT SELECT ON "`+table.Name+`" TO readers`))
					}
				}
				return nil
			},
			// The database writes the lists that a trigger makes in its own way.
			SameDefault: func(table string, database, models *op.ColumnDef) bool {
				return strings.HasSuffix(models.Name, "_list")
			},
		},
	}
	_ = env // cli.Main(env)
}
