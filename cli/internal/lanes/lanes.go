// Package lanes draws a history beside its lines, as "git log --graph" does: a
// star for each revision, and a lane for each line of descent that is open
// there.
package lanes

import (
	"slices"
	"strings"
)

// Drawing is the state between two revisions. The zero value is ready for the
// newest.
type Drawing struct {
	// open holds the revision that each lane leads down to.
	open []string
}

// Step draws one revision; its children must have been drawn before it. It
// returns rows of lanes: those before the revision's own, which join the lanes
// that lead to it, then the row with its star, and what stands beside further
// lines of its text; the rows after it open the lanes of more parents.
func (d *Drawing) Step(id string, parents []string) Rows {
	var rows Rows
	at := slices.Index(d.open, id)
	if at < 0 {
		at = len(d.open)
		d.open = append(d.open, id)
	}
	for {
		other := slices.Index(d.open[at+1:], id)
		if other < 0 {
			break
		}
		rows.Before = append(rows.Before, d.join(at, at+1+other))
	}
	rows.Star = d.row(func(lane int) byte {
		if lane == at {
			return '*'
		}
		return '|'
	})
	if len(parents) == 0 {
		rows.Beside = d.row(func(lane int) byte {
			if lane == at {
				return ' '
			}
			return '|'
		})
		if last := d.close(at); last != "" {
			rows.After = append(rows.After, last)
		}
		return rows
	}
	rows.Beside = d.row(func(int) byte { return '|' })
	d.open[at] = parents[0]
	for i, parent := range parents[1:] {
		rows.After = append(rows.After, d.fork(at+i, parent))
	}
	return rows
}

// Rows are what Step draws of a revision, without spaces at the end.
type Rows struct {
	Before []string
	Star   string
	Beside string
	After  []string
}

// row draws the lanes with a character each.
func (d *Drawing) row(of func(lane int) byte) string {
	var b strings.Builder
	for lane := range d.open {
		if lane > 0 {
			b.WriteByte(' ')
		}
		b.WriteByte(of(lane))
	}
	return strings.TrimRight(b.String(), " ")
}

// join ends a lane in another on its left: "|_|/". Those on its right move up.
func (d *Drawing) join(at, from int) string {
	row := spaces(2 * len(d.open))
	for lane := range d.open {
		switch {
		case lane < from:
			row[2*lane] = '|'
			if lane >= at && lane < from-1 {
				row[2*lane+1] = '_'
			}
		default:
			row[2*lane-1] = '/'
		}
	}
	d.open = slices.Delete(d.open, from, from+1)
	return strings.TrimRight(string(row), " ")
}

// close ends the lane of a base. Those on its right move up, if there are any.
func (d *Drawing) close(at int) string {
	row := spaces(2 * len(d.open))
	for lane := range d.open {
		switch {
		case lane < at:
			row[2*lane] = '|'
		case lane > at:
			row[2*lane-1] = '/'
		}
	}
	last := at == len(d.open)-1
	d.open = slices.Delete(d.open, at, at+1)
	if last {
		return ""
	}
	return strings.TrimRight(string(row), " ")
}

// fork opens a lane to the right of another: "|\". Those further right make
// room.
func (d *Drawing) fork(at int, to string) string {
	row := spaces(2*len(d.open) + 2)
	for lane := range d.open {
		if lane <= at {
			row[2*lane] = '|'
		}
		if lane >= at {
			row[2*lane+1] = '\\'
		}
	}
	d.open = slices.Insert(d.open, at+1, to)
	return strings.TrimRight(string(row), " ")
}

func spaces(n int) []byte { return slices.Repeat([]byte{' '}, n) }
