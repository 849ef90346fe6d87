package postgres

import (
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// Explain implements dialect.Explainer: with the detail and the hint that the
// server sends beside an error, which pgx leaves out of its text.
func (d *Dialect) Explain(err error, _ string) (lines []string) {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return nil
	}
	for line := range strings.Lines(e.Detail) {
		lines = append(lines, "detail: "+strings.TrimSpace(line))
	}
	switch {
	// The server has one code for all reasons to cancel a statement.
	case e.Code == "57014" && strings.Contains(e.Message, "statement timeout"):
		lines = append(lines, "hint: allow it more time with statement_timeout under [postgres] in gmig.toml")
	case e.Code == "55P04":
		lines = append(lines, "hint: a new value of an enum is usable once it is committed: upgrade without --transaction all, "+
			"or up to the revision that adds it first; within one revision, add it with m.Autocommit")
	case e.Code == "2BP01", strings.HasPrefix(e.Message, "cannot alter type of a column used"):
		// The server's own hint is to CASCADE, which drops what nobody has looked at.
		lines = append(lines, "hint: have the revision drop what depends on it before, with op.Exec, and create it again behind, both ways")
	case e.Hint != "":
		lines = append(lines, "hint: "+e.Hint)
	}
	return lines
}
