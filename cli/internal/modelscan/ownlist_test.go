package modelscan

import (
	"path/filepath"
	"testing"
)

func TestOwnListIsTheOneThatAutoMigrateGets(t *testing.T) {
	const (
		models = "package models\n\n"
		app    = "package app\n\nimport m \"example.com/app/models\"\n\n"
		call   = "func f() { db.AutoMigrate(m.Tables...) }"
	)
	for _, tt := range []struct{ name, list, call, want string }{
		{"a variable", "var Tables = []any{&User{}, new(Order)}", call, "Tables"},
		{"a function", "func All() []interface{} { return []interface{}{User{}, &Order{}} }", "func f() { db.AutoMigrate(m.All()...) }", "All()"},
		{"a list with models of other packages", "var Tables = []any{&User{}, &other.Thing{}}", call, "Tables"},
		{"beside a call with one of it", "var Tables = []any{&User{}, &Order{}}", call + "\nfunc g() { db.AutoMigrate(&m.Order{}) }", "Tables"},
		{"beside a call with another", "var Tables = []any{&User{}, &Order{}}", call + "\nfunc g() { db.AutoMigrate(&m.Item{}) }", ""},
		{"beside an old migration's copy of a model", "var Tables = []any{&User{}, &Order{}}\n\nfunc f() { db.AutoMigrate(&user{}) }", call, "Tables"},
		{"two lists", "var Tables, More = []any{&User{}, &Order{}}, 1\nvar A, B = 1, 2\nvar Others = []any{&A{}, &B{}}\nvar Mine = []any{&A{}, &B{}}", "func f() { db.AutoMigrate(m.Others...); db.AutoMigrate(m.Mine...) }", ""},
		{"a list that no other package sees", "var tables = []any{&User{}, &Order{}}\nfunc f() { db.AutoMigrate(tables...) }", "", ""},
		{"a list that the code makes", "var Tables = append(Some, &User{})", call, ""},
		{"a list that AutoMigrate does not get", "var Tables = []any{&User{}, &Order{}}", "func f() { db.AutoMigrate(&m.User{}) }", ""},
		{"values of the list", "var Tables = []any{&User{}, &Order{}}", "func f() { db.AutoMigrate(m.Tables) }", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root := write(t, "models/m.go", models+tt.list, "app.go", app+tt.call,
				"models/m_test.go", models+"var Tested = []any{&User{}, &Order{}}", "app_test.go", app+"func f() { db.AutoMigrate(m.Tested...) }")
			got := ""
			if own := OwnList(root, filepath.Join(root, "models"), "example.com/app/models"); own != nil {
				got = own.Name
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
