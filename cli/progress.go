package cli

import (
	"fmt"
	"sync"
	"time"
)

// progressLine shows what takes long: how far a data step is, or for how long an
// operation has been running. On a terminal it is one line that is written over,
// elsewhere now and then a line of the log.
type progressLine struct {
	log *logWriter

	mutex sync.Mutex
	// started is when the step began to count, last when it was shown.
	started, last time.Time
	// open tells that the terminal's line is not closed.
	open bool
}

// logEvery is the pace of lines in a log, which is read later, for where the
// time went.
const logEvery = 10 * time.Second

// dataPace is from when on a data step is shown, and how often.
func (p *progressLine) dataPace() (first, every time.Duration) {
	if p.log.terminal {
		return 0, 200 * time.Millisecond
	}
	return logEvery, logEvery
}

// operationPace is the same for an operation.
func (p *progressLine) operationPace() (first, every time.Duration) {
	if p.log.terminal {
		return 2 * time.Second, time.Second
	}
	return logEvery, logEvery
}

// show tells how far a data step is. total is 0 if it is not known.
func (p *progressLine) show(done, total int64, now time.Time) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.started.IsZero() {
		p.started = now
	}
	first, every := p.dataPace()
	soon := p.last.IsZero() && now.Sub(p.started) < first || now.Sub(p.last) < every
	if ended := p.open && done == total; soon && !ended {
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
	if !p.log.terminal {
		p.log.info("%s, %v", text, elapsed.Round(time.Second))
		return
	}
	fmt.Fprintf(p.log.out, "\r\x1b[K      %s, %v", text, elapsed.Round(time.Second))
	p.open = true
}

// watch shows an operation until end is called.
func (p *progressLine) watch(operation string) (end func()) {
	started, done, gone := time.Now(), make(chan struct{}), make(chan struct{})
	first, every := p.operationPace()
	go func() {
		defer close(gone)
		next := time.NewTimer(first)
		defer next.Stop()
		for {
			select {
			case <-done:
				return
			case now := <-next.C:
				p.mutex.Lock()
				p.write(operation, now.Sub(started))
				p.mutex.Unlock()
				next.Reset(every)
			}
		}
	}()
	return func() {
		close(done)
		<-gone
		p.end()
	}
}

// end is the end of a step or an operation: the line is closed, if there is one.
func (p *progressLine) end() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.open {
		fmt.Fprintln(p.log.out)
	}
	p.started, p.last, p.open = time.Time{}, time.Time{}, false
}
