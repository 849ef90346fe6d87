package autogenerate_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmig/gmig/autogenerate"
	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// TestRevisionsThatLeaveTheShadowAreRefused replays revisions that end the
// transaction of the shadow or reach for tables beside it. Each must be named,
// and the live tables must be as they were.
func TestRevisionsThatLeaveTheShadowAreRefused(t *testing.T) {
	exec := func(statements ...string) op.Func {
		return func(ctx context.Context, m *op.Migration) error {
			for _, s := range statements {
				if err := m.Exec(ctx, s); err != nil {
					return err
				}
			}
			return nil
		}
	}
	// Those that swallow errors go on behind them.
	careless := func(statements ...string) op.Func {
		return func(ctx context.Context, m *op.Migration) error {
			for _, s := range statements {
				m.DB().Exec(s)
			}
			return nil
		}
	}
	tests := map[string]struct {
		up   op.Func
		want string
	}{
		"commits":                       {exec("COMMIT", "DROP TABLE shared.rates"), "a revision that commits"},
		"commits in a text":             {exec("SELECT 1; COMMIT; DROP TABLE shared.rates"), "a revision that commits"},
		"commits what it began":         {exec("BEGIN; SELECT 1; COMMIT"), "a revision that commits"},
		"commits behind a remark":       {exec("-- why\ncommit"), "a revision that commits"},
		"commits and goes on":           {careless("COMMIT", "DROP TABLE shared.rates", "DROP TABLE users"), "it has ended the transaction"},
		"rolls back":                    {exec("ROLLBACK", "DROP TABLE shared.rates"), "it has ended the transaction"},
		"rolls back in a text":          {exec("rollback work; DROP TABLE shared.rates"), "it ends the transaction"},
		"rolls back amid a text":        {exec("SELECT ';'; /* \n */ ROLLBACK; DROP TABLE shared.rates"), "it ends the transaction"},
		"rolls back and begins another": {exec("ABORT AND CHAIN", "DROP TABLE users"), "it ends the transaction"},
		"rolls back by an operation":    {run([]op.Operation{op.Exec("ROLLBACK"), op.DropTable("users")}), "it has ended the transaction"},
		"rolls back through GORM":       {careless("ROLLBACK", "DROP TABLE shared.rates", "DROP TABLE users"), "it has ended the transaction"},
		"alters beside the shadow":      {exec("ALTER TABLE shared.rates ADD COLUMN more int"), `it uses table "shared.rates"`},
		"alters on the search path":     {exec("ALTER TABLE rates ADD COLUMN more int"), `it uses table "shared.rates"`},
		"refers to beside the shadow": {run([]op.Operation{op.CreateTable("prices", op.Column("rate_id", op.Int(64)),
			op.ForeignKey("fk_rate", "rate_id").References("shared.rates", "id"))}), `it uses table "shared.rates"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			db := newDatabase(t, bothEngines()[1])
			pool, err := db.DB.DB()
			if err != nil {
				t.Fatal(err)
			}
			pool.SetMaxOpenConns(1)
			for _, statement := range []string{
				"CREATE SCHEMA shared", "CREATE TABLE shared.rates (id bigint PRIMARY KEY)", "CREATE TABLE users (x int)",
				"SET search_path = public, shared",
			} {
				if err := db.Exec(statement).Error; err != nil {
					t.Fatal(err)
				}
			}
			before := everyTable(t, db)
			set := versions.NewSet(nil)
			set.Add(op.Revision{ID: "a", Up: tt.up})
			m, err := migrator.New(db.DB, set)
			if err != nil {
				t.Fatal(err)
			}
			_, err = autogenerate.Run(context.Background(), db.DB, autogenerate.Input{Models: plainUser(), Replay: m.Replay})
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "replaying upgrade  -> a") {
				t.Errorf("error %v, want %q in it", err, tt.want)
			}
			if diff := cmp.Diff(before, everyTable(t, db)); diff != "" {
				t.Errorf("the live tables (-before +after):\n%s", diff)
			}
		})
	}
}

// TestReplayedRevisionsMayReadBesideTheShadow reads a table of another schema,
// which locks nobody out.
func TestReplayedRevisionsMayReadBesideTheShadow(t *testing.T) {
	db := newDatabase(t, bothEngines()[1])
	for _, statement := range []string{"CREATE SCHEMA shared", "CREATE TABLE shared.rates (id bigint PRIMARY KEY)"} {
		if err := db.Exec(statement).Error; err != nil {
			t.Fatal(err)
		}
	}
	set := versions.NewSet(nil)
	set.Add(op.Revision{ID: "a", Up: func(ctx context.Context, m *op.Migration) error {
		if err := m.Exec(ctx, "SAVEPOINT here"); err != nil {
			return err
		}
		if err := m.Exec(ctx, "ROLLBACK TO SAVEPOINT here"); err != nil {
			return err
		}
		return m.Exec(ctx, "CREATE TABLE users AS SELECT id FROM shared.rates")
	}})
	m, err := migrator.New(db.DB, set)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := autogenerate.Run(context.Background(), db.DB, autogenerate.Input{Models: plainUser(), Replay: m.Replay}); err != nil {
		t.Error(err)
	}
}

// everyTable lists the columns of all tables and the schemas of a PostgreSQL
// database.
func everyTable(t *testing.T, db *database) (all []string) {
	t.Helper()
	err := db.Raw(`SELECT n.nspname || '.' || c.relname || '.' || a.attname FROM pg_attribute a
		JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind = 'r' AND a.attnum > 0 AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
		UNION ALL SELECT nspname FROM pg_namespace ORDER BY 1`).Scan(&all).Error
	if err != nil {
		t.Fatal(err)
	}
	return all
}
