package autogenerate_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadmeListsEachKindOfChange compares the README's table with the pairs
// that TestEachKindOfChange and TestEachChangeOfAnEnum go through. With -update it writes the table.
func TestReadmeListsEachKindOfChange(t *testing.T) {
	const (
		path  = "../README.md"
		begin = "<!-- detected: written by go test ./autogenerate -update -->\n"
		end   = "<!-- /detected -->\n"
	)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), begin)
	got, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has no %q ... %q", path, begin, end)
	}
	want := detectionTable()
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(path, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the README's table (-tested +written):\n%s", diff)
	}
}

func detectionTable() string {
	var b strings.Builder
	b.WriteString("| change | PostgreSQL | SQLite |\n|---|---|---|\n")
	// A change that takes other operations on the other engine is two pairs.
	var names []string
	engines := map[string]string{}
	for _, p := range pairs() {
		if engines[p.name] == "" {
			names = append(names, p.name)
		}
		if p.only == "" {
			p.only = "postgres, sqlite"
		}
		engines[p.name] += p.only
	}
	tested := func(name, engine string) string {
		if strings.Contains(engines[name], engine) {
			return "yes"
		}
		return "–"
	}
	for _, name := range names {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", name, tested(name, "postgres"), tested(name, "sqlite"))
	}
	for _, p := range enumPairs() {
		fmt.Fprintf(&b, "| enums: %s | yes | yes |\n", p.name)
	}
	return b.String()
}
