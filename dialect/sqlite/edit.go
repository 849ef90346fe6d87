package sqlite

import (
	"slices"

	"github.com/gmig/gmig/dialect/sqlite/ddl"
)

// edit is what an operation did to the definition of its table. Its methods say
// when it cannot be one of several that share a copy of the rows: the rows that
// arrive, and whether there is an error, must be the same as with a copy for
// each.
type edit struct {
	before, after *ddl.Table
	// come are the columns that the table did not have.
	come []string
	// moved are the columns that come, go or may get other values, or values
	// that compare in another way. All columns here are in folded case.
	moved map[string]bool
	// bound are the columns that the constraints are about which come or go, and
	// those that share a constraint or an index with one that is moved, among
	// whatever else is a word there.
	bound map[string]bool
	// gone are the constraints that go, as in constraintTexts.
	gone []string
}

// newEdit compares a rebuild before and after an operation. moved is a column
// that it moves beside those that this shows, empty for none, and about a text
// that mentions what else it reads.
func newEdit(before, after *rebuild, moved, about string) *edit {
	e := &edit{before: before.text, after: after.text, moved: map[string]bool{}, bound: map[string]bool{}}
	had, has := columnsByName(e.before), columnsByName(e.after)
	for _, columns := range []map[string]*ddl.Column{had, has} {
		for name := range columns {
			if before.fill[name] != after.fill[name] || moves(e.before.Strict, had[name], has[name]) {
				e.moved[name] = true
			}
			if had[name] == nil {
				e.come = append(e.come, name)
			}
		}
	}
	if moved != "" {
		e.moved[ddl.FoldName(moved)] = true
	}
	e.moveComputed()
	e.bind(about)
	was, is := constraintTexts(e.before), constraintTexts(e.after)
	for text, about := range was {
		if _, stays := is[text]; !stays {
			e.gone = append(e.gone, text)
			e.bind(about)
		} else if mentionsAny(about, e.moved) {
			e.bind(about)
		}
	}
	for text, about := range is {
		if _, stood := was[text]; !stood || mentionsAny(about, e.moved) {
			e.bind(about)
		}
	}
	for _, i := range before.old.indexes {
		if mentionsAny(i.sql, e.moved) {
			e.bind(i.sql)
		}
	}
	return e
}

// columnsByName are the columns of a table by name in folded case.
func columnsByName(t *ddl.Table) map[string]*ddl.Column {
	columns := make(map[string]*ddl.Column, len(t.Columns))
	for _, c := range t.Columns {
		columns[ddl.FoldName(c.Name)] = c
	}
	return columns
}

func (e *edit) tables() []*ddl.Table { return []*ddl.Table{e.before, e.after} }

// moves reports whether the values of a column are not the same after an edit,
// or compare in another way. One that is nil is not there.
func moves(strict bool, before, after *ddl.Column) bool {
	if before == nil || after == nil {
		return true
	}
	if normal(before, ddl.Collate) != normal(after, ddl.Collate) || normal(before, ddl.Generated) != normal(after, ddl.Generated) {
		return true
	}
	if strict {
		return ddl.NormalType(before.Type) != ddl.NormalType(after.Type)
	}
	return ddl.Affinity(before.Type) != ddl.Affinity(after.Type)
}

// moveComputed adds the generated columns that are computed from those that are
// moved.
func (e *edit) moveComputed() {
	for more := true; more; {
		more = false
		for _, t := range e.tables() {
			for _, c := range t.Columns {
				name, g := ddl.FoldName(c.Name), c.Last(ddl.Generated)
				if g != nil && !e.moved[name] && mentionsAny(g.Expr, e.moved) {
					e.moved[name], more = true, true
				}
			}
		}
	}
}

// bind adds what a text mentions, be it a column of the table now or before.
func (e *edit) bind(text string) {
	for _, word := range ddl.Words(text) {
		e.bound[word] = true
	}
}

// keyed reports whether the edit is about the primary key, or a column that
// is the rowid or hides it.
func (e *edit) keyed() bool {
	key := func(t *ddl.Table) (text, rowid string) {
		if k := t.PrimaryKey(); k != nil {
			text = t.Text(k)
		}
		if c := t.RowidColumn(); c != nil {
			rowid = c.Name
		}
		return text, rowid
	}
	was, wasRowid := key(e.before)
	is, isRowid := key(e.after)
	if was != is || wasRowid != isRowid {
		return true
	}
	critical := rowidNames()
	if k := e.before.PrimaryKey(); k != nil {
		critical = append(critical, keyNames(k)...)
	}
	return slices.ContainsFunc(critical, func(name string) bool { return e.moved[ddl.FoldName(name)] })
}

// renews reports whether a column comes of a name that means something already:
// a column that was there at the start and went, or what the table's text
// mentions (a constraint that was wrong without it, or a string in the quotes
// of a name).
func (e *edit) renews(start *ddl.Table) bool {
	return slices.ContainsFunc(e.come, func(name string) bool {
		return start.Column(name) != nil || ddl.Mentions(e.before.String(), name)
	})
}

// retracts reports whether a constraint goes that was not there at the start:
// no row would ever be checked against it.
func (e *edit) retracts(start map[string]string) bool {
	return slices.ContainsFunc(e.gone, func(text string) bool {
		_, found := start[text]
		return !found
	})
}

// meets reports whether one edit moves a column that the other moves too or has
// a constraint on: nothing would see what the column holds between the two.
func (e *edit) meets(other *edit) bool {
	for name := range e.moved {
		if other.moved[name] || other.bound[name] {
			return true
		}
	}
	for name := range other.moved {
		if e.bound[name] {
			return true
		}
	}
	return false
}

// constraintTexts are the constraints of a table as they are written, those of
// a column with its name before them, each with a text that mentions the columns
// which it is about.
func constraintTexts(t *ddl.Table) map[string]string {
	texts := map[string]string{}
	for _, c := range t.Constraints {
		texts[t.Text(c)] = constraintColumns(c)
	}
	for _, c := range t.Columns {
		for _, con := range c.Constraints {
			about := constraintColumns(con)
			if con.Kind == ddl.Generated {
				about += " " + con.Expr
			}
			texts[ddl.QuoteName(ddl.FoldName(c.Name))+" "+t.Text(con)] = about
		}
	}
	return texts
}

func mentionsAny(text string, names map[string]bool) bool {
	for name := range names {
		if ddl.Mentions(text, name) {
			return true
		}
	}
	return false
}
