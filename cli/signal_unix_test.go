//go:build unix

package cli

import (
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestDelegateForwardsSignals(t *testing.T) {
	environment(t, `
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt)
	fmt.Println("ready")
	<-signals
	fmt.Println("interrupted")
	os.Exit(1)`)
	reader, writer := io.Pipe()
	codes := make(chan int, 1)
	go func() {
		codes <- Gmig([]string{"gmig", "current"}, strings.NewReader(""), writer, io.Discard)
		writer.Close()
	}()
	ready := make([]byte, len("ready\n"))
	if _, err := io.ReadFull(reader, ready); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(reader)
	if err != nil || string(rest) != "interrupted\n" {
		t.Errorf("after the signal: %q, %v", rest, err)
	}
	if code := <-codes; code != 1 {
		t.Errorf("code %d, want 1", code)
	}
}

func TestInterruptibleTakesSignalsOfOneSecondAsOne(t *testing.T) {
	ctx, stop := interruptible(t.Context())
	defer stop()
	for range 2 {
		if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(10 * time.Second):
			t.Fatal("the signal did not cancel the context")
		}
	}
}
