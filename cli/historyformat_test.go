package cli

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHistoryDrawsTheGraph(t *testing.T) {
	inBranches(t)
	do(t, "merge left right --rev-id eeee5555 -m joined")
	got := do(t, "history --graph")
	want := `* <base> (bbbb2222) -> dddd4444 (head), apart
* bbbb2222, cccc3333 -> eeee5555 (left, right) (head) (mergepoint), joined
|\
* | aaaa1111 -> bbbb2222 (left), left
| * aaaa1111 -> cccc3333 (right), right
|/
* <base> -> aaaa1111 (branchpoint), base
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, got)
	}
	verbose := do(t, "history --graph -v -r aaaa:right")
	if !strings.HasPrefix(verbose, "* Rev: cccc3333\n| Parent: aaaa1111\n") || strings.Contains(verbose, " \n") {
		t.Errorf("history --graph -v:\n%s", verbose)
	}
}

func TestHistoryInOtherFormats(t *testing.T) {
	inBranches(t)
	write(t, ".", revisionFile(t, "cccc3333"), strings.Replace(read(t, revisionFile(t, "cccc3333")), `"right"`, `"a \"q\" <b> \\ c"`, 1))
	tests := []struct{ line, want string }{
		{"history --format dot", `digraph history {
  node [shape=box];
  "aaaa1111" [label="aaaa1111\nbase"];
  "bbbb2222" [label="bbbb2222 (left) (effective head)\nleft"];
  "dddd4444" [label="dddd4444 (head)\napart"];
  "cccc3333" [label="cccc3333 (a \"q\" <b> \\ c) (head)\nright"];
  "aaaa1111" -> "bbbb2222";
  "bbbb2222" -> "dddd4444" [style=dashed];
  "aaaa1111" -> "cccc3333";
}
`},
		{"history --format mermaid -r aaaa:cccc", `flowchart TB
  r1["aaaa1111<br>base"]
  r2["cccc3333 (a #quot;q#quot; #lt;b#gt; \ c) (head)<br>right"]
  r1 --> r2
`},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, do(t, tt.line)); diff != "" {
			t.Errorf("gmig %s (-want +got):\n%s", tt.line, diff)
		}
	}
	code, stdout, stderr := gmig(t, "history", "--format", "xml")
	if code != exitUsage || stdout != "" || !strings.Contains(stderr, `format "xml" is not there: the formats are text, json, mermaid, dot`) {
		t.Errorf("code %d, stdout %q, stderr %q", code, stdout, stderr)
	}
}

func TestReportsAsJSON(t *testing.T) {
	inBranches(t)
	stdout := do(t, "history --json -r aaaa:left")
	date := regexp.MustCompile(`"created": "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"`)
	day := regexp.MustCompile(`/\d{8}_`)
	got := day.ReplaceAllString(date.ReplaceAllString(stdout, `"created": "DATE"`), "/DAY_")
	want := `[
  {
    "id": "bbbb2222",
    "parents": [
      "aaaa1111"
    ],
    "children": [],
    "depends_on": [],
    "branch_labels": [
      "left"
    ],
    "message": "left",
    "created": "DATE",
    "path": "migrations/versions/DAY_bbbb2222_left.go",
    "head": true,
    "effective_head": true,
    "branchpoint": false,
    "mergepoint": false
  },
`
	if !strings.HasPrefix(got, want) {
		t.Errorf("(-want +got):\n%s", cmp.Diff(want, got))
	}
	for _, tt := range []struct {
		line string
		want []string
	}{
		{"history --format json", []string{"cccc3333", "dddd4444", "bbbb2222", "aaaa1111"}},
		{"heads --json", []string{"bbbb2222", "cccc3333", "dddd4444"}},
		{"show --json left", []string{"bbbb2222"}},
		{"show --json base", []string{}},
	} {
		var list []revisionJSON
		if err := json.Unmarshal([]byte(do(t, tt.line)), &list); err != nil {
			t.Fatal(err)
		}
		ids := []string{}
		for _, r := range list {
			ids = append(ids, r.ID)
		}
		if diff := cmp.Diff(tt.want, ids); diff != "" {
			t.Errorf("gmig %s (-want +got):\n%s", tt.line, diff)
		}
	}
	for _, line := range []string{"stamp left", "current --json -v"} {
		code, stdout, stderr := inEnv(t, branchesEnv(), strings.Fields(line)...)
		if code != exitDone {
			t.Fatal(stderr)
		}
		var list []revisionJSON
		if strings.HasPrefix(line, "current") && (json.Unmarshal([]byte(stdout), &list) != nil || len(list) != 1 || list[0].ID != "bbbb2222") {
			t.Errorf("%s prints %s", line, stdout)
		}
	}
}

// onTerminal runs the binary's command line as if its output were a terminal.
func onTerminal(t *testing.T, line string) string {
	t.Helper()
	var out, log bytes.Buffer
	a := &app{args: strings.Fields("gmig " + line), stdin: strings.NewReader(""), stdout: &out, terminal: true, log: &logWriter{out: &log}}
	if code := a.exitCode(a.execute(t.Context())); code != exitDone || log.Len() > 0 {
		t.Fatalf("gmig %s: code %d, stderr %s", line, code, &log)
	}
	return out.String()
}

func TestATerminalGetsColoursAndAPager(t *testing.T) {
	inBranches(t)
	t.Setenv("TERM", "xterm")
	t.Setenv("NO_COLOR", "")
	t.Setenv("GMIG_PAGER", "cat")
	coloured := "\x1b[33mcccc3333\x1b[0m \x1b[32m(right)\x1b[0m \x1b[1;32m(head)\x1b[0m\n"
	if got := onTerminal(t, "heads"); !strings.Contains(got, coloured) {
		t.Errorf("got %q, want %q in it", got, coloured)
	}
	if got := onTerminal(t, "history --format dot"); strings.Contains(got, "\x1b") {
		t.Errorf("a graph for a program has colours: %q", got)
	}
	for _, off := range []string{"NO_COLOR=1", "TERM=dumb"} {
		t.Run(off, func(t *testing.T) {
			name, value, _ := strings.Cut(off, "=")
			t.Setenv(name, value)
			t.Setenv("GMIG_PAGER", "sed s/^/paged:/")
			if got := onTerminal(t, "history -r :aaaa"); got != "paged:<base> -> aaaa1111 (branchpoint), base\n" {
				t.Errorf("got %q", got)
			}
			for _, pager := range []string{"", "cat", "no-such-program -x"} {
				t.Setenv("GMIG_PAGER", pager)
				if got := onTerminal(t, "history -r :aaaa"); got != "<base> -> aaaa1111 (branchpoint), base\n" {
					t.Errorf("with pager %q: %q", pager, got)
				}
			}
		})
	}
}
