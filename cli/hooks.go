package cli

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// hook is a command that runs on each new revision file, as a formatter does.
type hook struct {
	// Command is the program and its arguments; {file} among them is the path of
	// the file, which comes last if it is not named.
	Command []string `toml:"command"`
}

const hookFile = "{file}"

// arguments are the command's for a file.
func (h hook) arguments(path string) []string {
	args := make([]string, len(h.Command))
	named := false
	for i, a := range h.Command {
		named = named || strings.Contains(a, hookFile)
		args[i] = strings.ReplaceAll(a, hookFile, path)
	}
	if !named {
		args = append(args, path)
	}
	return args
}

// runHooks runs the hooks of gmig.toml on a new file, which stays when one
// fails.
func (a *app) runHooks(ctx context.Context, hooks []hook, path string) error {
	for _, h := range hooks {
		args := h.arguments(path)
		a.log.info("Running post-write hook %s", strings.Join(args, " "))
		cmd := exec.CommandContext(ctx, args[0], args[1:]...)
		cmd.Stdout, cmd.Stderr = a.log.out, a.log.out
		if err := cmd.Run(); err != nil {
			if errors.Is(err, exec.ErrNotFound) {
				err = fmt.Errorf("%w: install it, or take the hook out of gmig.toml", err)
			}
			return fmt.Errorf("run post-write hook %q on %s, which is written: %w", h.Command[0], path, err)
		}
	}
	return nil
}

// checkHooks refuses a hook without a command.
func checkHooks(hooks []hook) error {
	for _, h := range hooks {
		if len(h.Command) == 0 || h.Command[0] == "" {
			return errors.New(`a [[post_write_hooks]] entry has no command: write command = ["gofumpt", "-w", "{file}"]`)
		}
	}
	return nil
}
