package autogenerate

import (
	"fmt"

	"github.com/gmig/gmig/op"
)

// warnOfRenames warns where something vanishes beside a like thing that
// appears. Dropping and adding loses what a rename would keep, and only the
// user knows which is meant.
func (p *plan) warnOfRenames(ops []op.Operation, warn func(op.Operation, string)) {
	// Each thing that appears is offered once.
	offered := map[any]bool{}
	for _, o := range ops {
		switch o := o.(type) {
		case *op.DropColumnOp:
			a := p.alteration(o.Table)
			for _, added := range a.columns.added {
				i, j := a.from.Column(o.Name), a.to.Column(added.Name)
				if !offered[added] && a.from.Columns[i].Engine.Type.Equal(a.to.Columns[j].Engine.Type) {
					offered[added] = true
					warn(o, fmt.Sprintf("column %q.%q is dropped with its values and %q is added: if it was renamed, write op.RenameColumn(%q, %q, %q) in place of both",
						o.Table, o.Name, added.Name, o.Table, o.Name, added.Name))
					break
				}
			}
		case *op.DropTableOp:
			dropped := p.from.Table(o.Name)
			for _, created := range p.created {
				if !offered[created] && sameColumns(columnNames(dropped), columnNames(created)) {
					offered[created] = true
					warn(o, fmt.Sprintf("table %q is dropped with its rows and %q with the same columns is created: if it was renamed, write op.RenameTable(%q, %q) in place of both",
						o.Name, created.Name, o.Name, created.Name))
					break
				}
			}
		}
	}
}

// warnOfNulls warns of columns that rows may stand in the way of.
func warnOfNulls(ops []op.Operation, warn func(op.Operation, string)) {
	for _, o := range ops {
		switch o := o.(type) {
		case *op.AddColumnOp:
			c := o.Column
			if c.Required && c.DefaultTo == nil && !c.Increments && c.GeneratedAs == nil && c.IdentityAs == "" {
				warn(o, fmt.Sprintf("column %q.%q is NOT NULL and has no default: adding it fails if the table has rows; give it a default, or add it nullable, fill it and alter it",
					o.Table, c.Name))
			}
		case *op.AlterColumnOp:
			if !o.From.Required && o.To.Required && o.To.DefaultTo == nil {
				warn(o, fmt.Sprintf("column %q.%q becomes NOT NULL: that fails if a row has NULL there; fill it first",
					o.Table, o.To.Name))
			}
		}
	}
}

// warnOfLocks warns of indexes that the models want built without blocking
// writers.
func (p *plan) warnOfLocks(ops []op.Operation, warn func(op.Operation, string)) {
	for _, o := range ops {
		create, ok := o.(*op.CreateIndexOp)
		if !ok {
			continue
		}
		a := p.alteration(create.Table)
		if a == nil {
			continue // A new table has no writers.
		}
		for _, i := range a.indexes.added {
			if i.Name == create.Name && i.Online {
				warn(o, fmt.Sprintf("index %q on table %q is built in the transaction of the revision and not CONCURRENTLY: writers to the table wait for it",
					create.Name, create.Table))
			}
		}
	}
}
