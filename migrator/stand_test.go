package migrator_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
)

// TestACommitThatFailsSaysWhereTheDatabaseIs breaks what the engines check at
// the end alone, in a transaction for each revision and in one for both.
func TestACommitThatFailsSaysWhereTheDatabaseIs(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		db := open()
		cause, create := "duplicate key", "CREATE TABLE pets (owner integer UNIQUE DEFERRABLE INITIALLY DEFERRED)"
		if db.Name() == "sqlite" {
			cause, create = "foreign keys would be broken", "CREATE TABLE pets (owner integer REFERENCES users (id))"
		}
		set := history(do(createUsers()), do(op.Exec(create), op.Exec("INSERT INTO pets VALUES (7), (7)")))
		for _, test := range []struct {
			transactions migrator.Transactions
			at           string
		}{{migrator.AllInOne, "the base"}, {migrator.PerRevision, `"1"`}} {
			var out bytes.Buffer
			m := newMigrator(t, db, set, migrator.WithTransactions(test.transactions), migrator.WithLogger(slog.New(slog.NewTextHandler(&out, nil))))
			result, err := m.Upgrade(t.Context(), "head")
			wantError(t, err, "running upgrade 1 -> 2", "committing: ", cause, `Nothing of revision "2" was kept; the database is at `+test.at+".")
			var failed *migrator.StepError
			if !errors.As(err, &failed) || len(failed.Applied) != len(result.Steps) {
				t.Errorf("%v: %#v", test.transactions, err)
			}
			if n := strings.Count(out.String(), "ran migration"); n != len(result.Steps) {
				t.Errorf("%v: %d steps were committed, the log is\n%s", test.transactions, len(result.Steps), &out)
			}
		}
	})
}

// TestARunThatIsStoppedBetweenRevisionsSaysWhereTheDatabaseIs ends the context
// when the first is done.
func TestARunThatIsStoppedBetweenRevisionsSaysWhereTheDatabaseIs(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		log := slog.New(slog.NewTextHandler(io.Discard, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			cancel()
			return a
		}}))
		m := newMigrator(t, open(), history(do(createUsers()), do()), migrator.WithLogger(log))
		result, err := m.Upgrade(ctx, "head")
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		wantStopped(t, result, err, "context canceled")
		wantCurrent(t, m, "1")
	})
}
