package gormschema_test

import (
	"cmp"
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	gormpostgres "gorm.io/driver/postgres"
	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/postgres"
	"github.com/gmig/gmig/dialect/sqlite"
	"github.com/gmig/gmig/gormschema"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/internal/testdb"
	"github.com/gmig/gmig/op"
)

// both are the dialectors of an application that supports both engines.
func both() map[string]gorm.Dialector {
	return map[string]gorm.Dialector{
		"postgres": gormpostgres.New(gormpostgres.Config{}),
		"sqlite":   gormsqlite.Open(""),
	}
}

// onEngines runs a test on an empty database of each engine.
func onEngines(t *testing.T, test func(t *testing.T, e testEngine)) {
	t.Run("sqlite", func(t *testing.T) { test(t, sqliteEngine()) })
	t.Run("postgres", func(t *testing.T) { test(t, postgresEngine()) })
}

// testEngine makes databases of one engine.
type testEngine struct {
	dialect dialect.Dialect
	fresh   func(t *testing.T) gorm.Dialector
}

func sqliteEngine() testEngine {
	return testEngine{
		dialect: sqlite.New(gormsqlite.Open("")),
		fresh: func(t *testing.T) gorm.Dialector {
			return gormsqlite.Open(filepath.Join(t.TempDir(), "app.db"))
		},
	}
}

func postgresEngine() testEngine {
	return testEngine{
		dialect: postgres.New(gormpostgres.New(gormpostgres.Config{})),
		fresh:   func(t *testing.T) gorm.Dialector { return gormpostgres.Open(testdb.Postgres(t)) },
	}
}

// open opens a session on a fresh database.
func (e testEngine) open(t *testing.T, config gorm.Config) *gorm.DB {
	t.Helper()
	config.Logger = logger.Discard
	db, err := gorm.Open(e.fresh(t), &config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool(t, db).Close() })
	return db
}

// desired returns what models stand for.
func (e testEngine) desired(t *testing.T, db *gorm.DB, models ...any) *inspect.Schema {
	t.Helper()
	result, err := gormschema.Desired(context.Background(), db, e.dialect, models, gormschema.Options{Dialectors: both()})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Warnings) > 0 {
		t.Errorf("warnings: %q", result.Warnings)
	}
	return result.Schema
}

// live inspects a database.
func (e testEngine) live(t *testing.T, db *gorm.DB, schemas ...string) *inspect.Schema {
	t.Helper()
	ctx := context.Background()
	conn, err := pool(t, db).Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	schema, err := inspect.Read(ctx, conn, e.dialect, schemas...)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// compile runs the File forms of a schema on a database.
func (e testEngine) compile(t *testing.T, db *gorm.DB, schema *inspect.Schema) {
	t.Helper()
	var tables, rest []op.Operation
	for _, table := range schema.Tables {
		create := table.Create()
		if e.dialect.Name() == "postgres" {
			for _, key := range create.ForeignKeys {
				rest = append(rest, op.AddConstraint(table.Name, key))
			}
			create.ForeignKeys = nil
		}
		tables = append(tables, create)
		for _, index := range table.Indexes {
			tables = append(tables, index.File)
		}
	}
	ctx, conn := context.Background(), pool(t, db)
	for _, o := range append(tables, rest...) {
		statements, err := e.dialect.Compile(ctx, conn, o)
		if err != nil {
			t.Fatalf("%s: %v", o.Describe(), err)
		}
		for _, statement := range statements {
			if _, err := conn.ExecContext(ctx, statement); err != nil {
				t.Fatalf("%s: %v\n%s", o.Describe(), err, statement)
			}
		}
	}
}

// pool returns the connections of a session.
func pool(t *testing.T, db *gorm.DB) *sql.DB {
	t.Helper()
	p, err := db.DB()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// engineTable is a table in the engine's own words.
type engineTable struct {
	Name, Remark, Options string
	Columns               []op.ColumnDef
	PrimaryKey            *op.PrimaryKeyDef
	Uniques               []op.UniqueDef
	ForeignKeys           []op.ForeignKeyDef
	Checks                []op.CheckDef
	Indexes               []op.CreateIndexOp
}

// sameEngine compares two schemas in the engine's own words; the order of
// constraints and indexes says nothing.
func sameEngine(t *testing.T, what string, want, got *inspect.Schema) {
	t.Helper()
	if diff := gocmp.Diff(engineTables(want), engineTables(got)); diff != "" {
		t.Errorf("%s: %s", what, diff)
	}
}

func engineTables(s *inspect.Schema) []engineTable {
	var all []engineTable
	for _, t := range s.Tables {
		all = append(all, engineTable{
			Name: t.Name, Remark: t.Remark, Options: t.Options,
			Columns:     engineSide(t.Columns, nil),
			PrimaryKey:  t.PrimaryKey.Engine,
			Uniques:     engineSide(t.Uniques, func(u op.UniqueDef) string { return u.Name }),
			ForeignKeys: engineSide(t.ForeignKeys, func(f op.ForeignKeyDef) string { return f.Name }),
			Checks:      engineSide(t.Checks, func(c op.CheckDef) string { return c.Name }),
			Indexes:     engineSide(t.Indexes, func(i op.CreateIndexOp) string { return i.Name }),
		})
	}
	return all
}

func engineSide[T any](pairs []inspect.Pair[*T], name func(T) string) []T {
	var all []T
	for _, p := range pairs {
		all = append(all, *p.Engine)
	}
	if name != nil {
		slices.SortStableFunc(all, func(a, b T) int { return cmp.Compare(name(a), name(b)) })
	}
	return all
}
