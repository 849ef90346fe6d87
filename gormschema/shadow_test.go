package gormschema

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	gormpostgres "gorm.io/driver/postgres"
	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/schema"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/internal/testdb"
)

// Team and Member refer to each other.
type (
	Team struct {
		ID       uint
		LeaderID *uint
		Leader   *Member
		Members  []Member
	}
	Member struct {
		ID     uint
		Name   string `gorm:"index:idx_members_name,option:CONCURRENTLY"`
		TeamID *uint
	}
	Invoice struct {
		ID     uint
		Number string `gorm:"uniqueIndex"`
		TeamID uint
		Team   Team
		Lines  []InvoiceLine
	}
	InvoiceLine struct {
		ID        uint
		InvoiceID uint
	}
)

func (Invoice) TableName() string     { return "billing.invoices" }
func (InvoiceLine) TableName() string { return "billing.invoice_lines" }

func circular() []any { return []any{&Team{}, &Member{}} }

func openGORM(t *testing.T, d gorm.Dialector, config gorm.Config) *gorm.DB {
	t.Helper()
	config.Logger = logger.Discard
	db, err := gorm.Open(d, &config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sqlPool(t, db).Close() })
	return db
}

func sqlPool(t *testing.T, db *gorm.DB) *sql.DB {
	t.Helper()
	p, err := db.DB()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// column returns the first column of a query's rows.
func column(t *testing.T, db *gorm.DB, query string, args ...any) []string {
	t.Helper()
	var all []string
	if err := db.Raw(query, args...).Scan(&all).Error; err != nil {
		t.Fatal(err)
	}
	return all
}

func TestPostgresShadowLocksNoLiveTableAndLeavesNothing(t *testing.T) {
	ctx := context.Background()
	db := openGORM(t, gormpostgres.Open(testdb.Postgres(t)), gorm.Config{})
	for _, statement := range []string{
		// The live tables have the models' names and other columns.
		`CREATE TABLE teams (id bigint PRIMARY KEY, old text)`,
		`CREATE TABLE members (id bigint PRIMARY KEY, old text)`,
		`CREATE SCHEMA billing`,
		`CREATE TABLE billing.invoices (id bigint PRIMARY KEY, old text)`,
		`CREATE TABLE billing.invoice_lines (id bigint PRIMARY KEY, old text)`,
	} {
		if err := db.Exec(statement).Error; err != nil {
			t.Fatal(err)
		}
	}
	catalog := `SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
		UNION SELECT nspname || '.' FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%'`
	before := column(t, db, catalog)
	tables, err := parse(session(ctx, db), append(circular(), &Invoice{}, &InvoiceLine{}))
	if err != nil {
		t.Fatal(err)
	}
	s, err := openPostgres(ctx, db, nil, tables, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	if err := s.build(tables); err != nil {
		t.Fatal(err)
	}
	// Asked on another connection, while the shadow stands.
	locked := column(t, db, `SELECT n.nspname || '.' || c.relname || ' ' || l.mode FROM pg_locks l
		JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname IN ('public', 'billing') AND l.mode <> 'AccessShareLock' AND l.pid <> pg_backend_pid()`)
	if len(locked) > 0 {
		t.Errorf("live tables are locked: %q", locked)
	}
	var keys []string
	s.db.Raw(`SELECT conrelid::regclass::text || ' ' || confrelid::regclass::text FROM pg_constraint
		WHERE contype = 'f' AND connamespace::regnamespace::text LIKE 'gmig%'`).Scan(&keys)
	for _, key := range keys {
		for _, table := range strings.Fields(key) {
			if strings.HasPrefix(table, "public.") || strings.HasPrefix(table, "billing.") {
				t.Errorf("a foreign key of the shadow is on a live table: %s", key)
			}
		}
	}
	if len(keys) != 4 {
		t.Errorf("foreign keys: %q", keys)
	}
	s.close()
	if diff := cmp.Diff(before, column(t, db, catalog)); diff != "" {
		t.Errorf("the shadow left something: %s", diff)
	}
}

func TestPostgresShadowIsGoneAfterAnErrorAndACancelledContext(t *testing.T) {
	db := openGORM(t, gormpostgres.Open(testdb.Postgres(t)), gorm.Config{})
	ctx, cancel := context.WithCancel(context.Background())
	tables, err := parse(session(ctx, db), circular())
	if err != nil {
		t.Fatal(err)
	}
	s, err := openPostgres(ctx, db, nil, tables, nil)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := s.build(tables); err == nil || !strings.Contains(err.Error(), "Team") && !strings.Contains(err.Error(), "Member") {
		t.Errorf("a cancelled build: %v", err)
	}
	s.close()
	if left := column(t, db, `SELECT nspname FROM pg_namespace WHERE nspname LIKE 'gmig%'`); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
}

func TestPostgresShadowSaysWhatARoleWithoutCreateNeeds(t *testing.T) {
	url := testdb.Postgres(t)
	admin := openGORM(t, gormpostgres.Open(url), gorm.Config{})
	name := column(t, admin, `SELECT 'gmig_reader_' || pg_backend_pid()`)[0]
	if err := admin.Exec(`CREATE ROLE ` + name).Error; err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { admin.Exec(`DROP ROLE ` + name) })
	sqlPool(t, admin).SetMaxOpenConns(1)
	if err := admin.Exec(`SET ROLE ` + name).Error; err != nil {
		t.Fatal(err)
	}
	defer admin.Exec(`RESET ROLE`)
	_, err := openPostgres(context.Background(), admin, nil, nil, nil)
	if err == nil || !strings.Contains(err.Error(), "grant the role CREATE") {
		t.Errorf("error: %v", err)
	}
}

func TestSQLiteShadowNeverTouchesTheFile(t *testing.T) {
	ctx := context.Background()
	db := openGORM(t, gormsqlite.Open(t.TempDir()+"/app.db"), gorm.Config{})
	if err := db.Exec(`CREATE TABLE teams (id integer, old text)`).Error; err != nil {
		t.Fatal(err)
	}
	tables, err := parse(session(ctx, db), circular())
	if err != nil {
		t.Fatal(err)
	}
	s, err := openSQLite(ctx, db, nil, tables)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	if err := s.build(tables); err != nil {
		t.Fatal(err)
	}
	if got := column(t, s.db, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY 1`); !slices.Equal(got, []string{"members", "teams"}) {
		t.Errorf("tables of the shadow: %q", got)
	}
	if got := column(t, db, `SELECT sql FROM sqlite_master`); !slices.Equal(got, []string{"CREATE TABLE teams (id integer, old text)"}) {
		t.Errorf("the live file has %q", got)
	}
}

type (
	// Moody panics when GORM asks for its column's type.
	Moody string
	Mood  struct {
		ID   uint
		Mood Moody
	}
)

func (Moody) GormDataType() string { return "moody" }

func (Moody) GormDBDataType(*gorm.DB, *schema.Field) string { panic("no settings") }

func TestAPanicWhileCreatingNamesTheModel(t *testing.T) {
	db := anySQLite(t)
	_, err := Desired(context.Background(), db, onlyName("sqlite"), []any{Mood{}}, Options{})
	if err == nil || !strings.Contains(err.Error(), `"gormschema.Mood"`) || !strings.Contains(err.Error(), "no settings") {
		t.Errorf("error: %v", err)
	}
}

func TestSQLiteRefusesATableOfAnAttachedDatabase(t *testing.T) {
	_, err := Desired(context.Background(), anySQLite(t), onlyName("sqlite"), []any{InvoiceLine{}}, Options{})
	if err == nil || !strings.Contains(err.Error(), `"billing.invoice_lines"`) || !strings.Contains(err.Error(), `"gormschema.InvoiceLine"`) {
		t.Errorf("error: %v", err)
	}
}

// named is a dialect that can say which one it is.
type named struct {
	dialect.Dialect
	name string
}

func (n named) Name() string { return n.name }

func onlyName(name string) dialect.Dialect { return named{name: name} }
