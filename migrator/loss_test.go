package migrator_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

func TestADowngradeTellsWhatIsLost(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		set := versions.NewSet(nil)
		set.Add(op.Revision{ID: "1", Up: do(createUsers()), Down: do(op.DropTable("users"))})
		set.Add(op.Revision{ID: "2", Revises: []string{"1"},
			Up: do(op.CreateTable("empty", op.Column("id", op.Int(32))),
				op.AddColumn("users", op.Column("age", op.Int(32))), op.AddColumn("users", op.Column("old", op.Int(32))),
				op.DropColumn("users", "old"), op.AddColumn("users", op.Column("nick", op.Text))),
			Down: do(op.DropTable("empty"), op.DropColumn("users", "nick"), op.DropColumn("users", "age"))})
		var lost []string
		var logged bytes.Buffer
		m := newMigrator(t, db, set,
			migrator.WithLogger(slog.New(slog.NewTextHandler(&logged, nil))),
			migrator.OnLoss(func(l migrator.Loss) error {
				lost = append(lost, l.String())
				return nil
			}))
		if _, err := m.Upgrade(ctx, "head"); err != nil {
			t.Fatal(err)
		}
		if err := db.Exec("INSERT INTO users (name, age) VALUES ('ada', 36), ('bob', NULL)").Error; err != nil {
			t.Fatal(err)
		}
		if _, err := m.Downgrade(ctx, "-1"); err != nil {
			t.Fatal(err)
		}
		if _, err := m.Upgrade(ctx, "head"); err != nil {
			t.Fatal(err)
		}
		values := make([]op.Row, migrator.MostRows)
		for i := range values {
			values[i] = op.Row{"name": "bob"}
		}
		fill := newMigrator(t, open(), history(do(op.BulkInsert("users", values...))), migrator.WithVersionTable("other"))
		if _, err := fill.Upgrade(ctx, "head"); err != nil {
			t.Fatal(err)
		}
		if _, err := m.Downgrade(ctx, "base"); err != nil {
			t.Fatal(err)
		}
		want := []string{
			`the downgrade of revision "2" drops column "users"."age", which has a value in 1 row`,
			`the downgrade of revision "2" drops column "users"."nick" of a table with 1000 rows or more`,
			`the downgrade of revision "2" drops column "users"."age" of a table with 1000 rows or more`,
			`the downgrade of revision "1" drops table "users" with 1000 rows or more`,
		}
		if diff := cmp.Diff(want, lost); diff != "" {
			t.Errorf("losses (-want +got):\n%s", diff)
		}
		if got := strings.Count(logged.String(), "level=WARN"); got != len(want) {
			t.Errorf("%d warnings in the log:\n%s", got, &logged)
		}
	})
}

func TestAnErrorAboutALossEndsTheDowngrade(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		set := versions.NewSet(nil)
		set.Add(op.Revision{ID: "1", Up: do(createUsers(), insertUser("ada")), Down: do(op.DropTable("users"))})
		m := newMigrator(t, db, set, migrator.OnLoss(func(migrator.Loss) error { return errLater }))
		if _, err := m.Upgrade(ctx, "head"); err != nil {
			t.Fatal(err)
		}
		if _, err := m.Downgrade(ctx, "base"); !errors.Is(err, errLater) {
			t.Errorf("got error %v", err)
		}
		wantCurrent(t, m, "1")
		if got := names(t, db, userNames); got != "ada" {
			t.Errorf("users are %q", got)
		}
	})
}

// Counting the rows must not spoil PostgreSQL's transaction.
func TestAMissingTableIsTheDropsOwnError(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		set := versions.NewSet(nil)
		set.Add(op.Revision{ID: "1", Up: do(), Down: do(op.DropTable("nosuch"))})
		m := newMigrator(t, db, set)
		if _, err := m.Upgrade(ctx, "head"); err != nil {
			t.Fatal(err)
		}
		_, err := m.Downgrade(ctx, "base")
		wantError(t, err, `drop table "nosuch"`, "SQL: DROP TABLE", "nosuch")
		if strings.Contains(err.Error(), "aborted") {
			t.Errorf("the error hides the cause: %v", err)
		}
	})
}
