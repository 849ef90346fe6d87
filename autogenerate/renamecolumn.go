package autogenerate

import (
	"fmt"
	"maps"
	"slices"

	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// renameColumns finds and renames the columns of a table.
func (r *renamer) renameColumns(t, wanted *inspect.Table) error {
	names := r.columns[t.Name]
	for from, to := range names {
		if wanted.Column(to) < 0 {
			return fmt.Errorf("rename %q to %q: the models have no column %q in table %q: new in it are %s",
				t.Name+"."+from, to, to, t.Name, quoted(missingColumns(wanted, t)))
		}
	}
	if names == nil {
		names = map[string]string{}
	}
	delete(r.columns, t.Name)
	for _, from := range missingColumns(t, wanted) {
		for _, to := range missingColumns(wanted, t) {
			r.respelled(names, from, to)
		}
	}
	err := r.askFor(t.Name, missingColumns(wanted, t), missingColumns(t, wanted), names, func(old, fresh string) bool {
		return alikeColumns(t.Columns[t.Column(old)], wanted.Columns[wanted.Column(fresh)])
	})
	if err != nil {
		return err
	}
	taken := func(name string) bool { return t.Column(name) >= 0 }
	err = inOrder(names, taken, r.engines[0].SameName, func(from, to string) {
		renaming{table: t.Name, from: from, to: to}.schema(r.current)
		r.done = append(r.done, op.RenameColumn(t.Name, from, to))
	})
	if err != nil {
		return fmt.Errorf("table %q: %w", t.Name, err)
	}
	return nil
}

// alikeColumns reports whether two columns hold the same kind of values.
func alikeColumns(a, b inspect.Pair[*op.ColumnDef]) bool {
	return a.Engine.Type.Equal(b.Engine.Type) || a.File.Type.Kind == b.File.Type.Kind && a.File.Type.Kind != op.KindRaw && a.File.Type.Raw == b.File.Type.Raw
}

// missingColumns are the columns of one table that another has not, in their
// order.
func missingColumns(in, from *inspect.Table) (names []string) {
	for _, name := range columnNames(in) {
		if from.Column(name) < 0 {
			names = append(names, name)
		}
	}
	return names
}

// inOrder renames in an order in which each new name is free by then.
func inOrder(names map[string]string, taken func(string) bool, same func(a, b string) bool, rename func(from, to string)) error {
	left := slices.Sorted(maps.Keys(names))
	for len(left) > 0 {
		i := slices.IndexFunc(left, func(from string) bool { return !taken(names[from]) || same(from, names[from]) })
		if i < 0 {
			from, to := left[0], names[left[0]]
			return fmt.Errorf("rename %q to %q: there is a %q, which keeps its name or waits for this one: rename in two revisions, by way of another name", from, to, to)
		}
		rename(left[i], names[left[i]])
		left = slices.Delete(left, i, i+1)
	}
	return nil
}
