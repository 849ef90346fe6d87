// Package lanes draws a history beside its lines, as "git log --graph" does: a
// star for each revision, and a lane for each line of descent that is open
// there.
package lanes

import "slices"

// Drawing is the state between two revisions. The zero value is ready for the
// newest.
type Drawing struct {
	// open holds the lanes from left to right.
	open []lane
	// opened counts all lanes so far.
	opened int
}

// lane is a line of descent.
type lane struct {
	// to is the revision that the lane leads down to.
	to string
	// number is the lane's own, wherever it stands.
	number int
}

// lane opens one.
func (d *Drawing) lane(to string) lane {
	d.opened++
	return lane{to, d.opened - 1}
}

// to is the place of the first lane from a place on that leads to a revision,
// -1 for none.
func (d *Drawing) to(id string, from int) int {
	i := slices.IndexFunc(d.open[from:], func(l lane) bool { return l.to == id })
	if i < 0 {
		return i
	}
	return from + i
}

// Step draws one revision; its children must have been drawn before it. It
// returns rows of lanes: those before the revision's own, which join the lanes
// that lead to it, then the row with its star, and what stands beside further
// lines of its text; the rows after it open the lanes of more parents.
func (d *Drawing) Step(id string, parents []string) Rows {
	var rows Rows
	at := d.to(id, 0)
	if at < 0 {
		at = len(d.open)
		d.open = append(d.open, d.lane(id))
	}
	for other := d.to(id, at+1); other >= 0; other = d.to(id, at+1) {
		rows.Before = append(rows.Before, d.join(at, other))
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
		if last := d.close(at); last.Text != "" {
			rows.After = append(rows.After, last)
		}
		return rows
	}
	rows.Beside = d.row(func(int) byte { return '|' })
	d.open[at].to = parents[0]
	for i, parent := range parents[1:] {
		rows.After = append(rows.After, d.fork(at+i, parent))
	}
	return rows
}

// Rows are what Step draws of a revision, without spaces at the end.
type Rows struct {
	Before []Row
	Star   Row
	Beside Row
	After  []Row
}

// row draws the lanes with a character each.
func (d *Drawing) row(of func(place int) byte) Row {
	c := d.canvas(0)
	for i, l := range d.open {
		c.put(2*i, of(i), l)
	}
	return c.row()
}

// join ends a lane in another on its left: "|_|/". Those on its right move up.
func (d *Drawing) join(at, from int) Row {
	c := d.canvas(0)
	for i, l := range d.open {
		switch {
		case i < from:
			c.put(2*i, '|', l)
			if i >= at && i < from-1 {
				c.put(2*i+1, '_', d.open[from])
			}
		default:
			c.put(2*i-1, '/', l)
		}
	}
	d.open = slices.Delete(d.open, from, from+1)
	return c.row()
}

// close ends the lane of a base. Those on its right move up, if there are any.
func (d *Drawing) close(at int) Row {
	c := d.canvas(0)
	for i, l := range d.open {
		switch {
		case i < at:
			c.put(2*i, '|', l)
		case i > at:
			c.put(2*i-1, '/', l)
		}
	}
	last := at == len(d.open)-1
	d.open = slices.Delete(d.open, at, at+1)
	if last {
		return Row{}
	}
	return c.row()
}

// fork opens a lane to the right of another: "|\". Those further right make
// room.
func (d *Drawing) fork(at int, to string) Row {
	c, added := d.canvas(1), d.lane(to)
	for i, l := range d.open {
		if i <= at {
			c.put(2*i, '|', l)
		}
		switch {
		case i == at:
			c.put(2*i+1, '\\', added)
		case i > at:
			c.put(2*i+1, '\\', l)
		}
	}
	d.open = slices.Insert(d.open, at+1, added)
	return c.row()
}
