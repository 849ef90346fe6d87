package cli

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmig/gmig/op"
)

// printedJSON reads what a command printed, as encoding/json has it.
func printedJSON(t *testing.T, stdout string) (result any) {
	t.Helper()
	if err := json.Unmarshal([]byte(stdout), &result); err != nil {
		t.Fatalf("%v in\n%s", err, stdout)
	}
	return result
}

func TestRunsReportTheirStepsAsJSON(t *testing.T) {
	inModule(t)
	env := testEnv()
	env.Versions.Add(op.Revision{ID: "aaaa1111", Message: "create"})
	env.Versions.Add(op.Revision{ID: "bbbb2222", Message: "fail", Revises: []string{"aaaa1111"}, Up: func(context.Context, *op.Migration) error {
		return errors.New("no such luck")
	}})
	up := map[string]any{"revision": "aaaa1111", "direction": "upgrade", "from": []any{}, "to": []any{"aaaa1111"}, "message": "create"}
	down := map[string]any{"revision": "aaaa1111", "direction": "downgrade", "from": []any{"aaaa1111"}, "to": []any{}, "message": "create"}
	stamp := map[string]any{"revision": "bbbb2222", "direction": "stamp", "from": []any{}, "to": []any{"bbbb2222"}, "message": "fail"}
	for _, tt := range []struct {
		line string
		code int
		want []any
	}{
		{"upgrade", exitFailed, []any{up}}, // what is committed, though the next one fails
		{"upgrade aaaa", exitDone, []any{}},
		{"downgrade", exitDone, []any{down}},
		{"stamp", exitDone, []any{stamp}},
	} {
		code, stdout, stderr := inEnv(t, env, append(strings.Fields(tt.line), "--json", "--url", "sqlite://app.db")...)
		if code != tt.code {
			t.Fatalf("%s: code %d\n%s", tt.line, code, stderr)
		}
		if diff := cmp.Diff(map[string]any{"steps": tt.want}, printedJSON(t, stdout)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.line, diff)
		}
	}
	for _, line := range []string{"upgrade --sql --json", "downgrade a:base --sql --json", "stamp --sql --json"} {
		code, stdout, stderr := inEnv(t, env, append(strings.Fields(line), "--url", "sqlite://app.db")...)
		if code != exitUsage || stdout != "" || !strings.Contains(stderr, "leave one of them out") {
			t.Errorf("%s: code %d, stdout %q, stderr %q", line, code, stdout, stderr)
		}
	}
}

func TestNewRevisionsAreReportedAsJSON(t *testing.T) {
	inModule(t, "models/m.go", userModel)
	do(t, "init")
	report := func(line string) map[string]any {
		t.Helper()
		return printedJSON(t, do(t, line+" --json")).(map[string]any)
	}
	for _, tt := range []struct {
		line, id string
		revises  []any
	}{
		{"revision -m base --rev-id aaaa1111", "aaaa1111", []any{}},
		{"revision -m left --rev-id bbbb2222", "bbbb2222", []any{"aaaa1111"}},
		{"revision -m right --rev-id cccc3333 --head aaaa --splice", "cccc3333", []any{"aaaa1111"}},
		{"merge --rev-id dddd4444", "dddd4444", []any{"bbbb2222", "cccc3333"}},
	} {
		got := report(tt.line)
		want := map[string]any{"id": tt.id, "path": revisionFile(t, tt.id), "revises": tt.revises, "changes": []any{}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.line, diff)
		}
	}
	branches := printedJSON(t, do(t, "branches --json")).([]any)
	if len(branches) != 1 || branches[0].(map[string]any)["id"] != "aaaa1111" {
		t.Errorf("branches: %v", branches)
	}
	templates := printedJSON(t, do(t, "list-templates --json")).([]any)
	if len(templates) == 0 || templates[0].(map[string]any)["name"] != "default" {
		t.Errorf("templates: %v", templates)
	}
}

// reportedUser is what TestDifferencesAreReportedAsJSON compares.
type reportedUser struct {
	ID   uint
	Name string `gorm:"size:64;index:idx_name"`
}

func TestDifferencesAreReportedAsJSON(t *testing.T) {
	inModule(t, "models/m.go", userModel)
	do(t, "init")
	env := testEnv()
	env.Models = []any{&reportedUser{}}

	_, equal, err := connectTo(t, env, "sqlite://equal.db", writing)
	if err != nil {
		t.Fatal(err)
	}
	if err := equal.db.AutoMigrate(env.Models...); err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]any{
		"check":   map[string]any{"changes": []any{}, "warnings": []any{}, "operations": []any{}},
		"migrate": map[string]any{"id": nil, "path": nil, "revises": []any{}, "changes": []any{}},
	} {
		code, stdout, stderr := inEnv(t, env, line, "--json", "--url", "sqlite://equal.db")
		if diff := cmp.Diff(want, printedJSON(t, stdout)); code != exitDone || diff != "" {
			t.Errorf("%s of what is equal: code %d, stderr %s (-want +got):\n%s", line, code, stderr, diff)
		}
	}

	code, stdout, stderr := inEnv(t, env, "check", "--json", "--url", "sqlite://app.db")
	if stdout == "" {
		t.Fatal(stderr)
	}
	report := printedJSON(t, stdout).(map[string]any)
	if code != exitDifferent {
		t.Errorf("code %d, stderr %s", code, stderr)
	}
	if diff := cmp.Diff([]any{`added table "reported_users"`, `added index "idx_name" on "reported_users"`}, report["changes"]); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	var names []any
	for _, o := range report["operations"].([]any) {
		names = append(names, o.(map[string]any)["operation"])
	}
	create := report["operations"].([]any)[0].(map[string]any)
	if diff := cmp.Diff([]any{"CreateTable", "CreateIndex"}, names); diff != "" ||
		create["description"] != `create table "reported_users"` || create["definition"].(map[string]any)["Name"] != "reported_users" {
		t.Errorf("operations (-want +got):\n%s\n%s", diff, stdout)
	}

	code, stdout, stderr = inEnv(t, env, "migrate", "--rev-id", "aaaa1111", "--json", "--url", "sqlite://app.db")
	written := printedJSON(t, stdout).(map[string]any)
	if code != exitDone || written["path"] != revisionFile(t, "aaaa1111") || len(written["changes"].([]any)) != 2 {
		t.Errorf("migrate: code %d, %v\n%s", code, written, stderr)
	}
}
