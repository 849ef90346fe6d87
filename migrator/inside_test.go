package migrator_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
)

// TestARevisionMustNotEndItsTransaction commits or rolls back in a revision.
// What follows does not run, and nobody says that nothing was kept.
func TestARevisionMustNotEndItsTransaction(t *testing.T) {
	ends := map[string]op.Func{
		"m.Exec":     func(ctx context.Context, m *op.Migration) error { return m.Exec(ctx, "COMMIT") },
		"op.Exec":    func(ctx context.Context, m *op.Migration) error { return m.Run(ctx, op.Exec("COMMIT")) },
		"m.DB":       func(_ context.Context, m *op.Migration) error { return m.DB().Exec("COMMIT").Error },
		"a rollback": func(ctx context.Context, m *op.Migration) error { return m.Exec(ctx, "ROLLBACK") },
	}
	for name, end := range ends {
		for _, last := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, last %t", name, last), func(t *testing.T) {
				onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
					db := open()
					m := newMigrator(t, db, history(func(ctx context.Context, m *op.Migration) error {
						if err := m.Run(ctx, createUsers()); err != nil {
							return err
						}
						if err := end(ctx, m); err != nil || last {
							return err
						}
						return m.Run(ctx, op.DropTable("users"))
					}))
					_, err := m.Upgrade(context.Background(), "head")
					var failed *migrator.StepError
					if !errors.As(err, &failed) || !strings.Contains(err.Error(), "it has ended the transaction that it runs in") ||
						strings.Contains(err.Error(), "Nothing of revision") || strings.Contains(err.Error(), "rolling back") {
						t.Errorf("error %v", err)
					}
					if kept := db.Migrator().HasTable("users"); kept != (name != "a rollback") {
						t.Errorf("the table was kept: %t", kept)
					}
					if err := db.Exec("CREATE TABLE others (id int)").Error; err != nil {
						t.Errorf("the database does not serve any more: %v", err)
					}
				})
			})
		}
	}
}
