package autogenerate

import (
	"fmt"
	"slices"

	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// leaveUnknown takes out of the current schema what neither the models nor the
// revisions know: tables of other applications, indexes that were made by hand.
// An index on a column that goes stays in: the column takes it along on
// PostgreSQL, whoever made it, and the way back must make it again. It returns a
// sentence for each.
func leaveUnknown(current, desired *inspect.Schema, files []versions.File) (left []string) {
	known := map[versions.Object]bool{}
	for _, f := range files {
		for _, o := range f.Creates {
			known[o] = true
		}
	}
	current.Tables = slices.DeleteFunc(current.Tables, func(t *inspect.Table) bool {
		unknown := desired.Table(t.Name) == nil && !known[versions.Object{Kind: versions.Table, Name: t.Name}]
		if unknown {
			left = append(left, leftAlone(fmt.Sprintf("table %q", t.Name)))
		}
		return unknown
	})
	for _, t := range current.Tables {
		wanted := desired.Table(t.Name)
		if wanted == nil {
			continue // The revisions created it: its indexes go with it.
		}
		t.Indexes = slices.DeleteFunc(t.Indexes, func(i inspect.Pair[*op.CreateIndexOp]) bool {
			name := i.Engine.Name
			unknown := findIndex(wanted, name) == nil && !known[versions.Object{Kind: versions.Index, Name: name}]
			if !unknown {
				return false
			}
			if column := goesWith(t, wanted, i.Engine); column != "" {
				left = append(left, fmt.Sprintf("index %q of table %q is in the database and neither in the models nor in the revisions: it goes with column %q; create it again where it is still of use", name, t.Name, column))
				return false
			}
			left = append(left, leftAlone(fmt.Sprintf("index %q of table %q", name, t.Name)))
			return true
		})
	}
	return left
}

// goesWith returns a column that an index is about and that the wanted table
// does not have, empty for none.
func goesWith(t, wanted *inspect.Table, index *op.CreateIndexOp) string {
	for _, c := range t.Columns {
		name := c.Engine.Name
		if wanted.Column(name) >= 0 {
			continue
		}
		// An index that a rename would change is about the column.
		if !equal(renaming{table: t.Name, from: name, to: name + "_"}.index(index), index) {
			return name
		}
	}
	return ""
}

func leftAlone(object string) string {
	return object + " is in the database and neither in the models nor in the revisions: left alone (--drop-unknown drops it)"
}

// without returns the schema without a table.
func without(s *inspect.Schema, table string) *inspect.Schema {
	s.Tables = slices.DeleteFunc(s.Tables, func(t *inspect.Table) bool { return t.Name == table })
	return s
}

func findIndex(t *inspect.Table, name string) *inspect.Pair[*op.CreateIndexOp] {
	for i := range t.Indexes {
		if t.Indexes[i].Engine.Name == name {
			return &t.Indexes[i]
		}
	}
	return nil
}
