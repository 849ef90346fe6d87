package cli

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// runHooks runs the post-write hooks of gmig.toml on a new file. What they
// print goes to the log. The first that fails ends them; the file stays.
func (a *app) runHooks(ctx context.Context, hooks []string, file string) error {
	for _, hook := range hooks {
		a.log.info("Running post-write hook %q", hook)
		words := hookCommand(hook, file)
		cmd := exec.CommandContext(ctx, words[0], words[1:]...)
		cmd.Stdout, cmd.Stderr = a.log.out, a.log.out
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("run post-write hook %q of %s on %q, which is written: %w", hook, configName, file, err)
		}
	}
	return nil
}

// hookCommand is a hook with the file in its place.
func hookCommand(hook, file string) []string {
	const place = "{file}"
	words := strings.Fields(hook)
	if !strings.Contains(hook, place) {
		return append(words, file)
	}
	for i, word := range words {
		words[i] = strings.ReplaceAll(word, place, file)
	}
	return words
}
