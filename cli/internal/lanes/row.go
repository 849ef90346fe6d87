package lanes

import "strings"

// Row is a line of a drawing.
type Row struct {
	Text string
	// lanes has the number of the lane that each byte of Text belongs to; that of
	// a space means nothing.
	lanes []int
}

// Paint returns the row with each stretch of a lane as paint writes it. Lanes
// are numbered as they open, and keep their number wherever they stand.
func (r Row) Paint(paint func(lane int, text string) string) string {
	var b strings.Builder
	for i := 0; i < len(r.Text); {
		if r.Text[i] == ' ' {
			b.WriteByte(' ')
			i++
			continue
		}
		end := i + 1
		for end < len(r.Text) && r.Text[end] != ' ' && r.lanes[end] == r.lanes[i] {
			end++
		}
		b.WriteString(paint(r.lanes[i], r.Text[i:end]))
		i = end
	}
	return b.String()
}

// canvas is a row on which lanes are drawn.
type canvas struct {
	text  []byte
	lanes []int
}

// canvas has room for the open lanes and some more.
func (d *Drawing) canvas(more int) canvas {
	n := 2 * (len(d.open) + more)
	return canvas{[]byte(strings.Repeat(" ", n)), make([]int, n)}
}

func (c canvas) put(at int, char byte, l lane) { c.text[at], c.lanes[at] = char, l.number }

func (c canvas) row() Row { return Row{strings.TrimRight(string(c.text), " "), c.lanes} }
