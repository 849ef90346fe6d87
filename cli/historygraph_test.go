package cli

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheGraphOnATerminalHasColouredLanesAndFits(t *testing.T) {
	inModule(t, "models/m.go", userModel)
	do(t, "init")
	t.Setenv("TERM", "xterm")
	t.Setenv("NO_COLOR", "")
	t.Setenv("GMIG_PAGER", "cat")
	revision := func(message string, args string) {
		t.Helper()
		if code, _, stderr := gmig(t, append([]string{"revision", "-m", message}, strings.Fields(args)...)...); code != exitDone {
			t.Fatal(stderr)
		}
	}
	revision("base", "--rev-id aaaa1111")
	revision("a message of many words that goes on and on until it is wider than any terminal", "--rev-id bbbb2222")
	revision("right", "--rev-id cccc3333 --head aaaa --splice --branch-label a_branch_with_a_name_of_w")
	revision(strings.Repeat("long", 18), "--rev-id dddd4444 --head bbbb --head cccc")

	got := onTerminal(t, "history --graph")
	named := strings.NewReplacer("\x1b[0m", "}", "\x1b[31m", "{red ", "\x1b[32m", "{green ", "\x1b[33m", "{yellow ",
		"\x1b[35m", "{magenta ", "\x1b[1;32m", "{bold ").Replace(got)
	want := `{red *} bbbb2222, cccc3333 -> {yellow dddd4444} {green (a_branch_with_a_name_of_w)} {bold (head)}
{red |}     {magenta (mergepoint)},
{red |}     ` + strings.Repeat("long", 18) + `
{red |}{green \}
{red *} {green |} aaaa1111 -> {yellow bbbb2222}, a message of many words that goes on and on until it
{red |} {green |}     is wider than any terminal
{red |} {green *} aaaa1111 -> {yellow cccc3333} {green (a_branch_with_a_name_of_w)}, right
{red |}{green /}
{red *} <base> -> {yellow aaaa1111} {magenta (branchpoint)}, base
`
	if diff := cmp.Diff(want, named); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, got)
	}
	escape := regexp.MustCompile("\x1b\\[[0-9;]*m")
	for line := range strings.Lines(escape.ReplaceAllString(got, "")) {
		if n := len([]rune(strings.TrimRight(line, "\n"))); n > helpWidth {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	if plain := do(t, "history --graph"); strings.Count(plain, "\n") != 6 || strings.Contains(plain, "\x1b") {
		t.Errorf("what is no terminal gets\n%s", plain)
	}
	verbose := onTerminal(t, "history --graph -v")
	if want := "\x1b[31m*\x1b[0m Rev: \x1b[33mdddd4444\x1b[0m \x1b[1;32m(head)\x1b[0m \x1b[35m(mergepoint)\x1b[0m\n"; !strings.HasPrefix(verbose, want) {
		t.Errorf("verbose: %q", verbose)
	}
}
