package autogenerate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// renameValue takes "mood.ok" and "fine" for the new name of an enum's value,
// and gives it that name in the current schema. It reports whether the answer is
// about an enum at all.
func (r *renamer) renameValue(answer Answer) (found bool, err error) {
	e, value := splitValue(r.current, answer.Of)
	if e == nil {
		return false, nil
	}
	wanted := r.desired.Enum(e.Name)
	switch {
	case !slices.Contains(e.Values, value):
		return true, fmt.Errorf("rename %q to %q: the enum %q has no value %q: it has %s", answer.Of, answer.Value, e.Name, value, quoted(e.Values))
	case wanted == nil || !slices.Contains(wanted.Values, answer.Value) || slices.Contains(e.Values, answer.Value):
		var fresh []string
		if wanted != nil {
			fresh = missingValues(wanted.Values, e.Values)
		}
		return true, fmt.Errorf("rename %q to %q: %q is no new value of enum %q in env.go: new are %s",
			answer.Of, answer.Value, answer.Value, e.Name, quoted(fresh))
	case slices.Contains(wanted.Values, value):
		return true, fmt.Errorf("rename %q to %q: the enum keeps its value %q in env.go: take it out there", answer.Of, answer.Value, value)
	}
	o := op.RenameEnumValue(e.Name, value, answer.Value)
	r.done = append(r.done, o)
	renameInSchema(r.current, e, o, r.engines[0].KeepsEnums())
	return true, nil
}

// splitValue takes "mood.ok" apart for a schema in which the enum is. Either
// name may have points in it.
func splitValue(s *inspect.Schema, name string) (e *inspect.Enum, value string) {
	for i := range len(name) {
		if name[i] == '.' {
			if e := s.Enum(name[:i]); e != nil {
				return e, name[i+1:]
			}
		}
	}
	return nil, ""
}

// renameInSchema does what the operation does in the database: an engine with
// enum types prints the new name wherever the value is used, another one changes
// the defaults.
func renameInSchema(s *inspect.Schema, e *inspect.Enum, o *op.RenameEnumValueOp, typed bool) {
	e.Values = renameValue(e.Values, o)
	from, to := sqlText(o.From), sqlText(o.To)
	for _, t := range s.Tables {
		for _, c := range t.Columns {
			if own, _ := enumOfColumn(s, t, c); own == e {
				renameDefault(c.Engine.DefaultTo, o)
				renameDefault(c.File.DefaultTo, o)
			}
		}
	}
	if typed {
		s.EachText(func(text *string) { *text = strings.ReplaceAll(*text, from+"::"+e.Name, to+"::"+e.Name) })
	}
}

// renameDefault changes a default that is the value.
func renameDefault(d *op.DefaultDef, o *op.RenameEnumValueOp) {
	switch {
	case d == nil:
	case d.Value == o.From:
		d.Value = o.To
	case d.Value == nil && d.SQL == sqlText(o.From):
		d.SQL = sqlText(o.To)
	}
}

// sqlText is a string as both engines write it out.
func sqlText(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
