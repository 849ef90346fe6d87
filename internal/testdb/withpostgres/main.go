// Command withpostgres runs a command with one PostgreSQL server for all the
// test processes in it:
//
//	go run ./internal/testdb/withpostgres go test ./...
//
// The command finds the server in GMIG_TEST_POSTGRES_URL. A server that the
// variable names already is used as it is. The exit code is the command's (go run
// turns every one but 0 into 1).
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/gmig/gmig/internal/testdb"
)

func main() { os.Exit(run(os.Args[1:])) }

// run returns the exit code: the command's own, 127 for a command that does not
// start, 2 for wrong usage, 1 for no server.
func run(args []string) int {
	if len(args) == 0 {
		fmt.Fprintln(os.Stderr, "usage: withpostgres COMMAND [ARGUMENT...]")
		return 2
	}
	server, err := testdb.Start()
	if err != nil {
		fmt.Fprintln(os.Stderr, "withpostgres:", err)
		return 1
	}
	defer server.Stop()

	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), testdb.URLVariable+"="+server.URL())

	// From here on signals are the command's: it ends, and then we do.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	if err := cmd.Start(); err != nil {
		fmt.Fprintln(os.Stderr, "withpostgres:", err)
		return 127
	}
	done := make(chan struct{})
	go func() {
		for {
			select {
			case s := <-signals:
				cmd.Process.Signal(s)
			case <-done:
				return
			}
		}
	}()
	err = cmd.Wait()
	close(done)
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit) && exit.ExitCode() >= 0:
		return exit.ExitCode()
	default: // killed by a signal
		fmt.Fprintln(os.Stderr, "withpostgres:", err)
		return 1
	}
}
