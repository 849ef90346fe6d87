package cli

import (
	"strings"
	"testing"
)

// TestInitNamesWhatTheApplicationTellsGORM has settings without which the tables
// would get other names and foreign keys than the application's own.
func TestInitNamesWhatTheApplicationTellsGORM(t *testing.T) {
	const open = `package store

import (
	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

func open() {
	c := &gorm.Config{NamingStrategy: schema.NamingStrategy{SingularTable: true}}
	c.DisableForeignKeyConstraintWhenMigrating = true
	db.SetupJoinTable(&User{}, "Roles", &UserRole{})
	db.SetupJoinTable(&User{}, "Teams", &UserTeam{})
}
`
	inModule(t, "models/m.go", userModel, "store/open.go", open)
	stdout := do(t, "init")
	const want = `  tell GORM in migrations/env.go what the application tells it, or its tables come out otherwise:
    Config: DisableForeignKeyConstraintWhenMigrating (store/open.go:10)
    Config: NamingStrategy (store/open.go:9)
    Setup: SetupJoinTable (store/open.go:11 and 1 more)
`
	if !strings.Contains(stdout, want) {
		t.Errorf("init does not say\n%sbut\n%s", want, stdout)
	}
}
