package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	urfave "github.com/urfave/cli/v2"
)

func (a *app) editCommand() *urfave.Command {
	return &urfave.Command{
		Name:      "edit",
		Usage:     "open a revision file in the editor",
		ArgsUsage: "[REVISION]",
		Description: `Opens the file of a revision, head if none is given, in $VISUAL or $EDITOR, else
in the system's editor.

Example:
  gmig edit 5f1e8c`,
		Action: func(c *urfave.Context) error {
			if err := arguments(c, 0, 1); err != nil {
				return err
			}
			target := targetOr(c, "head")
			run := func(ctx context.Context, p *project) error { return a.edit(ctx, p, target) }
			if currentWord.MatchString(target) {
				return a.onProject(run)(c)
			}
			return a.offProject(run)(c)
		},
	}
}

func (a *app) edit(ctx context.Context, p *project, target string) error {
	if !p.sources {
		return fmt.Errorf("there is no revision file to edit, the environment runs without %s: %w", filepath.ToSlash(p.dir), errNoConfig)
	}
	// A file that does not parse is a good reason to edit it.
	s, faults := a.survey(p)
	if s == nil {
		return faults
	}
	ids, err := a.resolve(ctx, p, s, target)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return fmt.Errorf("edit %q: no revision stands there", target)
	}
	var paths []string
	for _, id := range ids {
		paths = append(paths, s.byID[id].Path)
	}
	return a.runEditor(ctx, paths)
}

// findEditor returns the command of the user's editor, else of the system's:
// what Debian calls it, or the vi that every Unix has.
func findEditor() ([]string, error) {
	for _, variable := range []string{"VISUAL", "EDITOR"} {
		if editor := strings.Fields(os.Getenv(variable)); len(editor) > 0 {
			return editor, nil
		}
	}
	for _, name := range []string{"sensible-editor", "editor", "vi"} {
		if path, err := exec.LookPath(name); err == nil {
			return []string{path}, nil
		}
	}
	return nil, errors.New("no editor: set VISUAL or EDITOR")
}

// runEditor runs the user's editor on files and waits until it ends.
func (a *app) runEditor(ctx context.Context, paths []string) error {
	editor, err := findEditor()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, editor[0], append(editor[1:], paths...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = a.stdin, a.stdout, a.log.out
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("run editor %q: %w", strings.Join(editor, " "), err)
	}
	return nil
}
