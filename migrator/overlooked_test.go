package migrator_test

import (
	"context"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
)

// TestAFailedOperationCannotBeOverlooked has a revision go on, or end, as if
// nothing had happened. On SQLite the operation has moved the table aside when
// it fails: the rows would be gone.
func TestAFailedOperationCannotBeOverlooked(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		for _, way := range []migrator.Transactions{migrator.PerRevision, migrator.NoTransactions, migrator.AllInOne} {
			for name, after := range map[string]op.Operation{"ends": nil, "goes on": op.AddColumn("people", op.Column("more", op.Text))} {
				t.Run(string(way)+" "+name, func(t *testing.T) {
					db := open()
					db.Exec("DROP TABLE IF EXISTS people")
					db.Exec("DROP TABLE IF EXISTS gmig_version")
					set := history(people(), func(ctx context.Context, m *op.Migration) error {
						_ = m.Run(ctx, op.AddConstraint("people", op.Check("young", "age > '8'")))
						if after != nil {
							_ = m.Run(ctx, after)
						}
						return nil
					})
					m := newMigrator(t, db, set, migrator.WithTransactions(way))
					_, err := m.Upgrade(t.Context(), "head")
					if err == nil || !strings.Contains(err.Error(), "an operation failed and the revision went on") || !strings.Contains(err.Error(), "young") {
						t.Errorf("the error is %v", err)
					}
					if way == migrator.AllInOne {
						wantCurrent(t, m)
						return
					}
					wantCurrent(t, m, "1")
					wantNames(t, db, "SELECT name FROM people ORDER BY id", "a none")
				})
			}
		}
	})
}

// TestARevisionThatWasEditedGoesOnOnlyBehindWhatWasDone changes a revision that
// was interrupted behind two operations, before that place and behind it.
func TestARevisionThatWasEditedGoesOnOnlyBehindWhatWasDone(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		db := open()
		insert := op.Exec("INSERT INTO users (name) VALUES ('ada')")
		column := op.AddColumn("users", op.Column("age", op.Int(32)))
		var ops []op.Operation
		var text string
		revision := func(ctx context.Context, m *op.Migration) error {
			if err := m.Run(ctx, ops...); err != nil {
				return err
			}
			return m.Exec(ctx, text)
		}
		set := outside(revision, nil)
		m := newMigrator(t, db, set)
		ops, text = []op.Operation{insert, column}, "INSERT INTO nowhere VALUES (1)"
		if _, err := m.Upgrade(t.Context(), "head"); err == nil {
			t.Fatal("the revision did not fail")
		}
		text = "UPDATE users SET age = 36"
		for name, edited := range map[string][]op.Operation{
			"another text":  {op.Exec("INSERT INTO users (name) VALUES ('eve')"), column},
			"another order": {column, insert},
			"one before":    {op.Exec("DELETE FROM users"), insert, column},
		} {
			ops = edited
			_, err := m.Upgrade(t.Context(), "head")
			wantError(t, err, "interrupted behind 2 operations, and is another one now", "gmig stamp")
			if rows := names(t, db, "SELECT name FROM users"); rows != "ada" {
				t.Errorf("%s: the rows are %s", name, rows)
			}
		}
		ops = []op.Operation{insert, column, op.Exec("INSERT INTO users (name) VALUES ('bob')")}
		if _, err := m.Upgrade(t.Context(), "head"); err != nil {
			t.Fatal(err)
		}
		wantNames(t, db, "SELECT name || age FROM users ORDER BY id", "ada36 bob36")
	})
}
