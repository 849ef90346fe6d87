package migrator_test

import (
	"context"
	"fmt"
	"testing"

	"gorm.io/gorm"

	"github.com/gmig/gmig/op"
)

func insertUsers(n int) op.Operation {
	rows := make([]op.Row, n)
	for i := range rows {
		rows[i] = op.Row{"name": fmt.Sprintf("user%d", i)}
	}
	return op.BulkInsert("users", rows...)
}

// Large tables are read in batches, while the revision writes.
func TestRowsAreReadInBatchesWhileOthersAreWritten(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		db := open()
		const users = 2500
		m := newMigrator(t, db, history(do(createUsers(), insertUsers(users)), func(ctx context.Context, m *op.Migration) error {
			var batch []user
			done := 0
			return m.DB().FindInBatches(&batch, 1000, func(tx *gorm.DB, _ int) error {
				for _, u := range batch {
					if err := tx.Model(&user{}).Where("id = ?", u.ID).Update("name", "x"+u.Name).Error; err != nil {
						return err
					}
				}
				done += len(batch)
				m.Progress(int64(done), users)
				return nil
			}).Error
		}))
		if _, err := m.Upgrade(context.Background(), "head"); err != nil {
			t.Fatal(err)
		}
		if got := names(t, db, "SELECT count(*) FROM users WHERE name LIKE 'xuser%'"); got != fmt.Sprint(users) {
			t.Errorf("%s rows were written", got)
		}
	})
}

// PostgreSQL's driver has no words for it.
func TestWritingWhileRowsAreOpenSaysWhatToDo(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		for _, write := range []func(ctx context.Context, m *op.Migration) error{
			func(_ context.Context, m *op.Migration) error {
				return m.DB().Exec("UPDATE users SET name = 'x'").Error
			},
			func(ctx context.Context, m *op.Migration) error {
				return m.Exec(ctx, "UPDATE users SET name = 'x'")
			},
			func(ctx context.Context, m *op.Migration) error {
				return m.Run(ctx, op.Exec("UPDATE users SET name = 'x'"))
			},
			func(_ context.Context, m *op.Migration) error { return m.DB().Create(&user{Name: "x"}).Error },
		} {
			db := open()
			if db.Migrator().HasTable("users") {
				if err := db.Migrator().DropTable("users", "gmig_version"); err != nil {
					t.Fatal(err)
				}
			}
			m := newMigrator(t, db, history(do(createUsers(), insertUsers(2)), func(ctx context.Context, m *op.Migration) error {
				rows, err := m.DB().Table("users").Rows()
				if err != nil {
					return err
				}
				defer rows.Close()
				rows.Next()
				return write(ctx, m)
			}))
			_, err := m.Upgrade(context.Background(), "head")
			if db.Name() == "sqlite" {
				if err != nil {
					t.Errorf("SQLite can do that: %v", err)
				}
				continue
			}
			wantError(t, err, "the rows of another query are still open", "FindInBatches")
		}
	})
}

// Rows that nobody closes would keep the connection from being rolled back.
func TestRowsThatAreLeftOpenDoNotHangTheRun(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		for _, cause := range []error{nil, errLater} {
			db := open()
			m := newMigrator(t, db, history(func(ctx context.Context, m *op.Migration) error {
				if err := m.Run(ctx, createUsers(), insertUsers(2)); err != nil {
					return err
				}
				rows, err := m.DB().Table("users").Rows()
				if err != nil {
					return err
				}
				rows.Next()
				return cause
			}))
			_, err := m.Upgrade(context.Background(), "head")
			if db.Name() == "sqlite" && cause == nil {
				// SQLite can commit beside them.
				if err != nil {
					t.Error(err)
				}
				if err := db.Migrator().DropTable("users", "gmig_version"); err != nil {
					t.Fatal(err)
				}
				continue
			}
			want := "still open"
			if cause != nil {
				want = "not yet"
			}
			wantError(t, err, want)
			if got := tables(t, db); len(got) != 0 {
				t.Errorf("tables left: %q", got)
			}
		}
	})
}
