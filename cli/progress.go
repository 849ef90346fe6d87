package cli

import (
	"fmt"
	"io"
	"time"
)

// progressLine shows on a terminal how far a long data step is, on one line
// that is written over. Elsewhere it shows nothing.
type progressLine struct {
	out io.Writer
	on  bool
	// started is when the step began to count, last when the line was written.
	started, last time.Time
}

// progressEvery is the least time between two writings of the line.
const progressEvery = 200 * time.Millisecond

// show writes the line. total is 0 if it is not known.
func (p *progressLine) show(done, total int64, now time.Time) {
	if !p.on {
		return
	}
	if p.started.IsZero() {
		p.started = now
	}
	if !p.last.IsZero() && now.Sub(p.last) < progressEvery && done != total {
		return
	}
	p.last = now
	text := fmt.Sprintf("%d done", done)
	if total > 0 {
		text = fmt.Sprintf("%d of %d, %d %%", done, total, 100*done/total)
	}
	fmt.Fprintf(p.out, "\r\x1b[K      %s, %v", text, now.Sub(p.started).Round(time.Second))
}

// end closes the line, if there is one.
func (p *progressLine) end() {
	if !p.last.IsZero() {
		fmt.Fprintln(p.out)
	}
	p.started, p.last = time.Time{}, time.Time{}
}
