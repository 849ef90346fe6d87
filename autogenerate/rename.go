package autogenerate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// renames finds out which tables and columns of the current schema the models
// have under another name, and gives them that name there. It returns the
// operations that do so in the database. engines are the application's, the
// connected one first.
func (a *answers) renames(engines []dialect.Dialect, current, desired *inspect.Schema) ([]op.Operation, error) {
	r := &renamer{answers: a, engines: engines, current: current, desired: desired, columns: map[string]map[string]string{}}
	if err := r.sort(); err != nil {
		return nil, err
	}
	if err := r.renameTables(); err != nil {
		return nil, err
	}
	for _, t := range slices.Clone(current.Tables) {
		if wanted := desired.Table(t.Name); wanted != nil {
			if err := r.renameColumns(t, wanted); err != nil {
				return nil, err
			}
		}
	}
	for table, columns := range r.columns {
		for from, to := range columns {
			return nil, fmt.Errorf("rename %q to %q: the models have no table %q", table+"."+from, to, table)
		}
	}
	return r.done, nil
}

// back returns what undoes renames.
func back(renames []op.Operation) []op.Operation {
	var all []op.Operation
	for _, o := range slices.Backward(renames) {
		switch o := o.(type) {
		case *op.RenameTableOp:
			all = append(all, op.RenameTable(o.To, o.From))
		case *op.RenameColumnOp:
			all = append(all, op.RenameColumn(o.Table, o.To, o.From))
		case *op.RenameEnumValueOp:
			all = append(all, op.RenameEnumValue(o.Enum, o.To, o.From))
		}
	}
	return all
}

// renamer is renames at work.
type renamer struct {
	*answers
	engines          []dialect.Dialect
	current, desired *inspect.Schema
	// tables and columns are the answers taken apart: new names by old ones,
	// those of columns by table. Tables have their present names.
	tables  map[string]string
	columns map[string]map[string]string
	done    []op.Operation
}

// sort takes the answers apart and checks that each names something.
func (r *renamer) sort() error {
	r.tables = map[string]string{}
	for _, answer := range r.Renames {
		if t := r.current.Table(answer.Of); t != nil {
			to := answer.Value
			if schema, _, qualified := strings.Cut(t.Name, "."); qualified && !strings.Contains(to, ".") {
				to = schema + "." + to
			}
			if schemaOf(t.Name) != schemaOf(to) {
				return fmt.Errorf("rename %q to %q: a table is renamed within its schema: move it with op.Exec and ALTER TABLE ... SET SCHEMA", t.Name, to)
			}
			if r.desired.Table(to) == nil {
				return fmt.Errorf("rename %q to %q: the models have no table %q: new in them are %s",
					t.Name, to, to, quoted(missing(r.desired, r.current)))
			}
			r.tables[t.Name] = to
			continue
		}
		t, column := splitColumn(r.current, answer.Of)
		if t == nil {
			if found, err := r.renameValue(answer); err != nil {
				return err
			} else if found {
				continue
			}
			return r.nothingToRename(answer)
		}
		if r.columns[t.Name] == nil {
			r.columns[t.Name] = map[string]string{}
		}
		r.columns[t.Name][column] = answer.Value
	}
	return nil
}

// nothingToRename is the error for an old name that the database has not.
func (r *renamer) nothingToRename(answer Answer) error {
	for _, t := range r.current.Tables {
		column, found := strings.CutPrefix(answer.Of, t.Name+".")
		if wanted := r.desired.Table(t.Name); found && wanted != nil {
			return fmt.Errorf("rename %q to %q: table %q has no column %q: those that the models do not have are %s",
				answer.Of, answer.Value, t.Name, column, quoted(missingColumns(t, wanted)))
		}
	}
	return fmt.Errorf("rename %q to %q: the database has no such table: those that the models do not have are %s",
		answer.Of, answer.Value, quoted(missing(r.current, r.desired)))
}

// schemaOf is the schema that a table's name is qualified with, or empty.
func schemaOf(table string) string {
	if schema, _, qualified := strings.Cut(table, "."); qualified {
		return schema
	}
	return ""
}

