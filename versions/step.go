package versions

import (
	"fmt"
	"strings"

	"github.com/gmig/gmig/op"
)

// Direction is what a step does with its revision.
type Direction int

const (
	// Up runs the revision's upgrade.
	Up Direction = iota
	// Down runs its downgrade.
	Down
	// Stamped runs nothing: only the version table changes.
	Stamped
)

// String returns the word of the log: "upgrade", "downgrade", "stamp".
func (d Direction) String() string {
	switch d {
	case Up:
		return "upgrade"
	case Down:
		return "downgrade"
	case Stamped:
		return "stamp"
	}
	return fmt.Sprintf("Direction(%d)", int(d))
}

// Step is one revision to run and what it does to the version table. The rows
// belong into the transaction of the revision, and each statement must match
// exactly one row: if it does not, someone else changed the table.
type Step struct {
	Revision  op.Revision
	Direction Direction
	// From and To are where the step leads from and to, by lineage; empty for
	// the base.
	From, To []string
	// Delete, Insert and Update are the rows to change, in this order.
	Delete, Insert []string
	Update         []RowUpdate
}

// VersionTable is the name of the table that the rows are in. Those who compare
// schemas leave it out.
const VersionTable = "gmig_version"

// RowUpdate sets the row of one revision to another.
type RowUpdate struct{ From, To string }

// String describes the step in the words of Alembic's log:
// "upgrade a, b -> c, merge left and right". The base is empty.
func (s Step) String() string {
	text := fmt.Sprintf("%s %s -> %s", s.Direction, strings.Join(s.From, ", "), strings.Join(s.To, ", "))
	if s.Revision.Message != "" && s.Direction != Stamped {
		text += ", " + firstLine(s.Revision.Message)
	}
	return text
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return strings.TrimRight(line, "\r")
}

// up is the step that applies a revision. It replaces the rows that the
// revision supersedes; without any, it adds one.
func (s *state) up(n *node) Step {
	step := Step{Revision: n.Revision, Direction: Up, From: ids(n.parents), To: []string{n.ID}}
	step.Delete, step.Insert, step.Update = replace(ids(s.apply(n)), n.ID)
	return step
}

// down is the step that reverts a revision. Its row becomes one of those that
// come to light, the others are added; without any, the row goes.
func (s *state) down(n *node) Step {
	step := Step{Revision: n.Revision, Direction: Down, From: []string{n.ID}, To: ids(n.parents)}
	uncovered := ids(s.revert(n))
	if len(uncovered) == 0 {
		step.Delete = []string{n.ID}
		return step
	}
	last := len(uncovered) - 1
	step.Insert = uncovered[:last:last]
	step.Update = []RowUpdate{{From: n.ID, To: uncovered[last]}}
	return step
}

// replace puts one row in the place of several. It updates the last and deletes
// the others, as Alembic does.
func replace(rows []string, by string) (remove, insert []string, update []RowUpdate) {
	if len(rows) == 0 {
		return nil, []string{by}, nil
	}
	last := len(rows) - 1
	return rows[:last:last], nil, []RowUpdate{{From: rows[last], To: by}}
}

// Rows returns what the version table holds after some steps, in no particular
// order but always in the same. It is what a database does with them, for those
// who only plan.
func Rows(current []string, steps []Step) []string {
	rows := make(map[string]bool, len(current))
	order := append([]string(nil), current...)
	add := func(id string) {
		if !rows[id] {
			rows[id] = true
			order = append(order, id)
		}
	}
	for _, id := range current {
		rows[id] = true
	}
	for _, step := range steps {
		for _, id := range step.Delete {
			delete(rows, id)
		}
		for _, id := range step.Insert {
			add(id)
		}
		for _, u := range step.Update {
			delete(rows, u.From)
			add(u.To)
		}
	}
	var left []string
	for _, id := range order {
		if rows[id] {
			left = append(left, id)
			delete(rows, id)
		}
	}
	return left
}
