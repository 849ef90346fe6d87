package migrator_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"os"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// shop is what the revision files of an application register: All of its
// versions package.
func shop() *versions.Set {
	set := versions.NewSet(nil)
	set.Add(op.Revision{
		ID:      "1975ea83b712",
		Message: "create users",
		Up: func(ctx context.Context, m *op.Migration) error {
			return m.Run(ctx, op.CreateTable("users",
				op.Column("id", op.Uint(64)).AutoIncrement(),
				op.Column("name", op.Text).NotNull(),
				op.PrimaryKey("id")))
		},
		Down: func(ctx context.Context, m *op.Migration) error {
			return m.Run(ctx, op.DropTable("users"))
		},
	})
	set.Add(op.Revision{
		ID:      "5f1e8c0a9d3b",
		Revises: []string{"1975ea83b712"},
		Message: "add e-mail",
		Up: func(ctx context.Context, m *op.Migration) error {
			return m.Run(ctx, op.AddColumn("users", op.Column("email", op.String(254))))
		},
		Down: func(ctx context.Context, m *op.Migration) error {
			return m.Run(ctx, op.DropColumn("users", "email"))
		},
	})
	return set
}

// memory opens an empty SQLite database in memory. Each connection would have
// one of its own, so the pool has a single one.
func memory() *gorm.DB {
	db, err := gorm.Open(sqlite.Open(":memory:"), &gorm.Config{Logger: logger.Discard})
	if err != nil {
		log.Fatal(err)
	}
	pool, err := db.DB()
	if err != nil {
		log.Fatal(err)
	}
	pool.SetMaxOpenConns(1)
	return db
}

// An application brings its database up to date when it starts.
func ExampleMigrator_Upgrade() {
	ctx, db := context.Background(), memory()

	m, err := migrator.New(db, shop())
	if err != nil {
		log.Fatal(err)
	}
	result, err := m.Upgrade(ctx, "head")
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range result.Steps {
		fmt.Println(s)
	}
	// Output:
	// upgrade  -> 1975ea83b712, create users
	// upgrade 1975ea83b712 -> 5f1e8c0a9d3b, add e-mail
}

// An application that is upgraded by somebody else refuses to start on a
// database that is behind.
func ExampleMigrator_Pending() {
	ctx, db := context.Background(), memory()

	m, err := migrator.New(db, shop())
	if err != nil {
		log.Fatal(err)
	}
	if _, err := m.Upgrade(ctx, "+1"); err != nil {
		log.Fatal(err)
	}
	pending, err := m.Pending(ctx)
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range pending {
		fmt.Printf("%s is pending: %s\n", s.Revision.ID, s.Revision.Message)
	}
	// Output:
	// 5f1e8c0a9d3b is pending: add e-mail
}

