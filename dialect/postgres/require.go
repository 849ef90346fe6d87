package postgres

import (
	"strings"

	"github.com/gmig/gmig/dialect"
)

// Require implements dialect.Requirer.
func (d *Dialect) Require(condition, message string) []string {
	// RAISE takes each % for a place where an argument goes.
	text := dialect.Text(strings.ReplaceAll(message, "%", "%%"))
	body := "BEGIN\n\tIF NOT (" + condition + ") THEN RAISE EXCEPTION " + text + "; END IF;\nEND"
	quote := "$gmig$"
	for strings.Contains(body, quote) {
		quote = quote[:len(quote)-1] + "_$"
	}
	return []string{"DO " + quote + body + quote}
}
