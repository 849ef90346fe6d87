// Package docs keeps the pages true: what they show as code stands in an
// example that is compiled and run, and the tests that they name exist.
package docs

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The code of these pages is taken from examples. A page reads versions.All
// where an example, which has no versions package of its own, builds a set.
func TestTheCodeOfThePagesIsThatOfExamples(t *testing.T) {
	for page, sources := range map[string][]string{
		"data.md":    {"../migrator/exampledata_test.go"},
		"hooks.md":   {"../cli/example_test.go"},
		"library.md": {"../migrator/example_test.go", "../migrator/memory_test.go"},
	} {
		examples := ""
		for _, s := range sources {
			examples += unindented(strings.ReplaceAll(read(t, s), "shop()", "versions.All"))
		}
		blocks := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(read(t, page), -1)
		if len(blocks) == 0 {
			t.Errorf("%s shows no code", page)
		}
		for _, b := range blocks {
			if !strings.Contains(examples, unindented(b[1])) {
				t.Errorf("%s: none of %v has this code:\n%s", page, sources, b[1])
			}
		}
	}
}

// A figure or a claim is worth the test beside it.
func TestTheTestsThatThePagesNameExist(t *testing.T) {
	functions := map[string]bool{}
	declared := regexp.MustCompile(`(?m)^func ((?:Test|Example|Benchmark|Fuzz)\w*)\(`)
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		for _, f := range declared.FindAllStringSubmatch(read(t, path), -1) {
			functions[f[1]] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	pages, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`((?:Test|Example|Benchmark|Fuzz)[A-Z_]\\w*)")
	for _, page := range append(pages, "../README.md") {
		for _, n := range named.FindAllStringSubmatch(read(t, page), -1) {
			if !functions[n[1]] {
				t.Errorf("%s names %s, which no test file declares", page, n[1])
			}
		}
	}
}

// unindented is text without the indentation of its lines.
func unindented(text string) string {
	return regexp.MustCompile(`(?m)^[ \t]+`).ReplaceAllString(text, "")
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
