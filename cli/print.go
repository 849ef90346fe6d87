package cli

import (
	"fmt"
	"io"
	"strings"

	urfave "github.com/urfave/cli/v2"

	"github.com/gmig/gmig/cli/internal/dburl"
)

// printf writes a result.
func (a *app) printf(format string, args ...any) { fmt.Fprintf(a.stdout, format, args...) }

// logWriter writes what is not a result. No password passes it.
type logWriter struct {
	out io.Writer
	// terminal tells that out is one: long lines are broken there, and warnings
	// and errors coloured. Elsewhere a message is a line, for grep.
	terminal bool
	paint    painter
	// redact hides the password of the database in use; nil until there is one.
	redact  func(string) string
	verbose bool
}

func newLog(out io.Writer) *logWriter {
	terminal := isTerminal(out)
	return &logWriter{out: out, terminal: terminal, paint: painterOn(terminal)}
}

// Write passes on the complaints of the flag library.
func (w *logWriter) Write(p []byte) (int, error) {
	_, err := io.WriteString(w.out, w.clean(string(p)))
	return len(p), err
}

func (w *logWriter) info(format string, args ...any) { w.line("INFO  ", "", format, args...) }
func (w *logWriter) warn(format string, args ...any) {
	w.line("WARN  ", colourWarning, format, args...)
}

// notice writes a line about gmig's own progress.
func (w *logWriter) notice(format string, args ...any) { w.line("", "", format, args...) }

// debug writes a line only with --debug.
func (w *logWriter) debug(format string, args ...any) {
	if w.verbose {
		w.line("DEBUG ", "", format, args...)
	}
}

func (w *logWriter) error(err error) { w.line("error: ", colourError, "%v", err) }

func (w *logWriter) line(prefix, colour, format string, args ...any) {
	text := w.clean(strings.TrimRight(fmt.Sprintf(format, args...), "\n"))
	first := prefix
	if colour != "" {
		first = w.paint.paint(colour, strings.TrimRight(prefix, " ")) + prefix[len(strings.TrimRight(prefix, " ")):]
	}
	if !w.terminal {
		fmt.Fprintf(w.out, "%s%s\n", first, text)
		return
	}
	for i, line := range strings.Split(text, "\n") {
		indent := len(prefix)
		if i > 0 {
			// The lines of SQL, or a list: below each other as they are.
			first, indent = "", len(line)-len(strings.TrimLeft(line, " "))
			first, line = line[:indent], line[indent:]
		}
		fmt.Fprintln(w.out, wrapWords(first, indent, line))
	}
}

// alsoRedact hides the password of a second database too.
func (w *logWriter) alsoRedact(redact func(string) string) {
	first := w.redact
	if first == nil {
		first = func(text string) string { return dburl.Redact(text) }
	}
	w.redact = func(text string) string { return redact(first(text)) }
}

func (w *logWriter) clean(text string) string {
	if w.redact != nil {
		return w.redact(text)
	}
	return dburl.Redact(text)
}

// arguments checks how many arguments a command got.
func arguments(c *urfave.Context, atLeast, atMost int) error {
	n := c.NArg()
	switch {
	case n < atLeast:
		return usageError{fmt.Errorf("%s needs %s: see gmig %s --help", c.Command.Name, c.Command.ArgsUsage, c.Command.Name)}
	case n > atMost:
		return usageError{fmt.Errorf("%s does not take the argument %q: see gmig %s --help", c.Command.Name, c.Args().Get(atMost), c.Command.Name)}
	}
	return nil
}
