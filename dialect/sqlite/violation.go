package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/sqlite/ddl"
)

// violation is a row that refers to no row, as PRAGMA foreign_key_check
// reports it.
type violation struct {
	table  string
	rowid  sql.NullInt64 // NULL in a table WITHOUT ROWID
	parent string
	// mismatch is SQLite's error for a foreign key that no row could meet,
	// because it refers to columns that are not unique.
	mismatch string
}

// violations counts the violations by what they are.
type violations map[violation]int

// findViolations looks through the tables that have foreign keys. Each is
// checked by itself, because one mismatched key ends the check of all. Where
// foreign keys are not enforced, a mismatch does no harm and does not count.
// checked are the tables without one.
func findViolations(ctx context.Context, db dialect.Queryer, enforced bool) (found violations, checked []string, err error) {
	tables, err := queryObjects(ctx, db, "SELECT type, name, sql FROM sqlite_master"+
		" WHERE type = 'table' AND sql LIKE '%REFERENCES%' ORDER BY name")
	if err != nil {
		return nil, nil, err
	}
	found = violations{}
	for _, t := range tables {
		check := "PRAGMA main.foreign_key_check(" + ddl.QuoteName(t.name) + ")"
		err := query(ctx, db, check, nil, func(scan func(...any) error) error {
			v, key := violation{}, 0
			err := scan(&v.table, &v.rowid, &v.parent, &key)
			found[v]++
			return err
		})
		if err != nil {
			if ctx.Err() != nil {
				return nil, nil, err
			}
			if cause := errors.Unwrap(err); cause != nil {
				err = cause
			}
			if enforced {
				found[violation{table: t.name, mismatch: err.Error()}]++
			}
			continue
		}
		checked = append(checked, t.name)
	}
	return found, checked, nil
}

// beyond is the error for what is in v and was not there before.
func (v violations) beyond(before violations) error {
	const most = 5
	var added []violation
	for x, n := range v {
		if n > before[x] {
			added = append(added, x)
		}
	}
	if len(added) == 0 {
		return nil
	}
	slices.SortFunc(added, func(a, b violation) int {
		return cmp.Or(cmp.Compare(a.table, b.table), cmp.Compare(a.rowid.Int64, b.rowid.Int64),
			cmp.Compare(a.parent, b.parent), cmp.Compare(a.mismatch, b.mismatch))
	})
	var b strings.Builder
	for i, x := range added {
		if i == most {
			fmt.Fprintf(&b, "; and %d more", len(added)-most)
			break
		}
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(x.String())
	}
	return fmt.Errorf("foreign keys would be broken: %s: delete or correct these rows in the revision (where nothing cascades), or give the columns that a key refers to a primary key or unique constraint", &b)
}

func (v violation) String() string {
	switch {
	case v.mismatch != "":
		return fmt.Sprintf("table %q: %s", v.table, v.mismatch)
	case v.rowid.Valid:
		return fmt.Sprintf("the row with rowid %d of table %q refers to no row of table %q", v.rowid.Int64, v.table, v.parent)
	}
	return fmt.Sprintf("a row of table %q refers to no row of table %q", v.table, v.parent)
}
