package cli

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// progressLine shows on a terminal what takes long, on one line that is written
// over: how far a data step is, or for how long an operation has been running.
// Elsewhere it shows nothing.
type progressLine struct {
	out io.Writer
	on  bool

	mutex sync.Mutex
	// started is when the step began to count, last when the line was written.
	started, last time.Time
	// shown tells that there is a line.
	shown bool
}

const (
	// progressEvery is the least time between two writings of the line.
	progressEvery = 200 * time.Millisecond
	// longOperation is how long an operation may take before it is shown.
	longOperation = 2 * time.Second
)

// show writes how far a data step is. total is 0 if it is not known.
func (p *progressLine) show(done, total int64, now time.Time) {
	if !p.on {
		return
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
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
	p.write(text, now.Sub(p.started))
}

func (p *progressLine) write(text string, elapsed time.Duration) {
	fmt.Fprintf(p.out, "\r\x1b[K      %s, %v", text, elapsed.Round(time.Second))
	p.shown = true
}

// watch shows an operation from longOperation on, each second, until end is
// called.
func (p *progressLine) watch(operation string) (end func()) {
	if !p.on {
		return func() {}
	}
	started, done, gone := time.Now(), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		next := time.NewTimer(longOperation)
		defer next.Stop()
		for {
			select {
			case <-done:
				return
			case now := <-next.C:
				p.mutex.Lock()
				p.write(operation, now.Sub(started))
				p.mutex.Unlock()
				next.Reset(time.Second)
			}
		}
	}()
	return func() {
		close(done)
		<-gone
		p.end()
	}
}

// end closes the line, if there is one.
func (p *progressLine) end() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.shown {
		fmt.Fprintln(p.out)
	}
	p.started, p.last, p.shown = time.Time{}, time.Time{}, false
}
