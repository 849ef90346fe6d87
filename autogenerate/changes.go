package autogenerate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// changes says what the plan changes, a sentence for each object and facet.
func (p *plan) changes(d dialect.Dialect) (all []string) {
	add := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	for _, name := range p.to.Namespaces {
		if !slices.Contains(p.from.Namespaces, name) {
			add("added schema %q", name)
		}
	}
	p.enums.changes(add)
	for _, t := range p.created {
		add("added table %q", t.Name)
		for _, i := range t.Indexes {
			add("added index %q on %q", i.File.Name, t.Name)
		}
	}
	for _, t := range p.dropped {
		add("removed table %q", t.Name)
	}
	for _, a := range p.altered {
		a.changes(d, add)
	}
	return all
}

func (a *alteration) changes(d dialect.Dialect, add func(string, ...any)) {
	table := a.to.Name
	for _, c := range a.columns.added {
		add("added column %q.%q", table, c.Name)
	}
	for _, c := range a.columns.changed {
		a.columnChanges(d, c, add)
	}
	for _, c := range a.columns.dropped {
		add("removed column %q.%q", table, c.Name)
	}
	for _, o := range a.renames {
		switch o := o.(type) {
		case *op.RenameIndexOp:
			add("renamed index %q on %q to %q", o.From, table, o.To)
		case *op.RenameConstraintOp:
			add("renamed constraint %q on %q to %q", o.From, table, o.To)
		}
	}
	if a.from.Options != a.to.Options {
		add("changed options of table %q from %s to %s", table, orNone(a.from.Options), orNone(a.to.Options))
	}
	constraintChanges(table, a.primaryKey, add)
	constraintChanges(table, a.uniques, add)
	constraintChanges(table, a.checks, add)
	constraintChanges(table, a.foreignKeys, add)
	for _, i := range a.indexes.added {
		if findIndex(a.from, i.Name) != nil {
			add("changed index %q on %q", i.Name, table)
		} else {
			add("added index %q on %q", i.Name, table)
		}
	}
	for _, i := range a.indexes.dropped {
		if findIndex(a.to, i.Name) == nil {
			add("removed index %q on %q", i.Name, table)
		}
	}
}

// constraintChanges counts a constraint that is dropped and added again under
// its name as changed.
func constraintChanges[T op.Constraint](table string, d delta[T], add func(string, ...any)) {
	dropped := map[string]bool{}
	for _, c := range d.dropped {
		dropped[c.Describe()] = true
	}
	added := map[string]bool{}
	for _, c := range d.added {
		added[c.Describe()] = true
		verb := "added"
		if dropped[c.Describe()] {
			verb = "changed"
		}
		add("%s %s on %q", verb, c.Describe(), table)
	}
	for _, c := range d.dropped {
		if !added[c.Describe()] {
			add("removed %s on %q", c.Describe(), table)
		}
	}
}

// columnChanges says what of a column changes, in the engine's words.
func (a *alteration) columnChanges(d dialect.Dialect, c change[*op.ColumnDef], add func(string, ...any)) {
	table, from, to, on := a.to.Name, c.from.Engine, c.to.Engine, ""
	facet := func(name, before, after string) {
		if before != after {
			add("changed %s of %q.%q%s from %s to %s", name, table, to.Name, on, before, after)
		}
	}
	if c.elsewhere != nil {
		d, on = c.elsewhere, " on "+c.elsewhere.Name()
		before, after := a.ends(c)
		facet("type", typeInWords(d, c.from.File), typeInWords(d, c.to.File))
		facet("nullability", nullability(before), nullability(after))
		facet("comment", fmt.Sprintf("%q", c.from.File.Remark), fmt.Sprintf("%q", c.to.File.Remark))
		return
	}
	facet("type", typeInWords(d, from), typeInWords(d, to))
	facet("nullability", nullability(from), nullability(to))
	facet("what a NULL leads to", orNone(from.Conflict), orNone(to.Conflict))
	facet("default", defaultText(from), defaultText(to))
	facet("generation", generation(from), generation(to))
	facet("collation", orNone(from.Collation), orNone(to.Collation))
	facet("comment", fmt.Sprintf("%q", from.Remark), fmt.Sprintf("%q", to.Remark))
}

func nullability(c *op.ColumnDef) string {
	if c.Required {
		return "NOT NULL"
	}
	return "NULL"
}

func defaultText(c *op.ColumnDef) string {
	switch {
	case c.DefaultTo == nil:
		return "none"
	case c.DefaultTo.Value != nil:
		return fmt.Sprint(c.DefaultTo.Value)
	}
	return c.DefaultTo.SQL
}

func generation(c *op.ColumnDef) string {
	var how []string
	if c.GeneratedAs != nil {
		how = append(how, "as "+c.GeneratedAs.SQL)
		if c.GeneratedAs.Virtual {
			how = append(how, "when it is read")
		}
	}
	if c.IdentityAs != "" {
		how = append(how, "identity "+c.IdentityAs)
	}
	if c.Increments {
		how = append(how, "autoincrement")
	}
	return orNone(strings.Join(how, ", "))
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

// columnNames are the names of a table's columns.
func columnNames(t *inspect.Table) []string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Engine.Name
	}
	return names
}
