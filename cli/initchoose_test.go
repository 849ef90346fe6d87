package cli

import (
	"os"
	"strings"
	"testing"
)

// TestInitListsWhatAutoMigrateKnows has a table that a form embeds, which looks
// like a part, and a form that looks like a table.
func TestInitListsWhatAutoMigrateKnows(t *testing.T) {
	const models = `package models

import "gorm.io/gorm"

type User struct {
	gorm.Model
	Name string
}

type Profile struct {
	User
	Address string
}

type SignUp struct {
	Name string ` + "`gorm:\"size:20\"`" + `
}
`
	inModule(t, "models/m.go", models, "db.go", "package app\n\nimport \"example.com/shop/models\"\n\nfunc f() { db.AutoMigrate(&models.User{}) }\n")
	stdout := do(t, "init")
	for _, line := range []string{"listed 1 models in ./models: User\n", "left out, as AutoMigrate is not called with them: Profile, SignUp\n"} {
		if !strings.Contains(stdout, line) {
			t.Errorf("init does not say %q:\n%s", line, stdout)
		}
	}
	text, err := os.ReadFile("models/models_gmig.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"\t\t&User{},\n\t}\n", "\n//gmig:ignore Profile SignUp\n"} {
		if !strings.Contains(string(text), line) {
			t.Errorf("models_gmig.go does not have %q:\n%s", line, text)
		}
	}
}

// TestInitKeepsTheOrderOfAutoMigrate matters where two models name one join
// table: GORM gives it the foreign keys of the one it meets first.
func TestInitKeepsTheOrderOfAutoMigrate(t *testing.T) {
	inModule(t, "models/a.go", anotherModel("models", "Album"), "models/m.go", anotherModel("models", "Media"), "models/u.go", userModel,
		"db.go", "package app\n\nimport \"example.com/shop/models\"\n\nvar list = []any{&models.User{}, &models.Media{}, &models.Album{}}\n\nfunc f() { db.AutoMigrate(list...) }\n")
	if stdout := do(t, "init"); !strings.Contains(stdout, "listed 3 models in ./models: User, Media, Album\n") {
		t.Errorf("the order of the call is lost:\n%s", stdout)
	}
}

func TestInitNamesStructsThatMayBeModels(t *testing.T) {
	const setting = "type Setting struct {\n\tID    uint\n\tValue string\n}\n"
	inModule(t, "models/m.go", userModel+setting)
	if out := do(t, "init"); !strings.Contains(out, "not listed, though with a field ID: Setting; add those that are tables to models/models_gmig.go\n") {
		t.Errorf("init does not name Setting:\n%s", out)
	}
	inModule(t, "models/m.go", "package models\n\n"+setting)
	code, _, stderr := gmig(t, "init")
	if code != exitFailed || !strings.Contains(stderr, "(these have a field ID, as models do: Setting)") {
		t.Errorf("code %d, stderr %s", code, stderr)
	}
	// Where AutoMigrate says what the tables are, nobody is asked.
	inModule(t, "models/m.go", userModel+setting, "db.go", "package app\n\nimport \"example.com/shop/models\"\n\nfunc f() { db.AutoMigrate(&models.User{}) }\n")
	if out := do(t, "init"); strings.Contains(out, "Setting") {
		t.Errorf("init names Setting:\n%s", out)
	}
}

// TestInitTakesTheListOfTheApplication would go out of date with a copy.
func TestInitTakesTheListOfTheApplication(t *testing.T) {
	const form = "type Form struct {\n\tgorm.Model\n}\n"
	list := "package models\n\nfunc All() []any { return []any{&User{}, &Order{}} }\n"
	call := "package app\n\nimport \"example.com/shop/models\"\n\nfunc f() { db.AutoMigrate(models.All()...) }\n"
	inModule(t, "models/u.go", userModel+form, "models/o.go", anotherModel("models", "Order"), "models/list.go", list, "db.go", call)
	stdout := do(t, "init")
	for _, line := range []string{"took the list that AutoMigrate is called with: models.All() of ./models\n", "left out, as AutoMigrate is not called with them: Form\n"} {
		if !strings.Contains(stdout, line) {
			t.Errorf("init does not say %q:\n%s", line, stdout)
		}
	}
	env, err := os.ReadFile("migrations/env.go")
	if err != nil || !strings.Contains(string(env), "Models:   models.All(),\n") {
		t.Errorf("env.go has another list (%v):\n%s", err, env)
	}
	written, err := os.ReadFile("models/models_gmig.go")
	if err != nil || !strings.Contains(string(written), "//gmig:ignore Form\n") || strings.Contains(string(written), "func Models") {
		t.Errorf("models_gmig.go (%v):\n%s", err, written)
	}
}

// TestInitPassesOverTheModelsOfOldMigrations has a package whose own structs are
// copies of models that it does not export.
func TestInitPassesOverTheModelsOfOldMigrations(t *testing.T) {
	inModule(t, "migration/v1.go", "package migration\n\ntype v1User struct { ID uint }\n\nfunc up() { db.AutoMigrate(&v1User{}) }\n")
	code, _, stderr := gmig(t, "init", "--models", "./migration")
	if code != 1 || !strings.Contains(stderr, `no GORM models in "./migration"`) {
		t.Errorf("exit code %d: %s", code, stderr)
	}
}
