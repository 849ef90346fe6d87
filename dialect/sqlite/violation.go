package sqlite

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/gmig/gmig/dialect"
)

// reference is the foreign keys of one table to another.
type reference struct{ table, parent string }

func compareReferences(a, b reference) int {
	return cmp.Or(strings.Compare(a.table, b.table), strings.Compare(a.parent, b.parent))
}

// violations are the rows that refer to no row, as PRAGMA foreign_key_check
// reports them. Where foreign keys are not enforced there may be millions.
type violations struct {
	// tables are those that could be looked through.
	tables []string
	// rowids are those of the rows, sorted; noRowid for each row WITHOUT ROWID.
	rowids map[reference][]int64
	// mismatches are SQLite's errors, by table, for foreign keys that no row
	// could meet, because they refer to columns that are not unique.
	mismatches map[string]string
}

const noRowid = math.MinInt64

// findViolations looks through the tables that have foreign keys. Each is
// checked by itself, because one mismatched key ends the check of all. Where
// foreign keys are not enforced, a mismatch does no harm and does not count.
func findViolations(ctx context.Context, db dialect.Queryer, enforced bool) (violations, error) {
	found := violations{rowids: map[reference][]int64{}, mismatches: map[string]string{}}
	tables, err := queryObjects(ctx, db, "SELECT type, name, sql FROM sqlite_master"+
		" WHERE type = 'table' AND sql LIKE '%REFERENCES%' ORDER BY name")
	if err != nil {
		return found, err
	}
	for _, t := range tables {
		err := found.find(ctx, db, t.name)
		if err == nil {
			found.tables = append(found.tables, t.name)
			continue
		}
		if ctx.Err() != nil {
			return found, err
		}
		if enforced {
			found.mismatches[t.name] = cmp.Or(errors.Unwrap(err), err).Error()
		}
	}
	return found, nil
}

// find adds the violations of a table. The rowids come as one text for each
// table that they refer to: a row for each would take several times as long.
func (v violations) find(ctx context.Context, db dialect.Queryer, table string) error {
	const check = "SELECT parent, count(*) - count(rowid), coalesce(group_concat(rowid), '') FROM pragma_foreign_key_check(?, 'main') GROUP BY parent"
	return query(ctx, db, check, []any{table}, func(scan func(...any) error) error {
		ref, without, text := reference{table: table}, 0, ""
		if err := scan(&ref.parent, &without, &text); err != nil {
			return err
		}
		rowids := slices.Repeat([]int64{noRowid}, without)
		for number := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' }) {
			rowid, err := strconv.ParseInt(number, 10, 64)
			if err != nil {
				return err
			}
			rowids = append(rowids, rowid)
		}
		slices.Sort(rowids)
		v.rowids[ref] = rowids
		return nil
	})
}

// beyond is the error for what is in v and was not there before.
func (v violations) beyond(before violations) error {
	const most = 5
	var texts []string
	for _, table := range slices.Sorted(maps.Keys(v.mismatches)) {
		if v.mismatches[table] != before.mismatches[table] {
			texts = append(texts, fmt.Sprintf("table %q: %s", table, v.mismatches[table]))
		}
	}
	n := len(texts)
	added := v.added(before)
	for _, ref := range slices.SortedFunc(maps.Keys(added), compareReferences) {
		n += len(added[ref])
		for _, rowid := range added[ref][:min(most, len(added[ref]))] {
			texts = append(texts, ref.describe(rowid))
		}
	}
	if n == 0 {
		return nil
	}
	texts = texts[:min(most, len(texts))]
	if n > most {
		texts = append(texts, fmt.Sprintf("and %d more", n-most))
	}
	return fmt.Errorf("foreign keys would be broken: %s: delete or correct these rows in the revision (where nothing cascades), or give the columns that a key refers to a primary key or unique constraint",
		strings.Join(texts, "; "))
}

// added are the rows in v that were not there before. A table may have got
// another name meanwhile: the same rows under a name that is new are those under
// one that is gone.
func (v violations) added(before violations) map[reference][]int64 {
	added := map[reference][]int64{}
	var gone []reference
	for ref := range before.rowids {
		if v.rowids[ref] == nil {
			gone = append(gone, ref)
		}
	}
	slices.SortFunc(gone, compareReferences)
	for _, ref := range slices.SortedFunc(maps.Keys(v.rowids), compareReferences) {
		rowids := without(v.rowids[ref], before.rowids[ref])
		if before.rowids[ref] == nil {
			renamed := -1
			for i, old := range gone {
				if rest := without(v.rowids[ref], before.rowids[old]); len(rest) < len(rowids) {
					renamed, rowids = i, rest
				}
			}
			if renamed >= 0 {
				gone = slices.Delete(gone, renamed, renamed+1)
			}
		}
		if len(rowids) > 0 {
			added[ref] = rowids
		}
	}
	return added
}

// without are the numbers of a that are not in b, or more often; both are
// sorted.
func without(a, b []int64) []int64 {
	var rest []int64
	for _, x := range a {
		for len(b) > 0 && b[0] < x {
			b = b[1:]
		}
		if len(b) > 0 && b[0] == x {
			b = b[1:]
		} else {
			rest = append(rest, x)
		}
	}
	return rest
}

// describe tells of a row that refers to none.
func (r reference) describe(rowid int64) string {
	if rowid == noRowid {
		return fmt.Sprintf("a row of table %q refers to no row of table %q", r.table, r.parent)
	}
	return fmt.Sprintf("the row with rowid %d of table %q refers to no row of table %q", rowid, r.table, r.parent)
}
