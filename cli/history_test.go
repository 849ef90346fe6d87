package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// inProject makes a project with two revisions.
func inProject(t *testing.T) {
	t.Helper()
	inModule(t, "models/m.go", userModel)
	for _, args := range [][]string{
		{"init"},
		{"revision", "-m", "create user", "--rev-id", "1975ea83b712"},
		{"revision", "-m", "add orders", "--rev-id", "5f1e8c0a9d3b"},
	} {
		if code, _, stderr := gmig(t, args...); code != exitDone {
			t.Fatalf("gmig %q: code %d, stderr %s", args, code, stderr)
		}
	}
}

func TestHistoryListsNewestFirst(t *testing.T) {
	inProject(t)
	tests := []struct{ args, want string }{
		{"history", "1975ea83b712 -> 5f1e8c0a9d3b (head), add orders\n<base> -> 1975ea83b712, create user\n"},
		{"history -r :1975", "<base> -> 1975ea83b712, create user\n"},
		{"history -r 5f1e:", "1975ea83b712 -> 5f1e8c0a9d3b (head), add orders\n"},
		{"heads", "5f1e8c0a9d3b (head)\n"},
	}
	for _, tt := range tests {
		code, stdout, stderr := gmig(t, strings.Fields(tt.args)...)
		if code != exitDone || stderr != "" {
			t.Errorf("gmig %s: code %d, stderr %q", tt.args, code, stderr)
		}
		if diff := cmp.Diff(tt.want, stdout); diff != "" {
			t.Errorf("gmig %s (-want +got):\n%s", tt.args, diff)
		}
	}
}

func TestShowPrintsTheBlock(t *testing.T) {
	inProject(t)
	code, stdout, stderr := gmig(t, "show", "1975")
	if code != exitDone || stderr != "" {
		t.Fatalf("code %d, stderr %q", code, stderr)
	}
	date := regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC`)
	day := regexp.MustCompile(`/\d{8}_`)
	got := day.ReplaceAllString(date.ReplaceAllString(stdout, "DATE"), "/DAY_")
	want := `Rev: 1975ea83b712
Parent: <base>
Path: migrations/versions/DAY_1975ea83b712_create_user.go

    create user

    Revision ID: 1975ea83b712
    Revises:
    Create Date: DATE

`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, args := range [][]string{{"history", "-v", "-r", ":1975"}, {"show", "5f1e-1"}} {
		if _, again, _ := gmig(t, args...); again != stdout {
			t.Errorf("gmig %q prints another block:\n%s", args, again)
		}
	}
}

func TestUnknownRevisionSuggestsNearOnes(t *testing.T) {
	inProject(t)
	code, stdout, stderr := gmig(t, "show", "1975aa")
	if code != exitFailed || stdout != "" || !strings.Contains(stderr, `did you mean "1975ea83b712"?`) {
		t.Errorf("code %d, stdout %q, stderr %q", code, stdout, stderr)
	}
}

func TestRevisionPrintsThePathOfTheFile(t *testing.T) {
	inProject(t)
	t.Chdir("models")
	code, stdout, stderr := gmig(t, "revision", "-m", "third", "-d", "../migrations")
	if code != exitDone || stderr != "" {
		t.Fatalf("code %d, stderr %q", code, stderr)
	}
	if !regexp.MustCompile(`^\.\./migrations/versions/\d{8}_[0-9a-f]{12}_third\.go\n$`).MatchString(stdout) {
		t.Errorf("stdout %q", stdout)
	}
	if _, err := os.Stat(strings.TrimSpace(stdout)); err != nil {
		t.Error(err)
	}
	if _, heads, _ := gmig(t, "heads", "-d", "../migrations"); !strings.HasSuffix(heads, " (head)\n") || strings.Count(heads, "\n") != 1 {
		t.Errorf("heads %q, want the new revision alone", heads)
	}
}

func TestRevisionFollowsTheSettings(t *testing.T) {
	inProject(t)
	write(t, ".", "migrations/gmig.toml", "file_template = \"{{.Created.Year}}_{{.ID}}\"\ntimezone = \"Asia/Tokyo\"\n",
		"migrations/revision.go.tmpl", "// mine\n//\n// Create Date: {{.CreateDate}}\n\npackage versions\n\nimport (\n{{.Imports}}\n)\n\nfunc init() {\n\tAll.Add(op.Revision{ID: {{quote .ID}}, Message: {{quote .Message}}, Revises: {{list .Revises}}, Up: up{{.Name}}, Down: up{{.Name}}})\n}\n\nfunc up{{.Name}}(ctx context.Context, m *op.Migration) error {\n\t{{.Upgrades}}\n}\n")
	code, stdout, stderr := gmig(t, "revision", "-m", "third", "--rev-id", "abc1")
	if code != exitDone || !strings.HasSuffix(stdout, "_abc1.go\n") {
		t.Fatalf("code %d, stdout %q, stderr %q", code, stdout, stderr)
	}
	text, err := os.ReadFile(strings.TrimSpace(stdout))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(text), "// mine\n") || !strings.Contains(string(text), " +0900\n") {
		t.Errorf("the file does not follow the template and the time zone:\n%s", text)
	}
}

func TestRevisionRefuses(t *testing.T) {
	inProject(t)
	tests := []struct{ args, want string }{
		{"revision --rev-id 1975ea83b712", `revision id "1975ea83b712" is taken by migrations/versions/`},
		{"revision --rev-id a@b", "has the character"},
		{"revision --head 1975", `revision "1975ea83b712" is not a head, "5f1e8c0a9d3b" revises it: name a head, or begin a branch there with --splice`},
		{"revision --head nosuch", "nosuch"},
	}
	before := files(t, "migrations")
	for _, tt := range tests {
		code, stdout, stderr := gmig(t, strings.Fields(tt.args)...)
		if code != exitFailed || stdout != "" || !strings.Contains(stderr, tt.want) {
			t.Errorf("gmig %s: code %d, stdout %q, stderr %q; want %q", tt.args, code, stdout, stderr, tt.want)
		}
	}
	if diff := cmp.Diff(before, files(t, "migrations")); diff != "" {
		t.Errorf("files changed:\n%s", diff)
	}
}

func TestFilesThatDoNotFitTogetherAreNamed(t *testing.T) {
	inProject(t)
	first, err := filepath.Glob("migrations/versions/*create_user.go")
	if err != nil || len(first) != 1 {
		t.Fatal(first, err)
	}
	text, err := os.ReadFile(first[0])
	if err != nil {
		t.Fatal(err)
	}
	write(t, ".", "migrations/versions/copy.go", string(text))
	code, _, stderr := gmig(t, "history")
	if code != exitFailed || !strings.Contains(stderr, filepath.ToSlash(first[0])) || !strings.Contains(stderr, "migrations/versions/copy.go") {
		t.Errorf("two files with one id: code %d, stderr %s", code, stderr)
	}
	write(t, ".", "migrations/versions/copy.go", strings.Replace(string(text), "func init() {", "<<<<<<< HEAD", 1))
	code, _, stderr = gmig(t, "history")
	if code != exitFailed || !strings.Contains(stderr, "migrations/versions/copy.go:") {
		t.Errorf("a file that does not parse: code %d, stderr %s", code, stderr)
	}
}
