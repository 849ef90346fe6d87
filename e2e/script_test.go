package e2e

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"regexp"
	"strings"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

// scriptsEqualRunsCmd is `scripts-equal-runs`: what --sql prints, fed to psql or sqlite3, leaves the
// database that the run leaves, rows and all; for each revision by itself, there and back, and for
// the whole history at once.
func scriptsEqualRunsCmd(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: scripts-equal-runs")
	}
	p := projectOf(ts)
	run, fed, whole := p.newDatabase(), p.newDatabase(), p.newDatabase()
	move := func(command, from, to string) {
		ts.Check(ts.Exec("gmig", "--url", run, command, to))
		p.feed(ts, fed, p.script(ts, command, from, to))
		p.mustEqual(ts, run, fed, fmt.Sprintf("%s %s:%s", command, from, to))
	}
	ids := append([]string{"base"}, p.lineage(ts)...)
	last := len(ids) - 1
	for i := 1; i <= last; i++ {
		move("upgrade", ids[i-1], ids[i])
	}
	p.feed(ts, whole, p.script(ts, "upgrade", "base", "head"))
	p.mustEqual(ts, run, whole, "the whole upgrade")
	for i := last; i > 0; i-- {
		move("downgrade", ids[i], ids[i-1])
	}
	p.feed(ts, whole, p.script(ts, "downgrade", "head", "base"))
	p.mustEqual(ts, run, whole, "the whole downgrade")
}

// lineage lists the ids of a history without branches, the oldest first.
func (p *project) lineage(ts *testscript.TestScript) []string {
	ts.Check(ts.Exec("gmig", "history", "--json"))
	var history []struct{ ID string }
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &history))
	ids := make([]string, len(history))
	for i, r := range history {
		ids[len(ids)-1-i] = r.ID
	}
	return ids
}

// script is what --sql prints for a database that nobody can reach.
func (p *project) script(ts *testscript.TestScript, command, from, to string) string {
	nowhere := "sqlite:///nowhere/app.db"
	if p.engine == "postgres" {
		nowhere = "postgres://nobody@127.0.0.1:1/nowhere"
	}
	ts.Check(ts.Exec("gmig", "--url", nowhere, command, "--sql", from+":"+to))
	return ts.ReadFile("stdout")
}

// feed runs a script on a database with psql or sqlite3, as an administrator does.
func (p *project) feed(ts *testscript.TestScript, url, script string) {
	cmd := exec.Command("psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-d", url)
	if file, ok := p.sqliteFile(url); ok {
		// Newer shells than Debian's take no strings in double quotes.
		cmd = exec.Command("sqlite3", "-bail", "-cmd", ".dbconfig dqs_dml off", file)
	}
	cmd.Stdin = strings.NewReader(script)
	if out, err := cmd.CombinedOutput(); err != nil {
		ts.Fatalf("%s (apt-get install sqlite3 postgresql-client): %v\n%s\n%s", cmd.Path, err, out, script)
	}
}

// mustEqual compares two databases with everything in them, the version table too.
func (p *project) mustEqual(ts *testscript.TestScript, run, fed, after string) {
	want, got := p.dump(ts, run), p.dump(ts, fed)
	if !strings.Contains(want, "gmig_version") {
		ts.Fatalf("after %s the run's dump has no version table:\n%s", after, want)
	}
	if diff := gocmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
		ts.Fatalf("after %s, the script leaves another database than the run (-run +script):\n%s", after, diff)
	}
}

// dump prints a database, schema and rows, with the engine's own program.
func (p *project) dump(ts *testscript.TestScript, url string) string {
	program, args := "sqlite3", []string{strings.TrimPrefix(url, "sqlite://"), ".dump"}
	if p.engine == "postgres" {
		var err error
		program, err = pgDump()
		ts.Check(err)
		args = []string{"--no-owner", "--inserts", "--dbname=" + url}
	}
	out, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		ts.Fatalf("%s: %v\n%s", program, err, out)
	}
	var lines []string
	for line := range strings.Lines(string(out)) {
		switch {
		case strings.HasPrefix(line, `\restrict`), strings.HasPrefix(line, `\unrestrict`):
			continue // The newest pg_dump writes a random word there.
		case strings.HasPrefix(line, "INSERT INTO") && strings.Contains(line, "gmig_version"):
			line = appliedAt.ReplaceAllString(line, "NOW")
		case p.engine == "sqlite" && strings.HasPrefix(line, "CREATE"):
			// SQLite's RENAME quotes names anew, and .dump adds words to a quoted one.
			line = strings.Join(sqlTokens(strings.Replace(line, " IF NOT EXISTS ", " ", 1)), " ") + "\n"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "")
}

// appliedAt is a time in a row of the version table.
var appliedAt = regexp.MustCompile(`'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[^']*'`)
