package cli

import (
	"os"
	"strings"
	"testing"
)

// anotherModel is a package with a model that other packages do not have.
func anotherModel(pkg, model string) string {
	return "package " + pkg + "\n\nimport \"gorm.io/gorm\"\n\ntype " + model + " struct{ gorm.Model }\n"
}

func TestInitTakesModelsOfSeveralPackages(t *testing.T) {
	inModule(t, "user/model/m.go", anotherModel("model", "User"), "shop/model/m.go", anotherModel("model", "Order"))
	stdout := do(t, "init --models ./user/model --models ./shop/model")
	for _, line := range []string{"listed 1 models in ./user/model: User\n", "listed 1 models in ./shop/model: Order\n"} {
		if !strings.Contains(stdout, line) {
			t.Errorf("init does not say %q:\n%s", line, stdout)
		}
	}
	env, err := os.ReadFile("migrations/env.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"import (\n\t\"slices\"\n\n\t\"github.com/",
		"\tshopmodel \"example.com/shop/shop/model\"\n\t\"example.com/shop/user/model\"\n",
		"\t\tModels: slices.Concat(\n\t\t\tmodel.Models(),\n\t\t\tshopmodel.Models(),\n\t\t),\n",
	} {
		if !strings.Contains(string(env), want) {
			t.Errorf("env.go has no %q:\n%s", want, env)
		}
	}
	for _, f := range []string{"user/model/models_gmig.go", "shop/model/models_gmig.go"} {
		if _, err := os.Stat(f); err != nil {
			t.Error(err)
		}
	}
}

func TestInitNamesThePackagesThatAutoMigrateIsCalledWith(t *testing.T) {
	const migrate = "package store\n\nimport (\n\t\"example.com/shop/base\"\n\t\"example.com/shop/billing\"\n\t\"example.com/shop/user\"\n)\n\n" +
		"func f() { db.AutoMigrate(&user.User{}, billing.Order{}); _ = base.Entity{} }\n"
	module := []string{
		"base/b.go", anotherModel("base", "Entity"), "user/m.go", anotherModel("user", "User"),
		"billing/m.go", anotherModel("billing", "Order"), "store/db.go", migrate,
	}
	tests := []struct {
		name, args string
		code       int
		want       string
	}{
		{"none named", "init", exitFailed, "there are GORM models in several directories: name each that has yours, as in --models ./billing --models ./user"},
		{"one named", "init --models ./user", exitDone, "AutoMigrate is also called with types of ./billing: their tables are not compared until migrations/env.go lists them"},
		{"one named twice", "init --models ./user --models user", exitUsage, `--models names "user" twice`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inModule(t, module...)
			code, _, stderr := gmig(t, strings.Fields(tt.args)...)
			if code != tt.code || !strings.Contains(stderr, tt.want) {
				t.Errorf("code %d, stderr %q; want %d and %q", code, stderr, tt.code, tt.want)
			}
		})
	}

	inModule(t, module...)
	if code, _, stderr := gmig(t, "init", "--models", "./user", "--models", "./billing"); code != exitDone || strings.Contains(stderr, "AutoMigrate") {
		t.Errorf("both named: code %d, stderr %q", code, stderr)
	}

	const own = "\nfunc Models() []any { return []any{&User{}} }\n"
	inModule(t, append(module, "user/list.go", "package user\n"+own)...)
	if code, _, stderr := gmig(t, "init", "--models", "./user"); code != exitDone || strings.Contains(stderr, "AutoMigrate") {
		t.Errorf("a list of the user's own: code %d, stderr %q", code, stderr)
	}
}

// TestInitNamesManyPackages has more packages with models than a struct with
// gorm tags alone could speak for, and old migrations beside them.
func TestInitNamesManyPackages(t *testing.T) {
	var module []string
	var imports, calls, want strings.Builder
	for _, name := range []string{"blog", "cart", "mail", "shop", "tags", "user", "wiki"} {
		module = append(module, name+"/m.go", anotherModel(name, "Thing"), "old/"+name+"/m.go", anotherModel(name, "Thing")+"\nfunc f() { db.AutoMigrate(&Thing{}) }\n")
		imports.WriteString("import \"example.com/shop/" + name + "\"\n")
		calls.WriteString("db.AutoMigrate(&" + name + ".Thing{})\n")
		want.WriteString(" --models ./" + name)
	}
	inModule(t, append(module, "store/db.go", "package store\n\n"+imports.String()+"\nfunc f() {\n"+calls.String()+"}\n")...)
	code, _, stderr := gmig(t, "init")
	if code != exitFailed || !strings.HasSuffix(strings.TrimSpace(stderr), "as in"+want.String()) {
		t.Errorf("code %d, stderr %q; want it to end with %q", code, stderr, want.String())
	}
}

// TestInitWarnsOfTablesThatItDoesNotList has a list of models in a package of its
// own, and a table of another module's.
func TestInitWarnsOfTablesThatItDoesNotList(t *testing.T) {
	inModule(t, "models/m.go", userModel, "traffic/m.go", anotherModel("traffic", "Meter"), "api/a.go", "package api\n\ntype Form struct{}\n\ntype Page struct{}\n",
		"store/list.go", "package store\n\nimport (\n\t\"example.com/shop/api\"\n\t\"example.com/shop/models\"\n\t\"example.com/shop/traffic\"\n)\n\n"+
			"func all() []any { return []any{&models.User{}, &traffic.Meter{}} }\n\nvar pages = []any{api.Form{}, api.Page{}}\n",
		"store/db.go", "package store\n\nimport \"example.com/rules/v3\"\n\nfunc f() {\n\tfor _, m := range all() {\n\t\tdb.AutoMigrate(m)\n\t}\n\tdb.AutoMigrate(&rules.Rule{})\n}\n")
	code, _, stderr := gmig(t, "init")
	if code != exitDone {
		t.Fatalf("code %d, stderr %q", code, stderr)
	}
	for _, want := range []string{
		"AutoMigrate is also called with types of ./traffic: their tables",
		"AutoMigrate is also called with types of other modules: example.com/rules/v3.Rule; their tables are not compared until migrations/env.go lists them",
	} {
		if !strings.Contains(stderr, want) {
			t.Errorf("stderr does not say %q:\n%s", want, stderr)
		}
	}
}

// TestInitSaysAtOnceWhatToDoAboutModelsInAProgram has nothing but a package main.
func TestInitSaysAtOnceWhatToDoAboutModelsInAProgram(t *testing.T) {
	inModule(t, "main.go", anotherModel("main", "User"))
	code, _, stderr := gmig(t, "init")
	if want := "package main, which cannot be imported: move the files"; code != exitFailed || !strings.Contains(stderr, want) {
		t.Errorf("code %d, stderr %q; want 1 and %q", code, stderr, want)
	}
}
