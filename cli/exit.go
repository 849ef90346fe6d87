package cli

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
)

// The exit codes of every command.
const (
	exitDone      = 0 // what was asked for is done
	exitFailed    = 1 // it is not, and the error says why
	exitUsage     = 2 // the command line makes no sense
	exitDifferent = 3 // check found differences
)

// usageError is a mistake in the command line.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// environmentExit is the exit code of an environment that has run, and printed
// its own error if there was one.
type environmentExit int

func (e environmentExit) Error() string {
	return fmt.Sprintf("the environment ended with code %d", int(e))
}

// errDifferent says that the models and the database differ. Returned by check,
// which has printed the differences.
var errDifferent = errors.New("the models and the database differ: write a revision with `gmig revision --autogenerate -m MESSAGE`")

// exitCode prints what went wrong and returns the code that the process ends
// with.
func (a *app) exitCode(err error) int {
	var (
		child environmentExit
		usage usageError
	)
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &child):
		return int(child)
	case errors.As(err, &usage):
		a.log.error(err)
		return exitUsage
	case errors.Is(err, errDifferent):
		a.log.error(err)
		return exitDifferent
	case err == context.Canceled:
		err = errors.New("interrupted")
	case errors.Is(err, context.Canceled):
		err = fmt.Errorf("interrupted: %w", err)
	}
	a.log.error(err)
	return exitFailed
}

// version is gmig's own version as the go command stamped it into the binary.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	if info.Main.Path == "github.com/gmig/gmig" {
		return info.Main.Version
	}
	for _, m := range info.Deps {
		if m.Path == "github.com/gmig/gmig" {
			return m.Version
		}
	}
	return "(unknown)"
}
