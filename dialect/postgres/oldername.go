package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// A database that an older GORM made has constraints under the names that the
// server gave them, users_email_key, where the revisions say uni_users_email. The
// comparison takes the two for one, and so must what drops or renames it.

// presentName is the name of a constraint in the database: the one that the
// revision gives it, or that of one with its content that nobody named.
func (d *Dialect) presentName(ctx context.Context, db dialect.Queryer, table string, c op.Constraint) (string, error) {
	name := c.ConstraintName()
	candidates, err := d.candidates(ctx, db, table, c)
	if err != nil {
		return "", fmt.Errorf("looking up its name: %w", err)
	}
	if slices.ContainsFunc(candidates, func(have candidate) bool { return have.name == name }) {
		return name, nil
	}
	for _, have := range candidates {
		if have.matches(c) && namedByServer(have.name) {
			return have.name, nil
		}
	}
	return name, nil // The server's error says that there is none.
}

// namedByServer reports whether a name has the form of those that PostgreSQL
// makes up: users_email_key, users_team_id_fkey1.
func namedByServer(name string) bool {
	name = strings.TrimRight(name, "0123456789")
	return slices.ContainsFunc([]string{"_key", "_fkey", "_check"}, func(suffix string) bool { return strings.HasSuffix(name, suffix) })
}

// renamed renames a constraint, which may be a unique one that an older GORM left
// the name of to the server.
func (d *Dialect) renamed(ctx context.Context, db dialect.Queryer, o *op.RenameConstraintOp) ([]string, error) {
	from := o.From
	if left, ok := strings.CutPrefix(from, "uni_"); ok && db != nil {
		candidates, err := readCandidates(ctx, db, d.Quote(o.Table), "u", "")
		if err != nil {
			return nil, fmt.Errorf("compiling %s: looking up the constraint: %w", o.Describe(), err)
		}
		has := func(name string) bool {
			return slices.ContainsFunc(candidates, func(have candidate) bool { return have.name == name })
		}
		if older := DefaultName(left, "", "key"); !has(from) && has(older) {
			from = older
		}
	}
	return []string{d.renameConstraint(o.Table, from, o.To)}, nil
}
