package migrator_test

import (
	"context"
	"fmt"
	"log"

	"gorm.io/gorm"

	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// upgradeWith runs the revisions of shop, puts three users there and runs one
// more revision.
func upgradeWith(r op.Revision, opts ...migrator.Option) *gorm.DB {
	ctx, db := context.Background(), memory()
	r.ID, r.Revises = "7d20c9e4f8a1", []string{"5f1e8c0a9d3b"}
	set := shop()
	set.Add(r)
	m, err := migrator.New(db, set, opts...)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := m.Upgrade(ctx, "5f1e8c0a9d3b"); err != nil {
		log.Fatal(err)
	}
	if err := db.Exec("INSERT INTO users (name) VALUES ('Ann'), ('Ben'), ('Cat')").Error; err != nil {
		log.Fatal(err)
	}
	if _, err := m.Upgrade(ctx, "head"); err != nil {
		log.Fatal(err)
	}
	return db
}

// Rows are read and written in batches, on the revision's own transaction.
func Example_dataInBatches() {
	upgrade := func(ctx context.Context, m *op.Migration) error {
		// The columns as they are here: the application's struct will change.
		type user struct {
			ID    uint
			Name  string
			Email string
		}
		var (
			batch       []user
			done, total int64
		)
		if err := m.DB().Model(&user{}).Count(&total).Error; err != nil {
			return err
		}
		return m.DB().FindInBatches(&batch, 2, func(tx *gorm.DB, _ int) error {
			for _, u := range batch {
				if err := tx.Model(&user{}).Where("id = ?", u.ID).Update("email", u.Name+"@example.com").Error; err != nil {
					return err
				}
			}
			done += int64(len(batch))
			m.Progress(done, total)
			return nil
		}).Error
	}

	db := upgradeWith(op.Revision{Message: "fill e-mail", Up: upgrade},
		migrator.OnProgress(func(_ versions.Step, done, total int64) { fmt.Printf("%d of %d\n", done, total) }))
	fmt.Println(emails(db))
	// Output:
	// 2 of 3
	// 3 of 3
	// [Ann@example.com Ben@example.com Cat@example.com]
}

// A long data step commits each batch, and so must be able to run again.
func Example_dataOutsideOfATransaction() {
	upgrade := func(ctx context.Context, m *op.Migration) error {
		for {
			r := m.DB().Exec(`UPDATE users SET email = name || '@example.com'
				WHERE id IN (SELECT id FROM users WHERE email IS NULL ORDER BY id LIMIT 2)`)
			if r.Error != nil || r.RowsAffected == 0 {
				return r.Error
			}
			fmt.Println(r.RowsAffected, "rows")
		}
	}

	db := upgradeWith(op.Revision{Message: "fill e-mail", Up: upgrade, NoTransaction: true})
	fmt.Println(emails(db))
	// Output:
	// 2 rows
	// 1 rows
	// [Ann@example.com Ben@example.com Cat@example.com]
}

// VACUUM, without which this PRAGMA changes nothing, runs in no transaction.
func Example_pragma() {
	upgrade := func(ctx context.Context, m *op.Migration) error {
		return m.Autocommit(ctx, op.Exec("").On("sqlite", "PRAGMA auto_vacuum = FULL"), op.Exec("").On("sqlite", "VACUUM"))
	}

	db := upgradeWith(op.Revision{Message: "return free pages", Up: upgrade})
	var mode int
	if err := db.Raw("PRAGMA auto_vacuum").Scan(&mode).Error; err != nil {
		log.Fatal(err)
	}
	fmt.Println("auto_vacuum:", mode)
	// Output: auto_vacuum: 1
}

// Rows that belong to the schema come with it.
func Example_seedRows() {
	upgrade := func(ctx context.Context, m *op.Migration) error {
		return m.Run(ctx,
			op.CreateTable("roles",
				op.Column("id", op.Uint(64)).AutoIncrement(),
				op.Column("name", op.String(40)).NotNull(),
				op.PrimaryKey("id")),
			op.BulkInsert("roles",
				op.Row{"name": "admin"},
				op.Row{"name": "guest"}),
		)
	}

	db := upgradeWith(op.Revision{Message: "create roles", Up: upgrade})
	var roles []string
	if err := db.Table("roles").Order("id").Pluck("name", &roles).Error; err != nil {
		log.Fatal(err)
	}
	fmt.Println(roles)
	// Output: [admin guest]
}

func emails(db *gorm.DB) (all []string) {
	if err := db.Table("users").Order("id").Pluck("email", &all).Error; err != nil {
		log.Fatal(err)
	}
	return all
}
