package testdb

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Dump returns the schema of a PostgreSQL database as pg_dump --schema-only
// writes it, without comments, settings and empty lines: two databases of the
// same schema give the same text. More arguments of pg_dump may follow.
func Dump(t testing.TB, url string, args ...string) string {
	t.Helper()
	program, err := exec.LookPath("pg_dump")
	if err != nil {
		program = filepath.Join(newest("/usr/lib/postgresql/*/bin"), "pg_dump")
	}
	cmd := exec.Command(program, append([]string{"--schema-only", "--no-owner", "--dbname", url}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("dumping a database needs pg_dump (apt-get install postgresql-client) "+
			"of the server's version or later: %v\n%s", err, &stderr)
	}
	var kept []string
	for line := range strings.Lines(string(out)) {
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "", strings.HasPrefix(line, "--"), strings.HasPrefix(line, "SET "),
			strings.HasPrefix(line, "SELECT pg_catalog.set_config"),
			strings.HasPrefix(line, `\restrict`), strings.HasPrefix(line, `\unrestrict`):
		default:
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n") + "\n"
}
