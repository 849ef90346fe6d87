package cli

import (
	"bytes"
	"testing"
	"testing/synctest"
	"time"
)

func TestProgressIsALineThatIsWrittenOver(t *testing.T) {
	var out bytes.Buffer
	p := &progressLine{out: &out, on: true}
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
	out.Reset()
	p = &progressLine{out: &out}
	p.show(10, 1000, start)
	p.end()
	if out.Len() > 0 {
		t.Errorf("elsewhere than on a terminal: %q", out.String())
	}
}

// TestAnOperationThatTakesLongIsShown reads the line as it comes; the fake
// clock of synctest makes the wait none.
func TestAnOperationThatTakesLongIsShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		p := &progressLine{out: &out, on: true}
		end := p.watch(`alter column "name"`)
		time.Sleep(3500 * time.Millisecond)
		end()
		p.watch("short")()
		const want = "\r\x1b[K      alter column \"name\", 2s\r\x1b[K      alter column \"name\", 3s\n"
		if out.String() != want {
			t.Errorf("got %q", out.String())
		}
	})
}
