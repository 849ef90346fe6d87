package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// sessionsCmd is `sessions FILE`: run the sessions of a page of documentation,
// README.md or docs/*.md. It writes the Go files that stand there and compares
// what each command prints with the text below it. With E2E_UPDATE set it writes
// that text.
func sessionsCmd(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: sessions FILE")
	}
	p := projectOf(ts)
	path := filepath.Join(p.checkout, args[0])
	text, err := os.ReadFile(path)
	ts.Check(err)
	update := os.Getenv("E2E_UPDATE") != ""
	written := string(text)
	got, want := newNames(), newNames()
	ran := 0
	for _, b := range codeBlocks(string(text)) {
		switch {
		case b.language == "go" && strings.HasPrefix(b.text, "// models/"):
			name, _, _ := strings.Cut(strings.TrimPrefix(b.text, "// "), "\n")
			path := filepath.Join(p.dir, name)
			ts.Check(os.MkdirAll(filepath.Dir(path), 0o777))
			ts.Check(os.WriteFile(path, []byte(b.text), 0o666))
		case b.language == "console" && strings.HasPrefix(b.text, "$ gmig"):
			session := ""
			for _, c := range b.commands() {
				ran++
				// A command that fails says so in what it prints.
				err := ts.Exec("sh", "-c", c.line+" 2>&1")
				printed := withoutProgress(ts.ReadFile("stdout"))
				session += "$ " + c.line + "\n" + printed
				if got, want := got.replace(printed), want.replace(c.output); got != want && !update {
					ts.Fatalf("%s: $ %s\nprints (%v):\n%s\nand not:\n%s", args[0], c.line, err, got, want)
				}
			}
			written = strings.Replace(written, b.text, session, 1)
		}
	}
	if ran == 0 {
		ts.Fatalf("%s has no session", args[0])
	}
	if update {
		ts.Check(os.WriteFile(path, []byte(written), 0o666))
	}
}

// codeBlock is a fenced block of Markdown.
type codeBlock struct{ language, text string }

func codeBlocks(markdown string) (blocks []codeBlock) {
	fenced := regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$")
	for _, m := range fenced.FindAllStringSubmatch(markdown, -1) {
		blocks = append(blocks, codeBlock{language: m[1], text: m[2]})
	}
	return blocks
}

// command is a line behind a "$ " and what follows it.
type command struct{ line, output string }

func (b codeBlock) commands() (all []command) {
	for _, part := range strings.Split("\n"+b.text, "\n$ ")[1:] {
		line, output, _ := strings.Cut(part, "\n")
		if !strings.HasSuffix(output, "\n") && output != "" {
			output += "\n"
		}
		all = append(all, command{line, output})
	}
	return all
}

// withoutProgress leaves out the line that appears only when a build is slow.
func withoutProgress(text string) string {
	return regexp.MustCompile(`(?m)^compiling migrations.*\n`).ReplaceAllString(text, "")
}

// names replaces what is different in each run, ids and dates, by its number.
type names struct{ ids []string }

func newNames() *names { return &names{} }

func (n *names) replace(text string) string {
	for _, m := range regexp.MustCompile(`(?m)(?:^|[^0-9a-z])([0-9a-f]{12})(?:[^0-9a-z]|$)`).FindAllStringSubmatch(text, -1) {
		if !slices.Contains(n.ids, m[1]) {
			n.ids = append(n.ids, m[1])
		}
	}
	for i, id := range n.ids {
		text = strings.ReplaceAll(text, id, fmt.Sprintf("ID%d", i+1))
	}
	return regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC|\b\d{8}_`).ReplaceAllString(text, "DATE")
}
