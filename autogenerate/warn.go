package autogenerate

import (
	"fmt"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// warnOfRenames warns where something vanishes beside a like thing that
// appears. Dropping and adding loses what a rename would keep, and only the
// user knows which is meant.
func (p *plan) warnOfRenames(ops []op.Operation, warn func(op.Operation, string)) {
	// Each thing that appears is offered once.
	offered := map[any]bool{}
	columns := map[string]map[string]string{}
	for _, o := range ops {
		switch o := o.(type) {
		case *op.DropColumnOp:
			if columns[o.Table] == nil {
				columns[o.Table] = p.alteration(o.Table).likelyRenames()
			}
			if added, ok := columns[o.Table][o.Name]; ok {
				warn(o, fmt.Sprintf("column %q.%q is dropped with its values and %q is added: if it was renamed, write op.RenameColumn(%q, %q, %q) in place of both, or say --rename %s.%s=%s",
					o.Table, o.Name, added, o.Table, o.Name, added, o.Table, o.Name, added))
			}
		case *op.DropTableOp:
			dropped := p.from.Table(o.Name)
			for _, created := range p.created {
				if !offered[created] && alikeTables(dropped, created) {
					offered[created] = true
					warn(o, fmt.Sprintf("table %q is dropped with its rows and %q with like columns is created: if it was renamed, write op.RenameTable(%q, %q) in place of both, or say --rename %s=%s",
						o.Name, created.Name, o.Name, created.Name, o.Name, created.Name))
					break
				}
			}
		}
	}
}

// likelyRenames are, by the old name, the new names of columns that vanish
// beside a like one.
func (a *alteration) likelyRenames() map[string]string {
	return likeliest(missingColumns(a.from, a.to), missingColumns(a.to, a.from), func(old, fresh string) bool {
		return alikeColumns(a.from.Columns[a.from.Column(old)], a.to.Columns[a.to.Column(fresh)])
	})
}

// warnOfNulls warns of columns that rows may stand in the way of, unless they
// are filled first.
func (p *plan) warnOfNulls(ops []op.Operation, warn func(op.Operation, string)) {
	filled := map[string]bool{}
	for _, o := range ops {
		var table, column string
		switch o := o.(type) {
		case *op.FillOp:
			filled[o.Table+"."+o.Column] = true
			continue
		case *op.AddColumnOp:
			table, column = o.Table, o.Column.Name
			if !o.Column.Required {
				continue
			}
		case *op.AlterColumnOp:
			table, column = o.Table, o.To.Name
			if o.From.Required || !o.To.Required {
				continue
			}
		case *op.AddConstraintOp:
			key, ok := o.Constraint.(*op.PrimaryKeyDef)
			if a := p.alteration(o.Table); ok && a != nil {
				a.warnOfKey(o, key, filled, warn)
			}
			continue
		default:
			continue
		}
		a := p.alteration(table)
		if a == nil || filled[table+"."+column] {
			continue
		}
		added, becomes := a.becomesRequired(column)
		switch {
		case !becomes:
		case !added:
			warn(o, fmt.Sprintf("column %q.%q becomes NOT NULL: that fails if a row has NULL there; fill it first, with op.Fill or --fill %s.%s=<value>",
				table, column, table, column))
		case a.to.Columns[a.to.Column(column)].File.DefaultTo == nil:
			warn(o, fmt.Sprintf("column %q.%q is NOT NULL and has no default: adding it fails if the table has rows; give it a default, or its rows a value with --fill %s.%s=<value>",
				table, column, table, column))
		}
	}
}

// warnOfKey warns of the columns of a new primary key that may have NULL.
func (a *alteration) warnOfKey(o op.Operation, key *op.PrimaryKeyDef, filled map[string]bool, warn func(op.Operation, string)) {
	for _, column := range key.Columns {
		c := a.to.Columns[a.to.Column(column)].File
		if _, becomes := a.becomesRequired(column); becomes && !c.Required && c.DefaultTo == nil && !filled[a.to.Name+"."+column] {
			warn(o, fmt.Sprintf("column %q.%q comes into the primary key: that fails if a row has NULL there; fill it first, with op.Fill or --fill %s.%s=<value>",
				a.to.Name, column, a.to.Name, column))
			return
		}
	}
}

// warnOfConversions warns of types that a value need not fit.
func (p *plan) warnOfConversions(ops []op.Operation, engines []dialect.Dialect, warn func(op.Operation, string)) {
	for _, o := range ops {
		o, ok := o.(*op.AlterColumnOp)
		if !ok || o.UsingSQL != "" {
			continue
		}
		for _, d := range engines {
			converter, ok := d.(dialect.Converter)
			if !ok {
				continue
			}
			if using, sure := converter.Conversion(o.From, o.To); !sure {
				warn(o, fmt.Sprintf("column %q.%q changes from %s to %s by %s on %s: that fails if a value does not fit; --using %s.%s=<expression> says it otherwise",
					o.Table, o.To.Name, d.ColumnType(o.From), d.ColumnType(o.To), using, d.Name(), o.Table, o.To.Name))
			}
		}
	}
}