// What a run would do is a list of steps.
func ExampleMigrator_Plan() {
	ctx, db := context.Background(), memory()

	m, err := migrator.New(db, shop())
	if err != nil {
		log.Fatal(err)
	}
	up, err := m.Plan(ctx, "head")
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range up {
		fmt.Println(s)
	}
	current, err := m.Current(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("current:", current)
	// Output:
	// upgrade  -> 1975ea83b712, create users
	// upgrade 1975ea83b712 -> 5f1e8c0a9d3b, add e-mail
	// current: []
}

// Down to a revision, by its id or relative to where the database is.
func ExampleMigrator_Downgrade() {
	ctx, db := context.Background(), memory()

	m, err := migrator.New(db, shop())
	if err != nil {
		log.Fatal(err)
	}
	if _, err := m.Upgrade(ctx, "head"); err != nil {
		log.Fatal(err)
	}
	result, err := m.Downgrade(ctx, "-1")
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range result.Steps {
		fmt.Println(s)
	}
	current, err := m.Current(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("current:", current)
	// Output:
	// downgrade 5f1e8c0a9d3b -> 1975ea83b712, add e-mail
	// current: [1975ea83b712]
}

// A database that AutoMigrate has kept has the tables already: it is said to be
// at a revision, and nothing runs.
func ExampleMigrator_Stamp() {
	ctx, db := context.Background(), memory()
	type User struct {
		ID   uint
		Name string `gorm:"not null"`
	}
	if err := db.AutoMigrate(&User{}); err != nil {
		log.Fatal(err)
	}

	m, err := migrator.New(db, shop())
	if err != nil {
		log.Fatal(err)
	}
	if _, err := m.Stamp(ctx, "1975ea83b712"); err != nil {
		log.Fatal(err)
	}
	result, err := m.Upgrade(ctx, "head")
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range result.Steps {
		fmt.Println(s)
	}
	// Output:
	// upgrade 1975ea83b712 -> 5f1e8c0a9d3b, add e-mail
}

// The error of a run says which revision failed and what was done before it.
func ExampleStepError() {
	ctx, db := context.Background(), memory()
	set := shop()
	set.Add(op.Revision{
		ID:      "9c4d2b7e1f60",
		Revises: []string{"5f1e8c0a9d3b"},
		Message: "index handles",
		Up: func(ctx context.Context, m *op.Migration) error {
			return m.Run(ctx, op.CreateIndex("idx_users_handle", "users", "handle"))
		},
	})

	m, err := migrator.New(db, set)
	if err != nil {
		log.Fatal(err)
	}
	_, err = m.Upgrade(ctx, "head")
	var step *migrator.StepError
	if errors.As(err, &step) {
		fmt.Println("failed:", step.Step.Revision.ID)
		fmt.Println("database is at:", step.At)
		fmt.Println("committed before:", len(step.Applied))
	}
	var operation *migrator.OperationError
	if errors.As(err, &operation) {
		fmt.Println("operation:", operation.Operation.Describe())
		fmt.Println("statement:", operation.SQL)
	}
	// Output:
	// failed: 9c4d2b7e1f60
	// database is at: [5f1e8c0a9d3b]
	// committed before: 2
	// operation: create index "idx_users_handle" on table "users"
	// statement: CREATE INDEX `idx_users_handle` ON `users`(`handle`)
}

// Options come behind the set; all have defaults.
func ExampleNew() {
	ctx, db := context.Background(), memory()
	plain := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey || a.Key == "duration" {
				return slog.Attr{}
			}
			return a
		},
	}))

	m, err := migrator.New(db, shop(),
		migrator.WithLogger(plain),
		migrator.WithTransactions(migrator.AllInOne),
		migrator.WithVersionTable("shop_version"))
	if err != nil {
		log.Fatal(err)
	}
	if _, err := m.Upgrade(ctx, "head"); err != nil {
		log.Fatal(err)
	}
	// Output:
	// level=INFO msg="ran migration" revision=1975ea83b712 direction=upgrade
	// level=INFO msg="ran migration" revision=5f1e8c0a9d3b direction=upgrade
}

// Two histories live in one database, each with a version table of its own.
func ExampleWithVersionTable() {
	ctx, db := context.Background(), memory()
	audit := versions.NewSet(nil)
	audit.Add(op.Revision{
		ID:      "c0ffee000001",
		Message: "create events",
		Up: func(ctx context.Context, m *op.Migration) error {
			return m.Run(ctx, op.CreateTable("events", op.Column("at", op.Time).NotNull()))
		},
	})

	for _, part := range []struct {
		table string
		set   *versions.Set
	}{{"shop_version", shop()}, {"audit_version", audit}} {
		m, err := migrator.New(db, part.set, migrator.WithVersionTable(part.table))
		if err != nil {
			log.Fatal(err)
		}
		if _, err := m.Upgrade(ctx, "heads"); err != nil {
			log.Fatal(err)
		}
		current, err := m.Current(ctx)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(part.table, current)
	}
	// Output:
	// shop_version [5f1e8c0a9d3b]
	// audit_version [c0ffee000001]
}
