package migrator_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"github.com/gmig/gmig/internal/testdb"
	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
)

// TestAnErrorSaysWhatTheDatabaseSaidBesideIt fails in ways whose reason no
// driver puts into the text of the error.
func TestAnErrorSaysWhatTheDatabaseSaidBesideIt(t *testing.T) {
	users := op.CreateTable("users", op.Column("id", op.Int(64)), op.Column("name", op.Text), op.PrimaryKey("id"))
	for name, test := range map[string]struct {
		up op.Func
		// want are parts of the message, by engine; empty for an engine whose own
		// text says it.
		want map[string]string
	}{
		"a view reads the column": {do(users, op.Exec("CREATE VIEW names AS SELECT name FROM users"), op.DropColumn("users", "name")), map[string]string{
			"postgres": "\n  detail: view names depends on column name of table users\n  hint: have the revision drop what depends on it before",
			"sqlite":   "\n  hint: the view `names` reads it: have the revision drop the view before",
		}},
		"a view reads the table": {do(users, op.Exec("CREATE VIEW names AS SELECT name FROM users"), op.DropTable("users")), map[string]string{
			"postgres": "\n  detail: view names depends on table users\n  hint: have the revision drop what depends on it before",
			"sqlite":   "\n  hint: the view `names` reads it: have the revision drop the view before",
		}},
		"a view reads the column that changes": {do(users, op.Exec("CREATE VIEW names AS SELECT name FROM users"),
			op.AlterColumn("users", op.Column("name", op.Text), op.Column("name", op.String(20)))), map[string]string{
			"postgres": "\n  detail: rule _RETURN on view names depends on column \"name\"\n  hint: have the revision drop",
		}},
		"rows are not unique": {do(users, op.Exec("INSERT INTO users (id, name) VALUES (1, 'ada'), (2, 'ada')"),
			op.CreateIndex("idx_name", "users", "name").Unique()), map[string]string{
			"postgres": "\n  detail: Key (name)=(ada) is duplicated.\n",
		}},
		"in a data step": {func(ctx context.Context, m *op.Migration) error {
			if err := m.Run(ctx, users); err != nil {
				return err
			}
			return m.DB().Exec("INSERT INTO users (id) VALUES (1), (1)").Error
		}, map[string]string{"postgres": "\n  detail: Key (id)=(1) already exists.\n"}},
	} {
		t.Run(name, func(t *testing.T) {
			onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
				db := open()
				want := test.want[db.Name()]
				_, err := newMigrator(t, db, history(test.up)).Upgrade(context.Background(), "head")
				if want != "" && (err == nil || !strings.Contains(err.Error(), want) || !strings.HasSuffix(err.Error(), "the database is at the base.")) {
					t.Errorf("got %v, want %q in it", err, want)
				}
			})
		})
	}
}

// TestAValueThatIsNotCommittedYetSaysWhatToDo adds a value to an enum in one
// revision and uses it in the next, both in one transaction. A server that takes
// that has nothing to say.
func TestAValueThatIsNotCommittedYetSaysWhatToDo(t *testing.T) {
	db := openOn(t, postgres.Open(testdb.Postgres(t)))
	sad, both := op.Enum("mood", "sad"), op.Enum("mood", "sad", "ok")
	set := history(
		do(op.CreateEnum("mood", "sad"), op.CreateTable("people", op.Column("mood", sad))),
		do(op.AlterEnum(sad, both)),
		do(op.Exec("INSERT INTO people (mood) VALUES ('ok')")))
	ctx := context.Background()
	if _, err := newMigrator(t, db, set).Upgrade(ctx, "1"); err != nil {
		t.Fatal(err)
	}
	_, err := newMigrator(t, db, set, migrator.WithTransactions(migrator.AllInOne)).Upgrade(ctx, "head")
	if err == nil || !strings.Contains(err.Error(), "hint: a new value of an enum is usable once it is committed: upgrade without --transaction all") {
		t.Errorf("got %v", err)
	}
	if _, err := newMigrator(t, db, set).Upgrade(ctx, "head"); err != nil {
		t.Errorf("a transaction for each revision: %v", err)
	}
}

func TestAStatementThatTakesTooLongSaysWhatToDo(t *testing.T) {
	m := newMigrator(t, openOn(t, postgres.Open(testdb.Postgres(t))), history(do(op.Exec("SELECT pg_sleep(60)"))),
		migrator.WithStatementTimeout(50*time.Millisecond))
	_, err := m.Upgrade(t.Context(), "head")
	wantError(t, err, "canceling statement due to statement timeout", "\n  hint: allow it more time with statement_timeout under [postgres] in gmig.toml\n",
		`Nothing of revision "1" was kept`)
}
