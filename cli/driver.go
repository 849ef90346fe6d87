package cli

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	urfave "github.com/urfave/cli/v2"

	"github.com/gmig/gmig/cli/internal/envbuild"
)

// slowBuild is how long a build may take before a line says why nothing
// happens yet.
const slowBuild = time.Second

// online runs an action where the models and the database are: here, in an
// environment, or in the environment that is built and run for it.
func (a *app) online(action urfave.ActionFunc) urfave.ActionFunc {
	return func(c *urfave.Context) error {
		if a.env == nil {
			return a.delegate(c)
		}
		return action(c)
	}
}

// delegate builds the user's environment and runs it with the arguments of this
// process.
func (a *app) delegate(c *urfave.Context) error {
	p, err := a.project(c)
	if err != nil {
		return err
	}
	workingDir, err := os.Getwd()
	if err != nil {
		return err
	}
	start := time.Now()
	binary, err := envbuild.Build(c.Context, p.dir, envbuild.Options{
		WorkingDir: workingDir,
		SlowAfter:  slowBuild,
		Slow: func(first bool) {
			if first {
				a.log.notice("compiling migrations (the first build on a machine takes a minute) ...")
			} else {
				a.log.notice("compiling migrations ...")
			}
		},
	})
	if err != nil {
		return err
	}
	built := time.Now()
	err = a.run(binary)
	a.log.debug("build %d ms, run %d ms", built.Sub(start).Milliseconds(), time.Since(built).Milliseconds())
	return err
}

// run executes the environment with this process's arguments, streams and
// signals. Its exit code comes back as environmentExit.
func (a *app) run(binary string) error {
	cmd := exec.Command(binary)
	cmd.Args = append([]string{"gmig"}, a.args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = a.stdin, a.stdout, a.log.out

	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("run the migration environment: %w", err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	for {
		select {
		case s := <-signals:
			// The environment may just have ended by itself.
			_ = cmd.Process.Signal(s)
		case err := <-done:
			return childError(err)
		}
	}
}

func childError(err error) error {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &exit) && exit.ExitCode() >= 0:
		return environmentExit(exit.ExitCode())
	}
	return fmt.Errorf("the migration environment did not end by itself: %w", err)
}
