package postgres

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/gmig/gmig/op"
)

// TableOptions implements dialect.TableOptioner.
func (*Dialect) TableOptions(options string) string {
	if options = strings.TrimSpace(options); ofSQLite.MatchString(options) {
		return ""
	}
	return options
}

// SameTableOptions implements dialect.TableOptioner.
func (d *Dialect) SameTableOptions(a, b string) bool {
	a, b = d.TableOptions(a), d.TableOptions(b)
	x, plain := parameters(a)
	y, plainToo := parameters(b)
	return a == b || plain && plainToo && maps.Equal(x, y)
}

// AltersTableOptions implements dialect.TableOptioner: a table keeps its
// partitioning, tablespace and access method.
func (d *Dialect) AltersTableOptions(from, to string) bool {
	_, plain := parameters(d.TableOptions(from))
	_, plainToo := parameters(d.TableOptions(to))
	return plain && plainToo
}

// alterTableOptions sets the storage parameters that are new or have another
// value, and resets those that are gone. What neither end names stays: whoever
// tunes a database may have set more.
func (d *Dialect) alterTableOptions(o *op.AlterTableOptionsOp) ([]string, error) {
	from, to := d.TableOptions(o.From), d.TableOptions(o.To)
	before, plain := parameters(from)
	after, plainToo := parameters(to)
	if !plain || !plainToo {
		return nil, fmt.Errorf("compiling %s: from %q to %q: PostgreSQL changes storage parameters, WITH (...), alone: "+
			"write what else is meant with op.Exec", o.Describe(), from, to)
	}
	var set, reset []string
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if value, had := before[name]; !had || value != after[name] {
			set = append(set, name+" = "+after[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if _, has := after[name]; !has {
			reset = append(reset, name)
		}
	}
	var statements []string
	for _, change := range []struct {
		verb string
		list []string
	}{{"SET", set}, {"RESET", reset}} {
		if len(change.list) > 0 {
			statements = append(statements, "ALTER TABLE "+d.Quote(o.Table)+" "+change.verb+" ("+strings.Join(change.list, ", ")+")")
		}
	}
	return statements, nil
}

// A list of storage parameters, and one of them: the value may be in quotes or
// missing, which is true.
var (
	withParameters = regexp.MustCompile(`(?is)^WITH\s*\((.*)\)$`)
	parameter      = regexp.MustCompile(`(?is)^\s*([\w.]+)\s*(?:=\s*('(?:[^']|'')*'|[\w.+-]+)\s*)?(?:,|$)`)
)

// parameters are the storage parameters of a table's options by name, their values
// as constants. It is not plain if there is more.
func parameters(options string) (all map[string]string, plain bool) {
	all = map[string]string{}
	if options == "" {
		return all, true
	}
	m := withParameters.FindStringSubmatch(options)
	if m == nil {
		return nil, false
	}
	for rest := m[1]; rest != ""; {
		p := parameter.FindStringSubmatch(rest)
		if p == nil {
			return nil, false
		}
		value := p[2]
		switch {
		case value == "":
			value = "true"
		case value[0] == '\'':
			value = strings.ReplaceAll(value[1:len(value)-1], "''", "'")
		}
		all[strings.ToLower(p[1])] = literal(value)
		rest = rest[len(p[0]):]
	}
	return all, true
}
