package modelscan

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMigratedReadsTheCallsOfAutoMigrate(t *testing.T) {
	const head = "package app\n\nimport m \"example.com/app/models\"\n\n"
	tests := []struct {
		name, body string
		want       []string
		all        bool
	}{
		{"pointers and new", "func f() { db.AutoMigrate(&m.User{}, new(m.Order), m.Item{}) }", []string{"User", "Order", "Item"}, true},
		{"a list in a variable", "var list = []any{&m.User{}, &m.Order{}}\nfunc f() { db.AutoMigrate(list...) }", []string{"User", "Order"}, true},
		{"one after another", "func f() { for _, x := range list { db.AutoMigrate(x) } }", nil, false},
		{"a function's list", "func f() { db.AutoMigrate(m.All()...) }", nil, false},
		{"an old migration beside a list for a framework", "func f() { db.AutoMigrate(&m.Order{}) }\nfunc All() []interface{} { return []interface{}{m.User{}, &m.Order{}, new(m.Item)} }", []string{"Order", "User", "Item"}, true},
		{"lists that are none of models", "func f() { db.AutoMigrate(&m.Order{}) }\nvar a, b, c = []any{&m.User{}}, []any{&m.User{}, 1}, []m.Model{&m.User{}, &m.Item{}}", []string{"Order"}, true},
		{"each model of a list in turn", "func f() {\n\tlist := []any{&m.User{}, &m.Order{}}\n\tfor _, x := range list { db.AutoMigrate(x) }\n}", []string{"User", "Order"}, true},
		{"a loop over what is not known", "func f(list []any) { for _, x := range list { db.AutoMigrate(x) } }", nil, false},
		{"the list of a function of its package", "func f() { db.AutoMigrate(tables()...) }\nfunc tables() []any { return []any{&m.User{}, &m.Order{}} }", []string{"User", "Order"}, true},
		{"the list of another package", "func f() { db.AutoMigrate(m.Tables()...) }", []string{"Item"}, true},
		{"the list of another package's variable", "func f() { db.AutoMigrate(m.List...) }", []string{"Order"}, true},
		{"types of another package", "func f() { db.AutoMigrate(&other.Thing{}, &Local{}) }", nil, true},
		{"none", "func f() { db.Create(&m.User{}) }", nil, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := write(t, "db.go", head+tt.body, "vendor/v.go", head+"func f() { db.AutoMigrate(&m.Vendored{}) }",
				"models/list.go", "package models\n\nfunc Tables() []any { return []any{&Item{}} }\n\nvar List = []any{&Order{}}\n",
				"db_test.go", head+"func f() { db.AutoMigrate(&m.Tested{}) }")
			types, all := Migrated(root, filepath.Join(root, "models"), "example.com/app/models")
			if diff := cmp.Diff(tt.want, types); diff != "" || all != tt.all {
				t.Errorf("all %v, want %v; types (-want +got):\n%s", all, tt.all, diff)
			}
		})
	}

	root := write(t, "models/db.go", "package models\n\nfunc f() { db.AutoMigrate(&User{}) }")
	types, _ := Migrated(root, filepath.Join(root, "models"), "example.com/app/models")
	if !slices.Contains(types, "User") {
		t.Errorf("a call in the package itself: %v", types)
	}
}

func TestScanPassesOverWhatIsIgnored(t *testing.T) {
	dir := write(t, "m.go", "package models\n\nimport \"gorm.io/gorm\"\n\ntype User struct { gorm.Model }\ntype Form struct { gorm.Model }\n",
		"list.go", "package models\n\n//gmig:ignore Form Other\n")
	p, err := Scan(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"User"}, p.Models); diff != "" {
		t.Errorf("models (-want +got):\n%s", diff)
	}
}

func TestMigratedPackagesNamesThoseOfTheModule(t *testing.T) {
	root := write(t,
		"db.go", "package app\n\nimport (\n\t\"example.com/app/models\"\n\t\"example.com/other/v2\"\n\t\"example.com/application\"\n)\n\nfunc f() { db.AutoMigrate(&models.User{}, &other.Thing{}, &application.Thing{}, Order{}) }\n",
		"old/m.go", "package old\n\nfunc f() { db.AutoMigrate(&user{}) }\n",
		"plugin/p.go", "package plugin\n\nfunc f() { db.AutoMigrate(new(Info)) }\n",
		"list/l.go", "package list\n\nimport \"example.com/app/stock\"\n\nfunc All() []any { return []any{&stock.Item{}, &stock.Place{}} }\n",
	)
	check := func(want map[string]Witness) {
		t.Helper()
		packages, foreign := MigratedPackages(root, "example.com/app")
		if diff := cmp.Diff(want, packages); diff != "" {
			t.Errorf("packages (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"example.com/other/v2.Thing", "example.com/application.Thing"}, foreign); diff != "" {
			t.Errorf("types of other modules (-want +got):\n%s", diff)
		}
	}
	want := map[string]Witness{"example.com/app": Inside, "example.com/app/models": Outside, "example.com/app/plugin": Inside}
	check(want)
	if err := os.WriteFile(filepath.Join(root, "each.go"), []byte("package app\n\nfunc g() { for _, m := range list.All() { db.AutoMigrate(m) } }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	want["example.com/app/stock"] = InList
	check(want)
}
