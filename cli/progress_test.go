package cli

import (
	"bytes"
	"testing"
	"testing/synctest"
	"time"
)

func TestProgressIsALineThatIsWrittenOver(t *testing.T) {
	var out bytes.Buffer
	p := &progressLine{log: &logWriter{out: &out, terminal: true}}
	start := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	p.show(10, 1000, start)
	p.show(11, 1000, start.Add(time.Millisecond)) // too soon
	p.show(500, 1000, start.Add(2*time.Second))
	p.show(1000, 1000, start.Add(2*time.Second)) // the end is shown always
	p.end()
	p.end()
	p.show(7, 0, start)
	const want = "\r\x1b[K      10 of 1000, 1 %, 0s\r\x1b[K      500 of 1000, 50 %, 2s\r\x1b[K      1000 of 1000, 100 %, 2s\n\r\x1b[K      7 done, 0s"
	if out.String() != want {
		t.Errorf("got %q", out.String())
	}
}

// A log that somebody reads later gets a line now and then.
func TestProgressElsewhereThanOnATerminalIsALineNowAndThen(t *testing.T) {
	var out bytes.Buffer
	p := &progressLine{log: &logWriter{out: &out}}
	start := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	for second := range 26 {
		p.show(int64(second), 25, start.Add(time.Duration(second)*time.Second))
	}
	p.end()
	p.show(1, 1, start.Add(time.Minute)) // the next step, which is short
	p.end()
	const want = "INFO  10 of 25, 40 %, 10s\nINFO  20 of 25, 80 %, 20s\n"
	if out.String() != want {
		t.Errorf("got %q", out.String())
	}
}

// TestAnOperationThatTakesLongIsShown reads the lines as they come; the fake
// clock of synctest makes the wait none.
func TestAnOperationThatTakesLongIsShown(t *testing.T) {
	for terminal, want := range map[bool]string{
		true:  "\r\x1b[K      alter column \"name\", 2s\r\x1b[K      alter column \"name\", 3s\n",
		false: "INFO  alter column \"name\", 10s\nINFO  alter column \"name\", 20s\n",
	} {
		synctest.Test(t, func(t *testing.T) {
			var out bytes.Buffer
			p := &progressLine{log: &logWriter{out: &out, terminal: terminal}}
			end := p.watch(`alter column "name"`)
			long := 3500 * time.Millisecond
			if !terminal {
				long = 25 * time.Second
			}
			time.Sleep(long)
			end()
			p.watch("short")()
			if out.String() != want {
				t.Errorf("on a terminal %v: got %q", terminal, out.String())
			}
		})
	}
}
