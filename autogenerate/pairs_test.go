package autogenerate_test

import (
	"context"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/gmig/gmig/autogenerate"
	"github.com/gmig/gmig/dialect/engines"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/internal/counts"
	"github.com/gmig/gmig/internal/testdb"
	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

func TestMain(m *testing.M) {
	if url := os.Getenv(killedDatabase); url != "" {
		os.Exit(compareAndDie(url))
	}
	os.Exit(testdb.Main(m))
}

// engine opens empty databases of one engine.
type engine struct {
	name string
	open func(t *testing.T) *gorm.DB
}

// url is what a database was opened with.
func (e engine) url(t *testing.T, db *gorm.DB) string {
	t.Helper()
	switch d := db.Dialector.(type) {
	case *sqlite.Dialector:
		return d.DSN
	case *postgres.Dialector:
		return d.DSN
	}
	t.Fatalf("a dialector of type %T", db.Dialector)
	return ""
}

func bothEngines() []engine {
	open := func(t *testing.T, d gorm.Dialector) *gorm.DB {
		t.Helper()
		db, err := gorm.Open(d, &gorm.Config{Logger: logger.Discard})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if pool, err := db.DB(); err == nil {
				pool.Close()
			}
		})
		return db
	}
	return []engine{
		{"sqlite", func(t *testing.T) *gorm.DB { return open(t, sqlite.Open(testdb.SQLite(t))) }},
		{"postgres", func(t *testing.T) *gorm.DB { return open(t, postgres.Open(testdb.Postgres(t))) }},
	}
}

// database is a database under gmig whose revisions are made by autogenerate.
type database struct {
	*gorm.DB
	t   *testing.T
	set *versions.Set
	n   int
}

func newDatabase(t *testing.T, e engine) *database {
	return &database{DB: e.open(t), t: t, set: versions.NewSet(nil)}
}

func (d *database) compare(models []any) *autogenerate.Script {
	d.t.Helper()
	return d.answered(models, autogenerate.Answers{})
}

func (d *database) answered(models []any, answers autogenerate.Answers) *autogenerate.Script {
	d.t.Helper()
	script, err := autogenerate.Run(context.Background(), d.DB, autogenerate.Input{Models: models, DropUnknown: true, Answers: answers})
	if err != nil {
		d.t.Fatal(err)
	}
	return script
}

// setOptions sets the options of the tables that GORM creates.
func (d *database) setOptions(options string) {
	d.DB = d.Set("gorm:table_options", options).Session(&gorm.Session{})
}

// upgrade makes a revision of a script and runs it.
func (d *database) upgrade(script *autogenerate.Script) {
	d.t.Helper()
	r := op.Revision{ID: string(rune('a' + d.n)), Up: run(script.Up), Down: run(script.Down)}
	if d.n > 0 {
		r.Revises = []string{string(rune('a' + d.n - 1))}
	}
	d.n++
	d.set.Add(r)
	if _, err := d.migrator().Upgrade(context.Background(), "head"); err != nil {
		d.t.Fatal(err)
	}
}

func (d *database) downgrade() {
	d.t.Helper()
	if _, err := d.migrator().Downgrade(context.Background(), "-1"); err != nil {
		d.t.Fatal(err)
	}
}

func (d *database) migrator() *migrator.Migrator {
	d.t.Helper()
	m, err := migrator.New(d.DB, d.set)
	if err != nil {
		d.t.Fatal(err)
	}
	return m
}

func run(ops []op.Operation) op.Func {
	return func(ctx context.Context, m *op.Migration) error {
		for _, o := range ops {
			run := m.Run
			create, isCreate := o.(*op.CreateIndexOp)
			drop, isDrop := o.(*op.DropIndexOp)
			enum, isEnum := o.(*op.AlterEnumOp)
			if isCreate && create.Online || isDrop && drop.Online || isEnum && enum.Ahead {
				run = m.Autocommit
			}
			if err := run(ctx, o); err != nil {
				return err
			}
		}
		return nil
	}
}

// schema is the database in the engine's normal form, the version table and
// the order of columns aside.
func schema(t *testing.T, db *gorm.DB, schemas ...string) map[string]any {
	t.Helper()
	d, err := engines.Of(db.Dialector)
	if err != nil {
		t.Fatal(err)
	}
	pool, err := db.DB()
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pool.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	s, err := inspect.Read(context.Background(), conn, d, schemas...)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]any{}
	for _, table := range s.Tables {
		if table.Name == versions.VersionTable {
			continue
		}
		add := func(kind, name string, object any) { all[table.Name+" "+kind+" "+name] = object }
		add("table", "", table.Remark+table.Options)
		add("key", "", table.PrimaryKey.Engine)
		for _, c := range table.Columns {
			add("column", c.Engine.Name, c.Engine)
		}
		for _, u := range table.Uniques {
			add("unique", u.Engine.Name, u.Engine)
		}
		for _, f := range table.ForeignKeys {
			add("foreign key", f.Engine.Name, f.Engine)
		}
		for _, c := range table.Checks {
			add("check", c.Engine.Name, c.Engine)
		}
		for _, i := range table.Indexes {
			add("index", i.Engine.Name, i.Engine)
		}
	}
	return all
}

