package dburl

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	tests := []struct{ raw, driver, dsn, file string }{
		{"sqlite://app.db", "sqlite", "/project/app.db", "/project/app.db"},
		{"sqlite://data/app.db", "sqlite", "/project/data/app.db", "/project/data/app.db"},
		{"sqlite://../app.db", "sqlite", "/app.db", "/app.db"},
		{"sqlite:///var/lib/app.db", "sqlite", "/var/lib/app.db", "/var/lib/app.db"},
		{"sqlite:////var/lib/app.db", "sqlite", "/var/lib/app.db", "/var/lib/app.db"},
		{"sqlite3://app.db", "sqlite", "/project/app.db", "/project/app.db"},
		{"sqlite://:memory:", "sqlite", ":memory:", ""},
		{"sqlite:///:memory:", "sqlite", ":memory:", ""},
		{"sqlite://", "sqlite", ":memory:", ""},
		{"sqlite://app.db?_foreign_keys=on", "sqlite", "file:/project/app.db?_foreign_keys=on", "/project/app.db"},
		{"sqlite://50%#.db?mode=ro", "sqlite", "file:/project/50%25%23.db?mode=ro", "/project/50%#.db"},
		{"sqlite://:memory:?cache=shared", "sqlite", "file::memory:?cache=shared", ""},
		{"postgres://u:p@h:5432/db?sslmode=disable", "postgres", "postgres://u:p@h:5432/db?sslmode=disable", ""},
		{"postgresql:///db?host=/run/pg", "postgres", "postgresql:///db?host=/run/pg", ""},
		{"mysql://u:p@tcp(h:3306)/db", "mysql", "u:p@tcp(h:3306)/db", ""},
	}
	for _, tt := range tests {
		u, err := Parse(tt.raw, "/project")
		if err != nil {
			t.Errorf("Parse(%q): %v", tt.raw, err)
			continue
		}
		if u.Driver != tt.driver || u.DSN != tt.dsn || u.File != tt.file {
			t.Errorf("Parse(%q) = driver %q, dsn %q, file %q; want %q, %q, %q", tt.raw, u.Driver, u.DSN, u.File, tt.driver, tt.dsn, tt.file)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"app.db", `database url "app.db" has no scheme: write sqlite://app.db`},
		{"", "has no scheme"},
		{"://x", "has no scheme"},
		{"postgres://u:hunter%zz2@h/db", "must be percent-encoded"},
		{"postgres://u:hunter/2@h/db", "must be percent-encoded"},
	}
	for _, tt := range tests {
		_, err := Parse(tt.raw, "/project")
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Parse(%q): error %v, want %q in it", tt.raw, err, tt.want)
			continue
		}
		if strings.Contains(err.Error(), "hunter") {
			t.Errorf("Parse(%q): error %q shows the password", tt.raw, err)
		}
	}
}

func TestUnknownDriverListsTheDrivers(t *testing.T) {
	u, err := Parse("mysql://u:hunter2@tcp(h)/db", "")
	if err != nil {
		t.Fatal(err)
	}
	want := `no driver for database url "mysql://u:***@tcp(h)/db": the environment has postgres, sqlite; add "mysql" to Drivers in env.go`
	if got := u.UnknownDriver([]string{"postgres", "sqlite"}).Error(); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestInMemoryNamesNoFile(t *testing.T) {
	u, err := Parse("sqlite://app.db?_foreign_keys=on", "/project")
	if err != nil {
		t.Fatal(err)
	}
	if m := u.InMemory(); m.DSN != ":memory:" || m.File != "" || m.Driver != "sqlite" {
		t.Errorf("InMemory() = %+v", m)
	}
}

func TestRedact(t *testing.T) {
	tests := []struct {
		name, url, text, want string
	}{
		{"url", "postgres://u:s3cret@h/db", "postgres://u:s3cret@h/db", "postgres://u:***@h/db"},
		{"url in a text", "postgres://u:s3cret@h/db", `parse "postgres://u:s3cret@h/db": x`, `parse "postgres://u:***@h/db": x`},
		{"password with an at sign", "postgres://u:a%40b@h/db", "login with a@b (a%40b)", "login with *** (***)"},
		{"password with an at sign, not encoded", "postgres://u:x@h/db", "postgres://u:p@ss@h/db", "postgres://u:***@h/db"},
		{"as typed, not canonical", "postgres://u:p%61ss@h/db", "got p%61ss or pass", "got *** or ***"},
		{"key and value", "sqlite://x", "user=u password=s3cret host=h", "user=u password=*** host=h"},
		{"quoted key and value", "sqlite://x", `password = 'it\'s' host=h`, "password = *** host=h"},
		{"query", "postgres://h/db?user=u&password=s3cret&x=1", "postgres://h/db?user=u&password=s3cret&x=1", "postgres://h/db?user=u&password=***&x=1"},
		{"query value elsewhere", "postgres://h/db?password=s3cret", "tried s3cret", "tried ***"},
		{"short password leaves words alone", "postgres://u:a@h/db", "a table named data", "*** table named data"},
		{"no password", "postgres://u@h/db", "postgres://u@h/db at 10:30 me@x", "postgres://u@h/db at 10:30 me@x"},
		{"other driver", "mysql://u:s3cret@tcp(h)/db", "u:s3cret@tcp(h)", "u:***@tcp(h)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u, err := Parse(tt.url, "")
			if err != nil {
				t.Fatal(err)
			}
			if got := u.Redact(tt.text); got != tt.want {
				t.Errorf("Redact(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func FuzzRedact(f *testing.F) {
	f.Add("s3cret", "cannot connect with ", "/db")
	f.Add("a", "", "")
	f.Fuzz(func(t *testing.T, password, before, after string) {
		if password == "" || strings.ContainsAny(password, "*") || strings.Contains(before+after, password) {
			return
		}
		got := Redact(before+" "+password+" "+after, password)
		if strings.Contains(got, " "+password+" ") {
			t.Errorf("Redact left the password %q in %q", password, got)
		}
	})
}
