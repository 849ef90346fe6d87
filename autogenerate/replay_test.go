package autogenerate_test

import (
	"context"
	"database/sql"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gmig/gmig/autogenerate"
	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

type replayedUser struct {
	ID   uint
	Name string `gorm:"index:idx_name,option:CONCURRENTLY"`
}

func (replayedUser) TableName() string { return "users" }

// replayedHistory leads to replayedUser and invoice in all ways that a revision
// has.
func replayedHistory() *versions.Set {
	set := versions.NewSet(nil)
	set.Add(op.Revision{ID: "a", Up: func(ctx context.Context, m *op.Migration) error {
		if err := m.Run(ctx,
			op.Exec("").On("postgres", `CREATE SCHEMA IF NOT EXISTS "billing"`),
			op.CreateTable("users", op.Column("id", op.Uint(64)).AutoIncrement(), op.PrimaryKey("id"))); err != nil {
			return err
		}
		return m.Exec(ctx, "INSERT INTO public.users DEFAULT VALUES")
	}})
	set.Add(op.Revision{ID: "b", Revises: []string{"a"}, Up: func(ctx context.Context, m *op.Migration) error {
		if err := m.DB().Create(&struct {
			replayedID
		}{}).Error; err != nil {
			return err
		}
		if err := m.Exec(ctx, "ALTER TABLE public.users ADD COLUMN name text"); err != nil {
			return err
		}
		return m.Autocommit(ctx, op.CreateIndex("idx_name", "users", "name").Concurrently())
	}})
	set.Add(op.Revision{ID: "c", Revises: []string{"b"}, NoTransaction: true, Up: run([]op.Operation{
		op.CreateTable("billing.invoices", op.Column("id", op.Uint(64)).AutoIncrement(), op.Column("number", op.String(20)), op.PrimaryKey("id")),
		op.CreateIndex("idx_billing_invoices_number", "billing.invoices", "number")})})
	return set
}

// replayedID is a row of the users of the first revision.
type replayedID struct{ ID uint }

func (replayedID) TableName() string { return "users" }

// TestReplayedRevisionsTouchNoLiveTable replays on a database with other tables
// of the same names, that others read and write meanwhile.
func TestReplayedRevisionsTouchNoLiveTable(t *testing.T) {
	for _, e := range bothEngines() {
		if e.name != "postgres" {
			continue // SQLite replays in memory.
		}
		db := newDatabase(t, e)
		for _, statement := range []string{
			"CREATE EXTENSION citext", // whose functions are in the schema of the tables
			"CREATE TABLE users (x int)", "INSERT INTO users VALUES (1)", "CREATE SCHEMA billing", "CREATE TABLE billing.invoices (y int)",
		} {
			if err := db.Exec(statement).Error; err != nil {
				t.Fatal(err)
			}
		}
		before := schema(t, db.DB)
		m, err := migrator.New(db.DB, replayedHistory())
		if err != nil {
			t.Fatal(err)
		}
		replays := 0
		replay := func(ctx context.Context, conn *sql.Conn, after func(context.Context) error) error {
			return m.Replay(ctx, conn, func(ctx context.Context) error {
				replays++
				// Others go on.
				soon, cancel := context.WithTimeout(ctx, 10*time.Second)
				defer cancel()
				if err := db.WithContext(soon).Exec("INSERT INTO users VALUES (2)").Error; err != nil {
					t.Errorf("writing meanwhile: %v", err)
				}
				return after(ctx)
			})
		}
		script, err := autogenerate.Run(context.Background(), db.DB, autogenerate.Input{Models: []any{&replayedUser{}, &invoice{}}, Replay: replay})
		if err != nil {
			t.Fatal(err)
		}
		if !script.Empty() || replays != 3 {
			t.Errorf("after %d revisions there is still: %q", replays, script.Changes)
		}
		if diff := cmp.Diff(before, schema(t, db.DB)); diff != "" {
			t.Errorf("the live schema (-before +after):\n%s", diff)
		}
		var left int
		if err := db.Raw("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'gmig%'").Scan(&left).Error; err != nil || left != 0 {
			t.Errorf("%d schemas are left, %v", left, err)
		}

		set := versions.NewSet(nil)
		set.Add(op.Revision{ID: "a", Up: run([]op.Operation{op.AddColumn("users", op.Column("name", op.Text))})})
		if m, err = migrator.New(db.DB, set); err != nil {
			t.Fatal(err)
		}
		_, err = autogenerate.Run(context.Background(), db.DB, autogenerate.Input{Models: []any{&replayedUser{}}, Replay: m.Replay})
		if err == nil || !strings.Contains(err.Error(), `replaying upgrade  -> a: it uses table "users", which no revision has created`) {
			t.Errorf("a revision that uses a live table: %v", err)
		}

		if diff := cmp.Diff(before, schema(t, db.DB)); diff != "" {
			t.Errorf("the live schema (-before +after):\n%s", diff)
		}
	}
}