// missing are the tables of one schema that another has not.
func missing(in, from *inspect.Schema) (names []string) {
	for _, t := range in.Tables {
		if from.Table(t.Name) == nil {
			names = append(names, t.Name)
		}
	}
	return names
}

func (r *renamer) renameTables() error {
	for _, t := range r.current.Tables {
		if _, answered := r.tables[t.Name]; answered || r.desired.Table(t.Name) != nil {
			continue
		}
		for _, wanted := range r.desired.Tables {
			if r.current.Table(wanted.Name) == nil {
				r.respelled(r.tables, t.Name, wanted.Name)
			}
		}
	}
	all := make([]string, len(r.current.Tables))
	for i, t := range r.current.Tables {
		all[i] = t.Name
	}
	err := r.askFor("", missing(r.desired, r.current), all, r.tables, func(old, fresh string) bool {
		return r.mayBe(r.current.Table(old), r.desired.Table(fresh))
	})
	if err != nil {
		return err
	}
	taken := func(name string) bool { return r.current.Table(name) != nil }
	return inOrder(r.tables, taken, r.engines[0].SameName, func(from, to string) {
		r.current.Rename(func(table string) string {
			if table == from {
				return to
			}
			return table
		})
		r.done = append(r.done, op.RenameTable(from, to))
		if columns, ok := r.columns[from]; ok {
			delete(r.columns, from)
			r.columns[to] = columns
		}
	})
}

// respelled adds to names what one of the engines takes for the same name:
// there, no column or table can be added under the one before the other is gone.
func (r *renamer) respelled(names map[string]string, from, to string) {
	if _, answered := names[from]; answered {
		return
	}
	for _, other := range names {
		if other == to {
			return
		}
	}
	if slices.ContainsFunc(r.engines, func(d dialect.Dialect) bool { return d.SameName(from, to) }) {
		names[from] = to
	}
}

// askFor asks, for each new name that no answer has given, which of the old
// ones it was, and adds what it learns to names. table is the columns' table,
// empty for tables.
func (r *renamer) askFor(table string, fresh, old []string, names map[string]string, alike func(old, fresh string) bool) error {
	if r.ask == nil {
		return nil
	}
	answered := map[string]bool{}
	for _, to := range names {
		answered[to] = true
	}
	for _, name := range fresh {
		if answered[name] {
			continue
		}
		gone := slices.DeleteFunc(slices.Clone(old), func(from string) bool {
			_, taken := names[from]
			return taken || !alike(from, name)
		})
		if len(gone) == 0 {
			continue
		}
		slices.SortStableFunc(gone, func(a, b string) int { return cmp.Compare(likeness(b, name), likeness(a, name)) })
		from, err := r.ask.Renamed(RenameQuestion{Table: table, New: name, Gone: gone})
		if err != nil {
			return err
		}
		if from != "" {
			names[from] = name
		}
	}
	return nil
}

// mayBe reports whether a table may be the one that the models have under a
// new name: if its columns are, and if its old name is free or goes to a table
// that is another one.
func (r *renamer) mayBe(t, wanted *inspect.Table) bool {
	if !alikeTables(t, wanted) {
		return false
	}
	other := r.desired.Table(t.Name)
	return other == nil || !alikeTables(t, other)
}

// alikeTables reports whether more than half of the columns of two tables are
// the same, not counting those that most models have.
func alikeTables(a, b *inspect.Table) bool {
	own := func(t *inspect.Table) []string {
		names := columnNames(t)
		telling := slices.DeleteFunc(slices.Clone(names), func(name string) bool {
			return slices.Contains([]string{"id", "created_at", "updated_at", "deleted_at"}, name)
		})
		if len(telling) == 0 {
			return names
		}
		return telling
	}
	x, y := own(a), own(b)
	both := 0
	for _, name := range x {
		if slices.Contains(y, name) {
			both++
		}
	}
	return 2*both > max(len(x), len(y))
}
