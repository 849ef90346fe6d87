package sqlite

import (
	"context"
	"maps"
	"slices"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/sqlite/ddl"
	"github.com/gmig/gmig/op"
)

var _ dialect.Merger = engine{}

// Merge implements dialect.Merger: operations that rebuild one table become one
// rebuild, which copies the rows once. Columns that ALTER TABLE adds and fills
// may stand between them, which run before it. See group for where it ends.
func (e engine) Merge(ctx context.Context, db dialect.Queryer, ops []op.Operation) ([]string, int) {
	table := ""
	for rebuilds, i := 0, 0; rebuilds < 2; i++ {
		if i == len(ops) || db == nil {
			return nil, 0
		}
		on, rebuilt := e.concerns(ops[i])
		if on == "" || table != "" && !ddl.EqualNames(on, table) {
			return nil, 0
		}
		if table = on; rebuilt {
			rebuilds++
		}
	}
	// What is wrong here is for the operations to say, when they are compiled.
	r, err := startRebuild(ctx, db, table)
	if err != nil {
		return nil, 0
	}
	g := &group{engine: e, start: r.old.text, constraints: constraintTexts(r.old.text), now: r}
	var whole group
	n, rebuilds := 0, 0
	for i, o := range ops {
		on, rebuilt := e.concerns(o)
		if !ddl.EqualNames(on, table) || !g.take(ctx, db, o) {
			break
		}
		if rebuilt {
			whole, n, rebuilds = *g, i+1, rebuilds+1
		}
	}
	if rebuilds < 2 {
		return nil, 0
	}
	statements, err := whole.now.statements(ctx, db)
	if err != nil {
		return nil, 0
	}
	return append(slices.Clone(whole.first), statements...), n
}

// group is some operations on one table that share a copy of the rows.
type group struct {
	engine
	// start is the table's definition before them, with its constraints as
	// constraintTexts returns them.
	start       *ddl.Table
	constraints map[string]string
	// now is the rebuild that they are so far, and done the edits that it
	// consists of.
	now  *rebuild
	done []*edit
	// first is what runs before it, in the order of the operations: it need not
	// go with each other, but with the edits that it overtakes.
	first []string
}

// take adds an operation. It returns false, and the group is over, where that
// could lead to something else than the operations one by one.
func (g *group) take(ctx context.Context, db dialect.Queryer, o op.Operation) bool {
	after, err := g.now.clone()
	if err != nil {
		return false
	}
	fill, fills := o.(*op.FillOp)
	add, adds := o.(*op.AddColumnOp)
	_, rebuilds := g.concerns(o)
	var moved, statement string
	switch {
	case fills:
		moved, statement = fill.Column, g.fill(after.old.tableRef, fill)
		if !aloof(ctx, db, after.old, statement) {
			return false
		}
	case adds && !rebuilds:
		definition := g.column(add.Column)
		statement = "ALTER TABLE " + after.old.quoted() + " ADD COLUMN " + definition
		err = after.appendColumn(definition)
	default:
		err = g.redefine(ctx, db, after, o)
	}
	if err != nil {
		return false
	}
	next := newEdit(g.now, after, moved, statement)
	if next.keyed() || next.renews(g.start) || next.retracts(g.constraints) || slices.ContainsFunc(g.done, next.meets) {
		return false
	}
	g.now = after
	if rebuilds {
		g.done = append(g.done, next)
	} else {
		g.first = append(g.first, statement)
	}
	return true
}

// aloof reports whether a statement that changes rows reads nothing but the row
// that it changes, and sets off nothing.
func aloof(ctx context.Context, db dialect.Queryer, t *table, statement string) bool {
	if len(t.triggers) > 0 || ddl.Mentions(statement, "SELECT") {
		return false
	}
	temporary, err := queryNames(ctx, db, "SELECT name FROM sqlite_temp_master WHERE type = 'trigger'")
	return err == nil && len(temporary) == 0
}

// clone returns a copy that is edited by itself.
func (r *rebuild) clone() (*rebuild, error) {
	text, err := ddl.ParseTable(r.text.String())
	if err != nil {
		return nil, err
	}
	c := *r
	c.text, c.fill, c.computed, c.lost = text, maps.Clone(r.fill), maps.Clone(r.computed), maps.Clone(r.lost)
	return &c, nil
}

// appendColumn has a column added to the table before it is rebuilt.
func (r *rebuild) appendColumn(definition string) error {
	text, err := ddl.ParseTable(r.old.text.String())
	if err != nil {
		return err
	}
	if err := text.AppendColumn(definition); err != nil {
		return err
	}
	old := *r.old
	old.text, r.old = text, &old
	return r.text.AppendColumn(definition)
}
