package cli

import (
	"bytes"
	"os"
	"os/exec"
	"strings"

	"golang.org/x/term"
)

// isTerminal reports whether a stream is a terminal: not a pipe, a file or the
// null device.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// painter colours the parts of a line, or leaves them as they are. NO_COLOR and
// a terminal that calls itself dumb turn it off.
type painter bool

func (a *app) painter() painter { return painterOn(a.terminal) }

func painterOn(terminal bool) painter {
	return painter(terminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb")
}

// The colours of a line, as SGR parameters of ECMA-48.
const (
	colourID      = "33"
	colourLabels  = "32"
	colourHead    = "1;32"
	colourCurrent = "1;36"
	colourTree    = "35"
	colourWarning = "1;33"
	colourError   = "1;31"
)

func (p painter) paint(colour, text string) string {
	if !p {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

// paged runs f and shows what it prints in the user's pager: $GMIG_PAGER,
// $PAGER or less. Where the output is no terminal, or the pager cannot be
// started, it is printed as always.
func (a *app) paged(f func() error) error {
	pager := pagerCommand()
	if !a.terminal || len(pager) == 0 {
		return f()
	}
	out := a.stdout
	var text bytes.Buffer
	a.stdout = &text
	err := f()
	a.stdout = out
	if text.Len() == 0 {
		return err
	}
	cmd := exec.Command(pager[0], pager[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(text.Bytes()), out, a.log.out
	cmd.Env = os.Environ()
	if os.Getenv("LESS") == "" {
		// Show colours, and end at once if all fits on the screen.
		cmd.Env = append(cmd.Env, "LESS=FRX")
	}
	if cmd.Start() != nil {
		a.printf("%s", &text)
		return err
	}
	// A pager that is left early complains of what it did not read.
	_ = cmd.Wait()
	return err
}

// pagerCommand is the pager with its arguments, empty for none.
func pagerCommand() []string {
	for _, name := range []string{"GMIG_PAGER", "PAGER"} {
		if value, ok := os.LookupEnv(name); ok {
			if strings.TrimSpace(value) == "cat" {
				return nil
			}
			return strings.Fields(value)
		}
	}
	return []string{"less"}
}