func autoMigrated(t *testing.T, e engine, models []any) map[string]any {
	t.Helper()
	return autoMigratedOn(t, e.open(t), models)
}

// autoMigratedOn lets AutoMigrate make the models' tables in a database.
func autoMigratedOn(t *testing.T, db *gorm.DB, models []any, schemas ...string) map[string]any {
	t.Helper()
	if err := db.AutoMigrate(models...); err == nil {
		return schema(t, db, schemas...)
	}
	// AutoMigrate cannot create tables that refer to each other on PostgreSQL:
	// the foreign keys come second.
	db.DisableForeignKeyConstraintWhenMigrating = true
	if err := db.AutoMigrate(models...); err != nil {
		t.Fatal(err)
	}
	db.DisableForeignKeyConstraintWhenMigrating = false
	if err := db.AutoMigrate(models...); err != nil {
		t.Fatal(err)
	}
	return schema(t, db, schemas...)
}

// TestEachKindOfChange goes from one set of models to another and back. The
// operations must be exactly the expected ones, the result what AutoMigrate
// makes, and the way back must lead to where it began.
func TestEachKindOfChange(t *testing.T) {
	tried := map[string]int{}
	defer func() { counts.Say(t, "kinds of changes there and back: %v", tried) }()
	for _, p := range pairs() {
		for _, e := range []string{"postgres", "sqlite"} {
			if p.only == "" || p.only == e {
				tried[e]++
			}
		}
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			for _, e := range bothEngines() {
				if p.only != "" && p.only != e.name {
					continue
				}
				t.Run(e.name, func(t *testing.T) {
					t.Parallel()
					p.check(t, e)
				})
			}
		})
	}
}

func (p pair) check(t *testing.T, e engine) {
	db := newDatabase(t, e)
	mustExec(t, db, p.given...)
	db.setOptions(p.options[0])
	if first := db.compare(p.before()); !first.Empty() {
		db.upgrade(first)
	}
	before := schema(t, db.DB, p.schemas...)
	for _, insert := range p.rows {
		if err := db.Exec(insert).Error; err != nil {
			t.Fatal(err)
		}
	}
	db.setOptions(p.options[1])
	script := db.answered(p.after(), p.answers)
	if diff := cmp.Diff(p.up, descriptions(script.Up)); diff != "" {
		t.Errorf("operations up (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(p.down, descriptions(script.Down)); diff != "" {
		t.Errorf("operations down (-want +got):\n%s", diff)
	}
	if len(script.Changes) == 0 && !script.Empty() {
		t.Error("the script changes something and says nothing")
	}
	db.upgrade(script)
	own := newDatabase(t, e)
	mustExec(t, own, p.given...)
	own.setOptions(p.options[1])
	if diff := cmp.Diff(autoMigratedOn(t, own.DB, p.after(), p.schemas...), schema(t, db.DB, p.schemas...)); diff != "" {
		t.Errorf("the upgraded schema is not AutoMigrate's (-want +got):\n%s", diff)
	}
	if again := db.compare(p.after()); !again.Empty() {
		t.Errorf("compared again, there is still: %q", again.Changes)
	}
	p.checkRows(t, db, p.rowsUp)
	db.downgrade()
	if diff := cmp.Diff(before, schema(t, db.DB, p.schemas...)); diff != "" {
		t.Errorf("the downgraded schema is not what it was (-want +got):\n%s", diff)
	}
	p.checkRows(t, db, p.rowsLeft)
	// A down operation leads where the next up can go again.
	if _, err := db.migrator().Upgrade(context.Background(), "head"); err != nil {
		t.Errorf("upgrading again: %v", err)
	}
}

func (p pair) checkRows(t *testing.T, db *database, query string) {
	t.Helper()
	if query == "" {
		query = p.rowsLeft
	}
	if query == "" {
		return
	}
	var rows int
	if err := db.Raw(query).Scan(&rows).Error; err != nil {
		t.Error(err)
	} else if rows == 0 {
		t.Errorf("%s: no rows", query)
	}
}

func descriptions(ops []op.Operation) []string {
	var all []string
	for _, o := range ops {
		all = append(all, o.Describe())
	}
	return all
}

// keeping compares and keeps what nobody knows.
func (d *database) keeping(models []any) *autogenerate.Script {
	d.t.Helper()
	script, err := autogenerate.Run(context.Background(), d.DB, autogenerate.Input{Models: models})
	if err != nil {
		d.t.Fatal(err)
	}
	return script
}
