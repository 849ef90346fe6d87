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
	// redact hides the password of the database in use; nil until there is one.
	redact  func(string) string
	verbose bool
}

// Write passes on the complaints of the flag library.
func (w *logWriter) Write(p []byte) (int, error) {
	_, err := io.WriteString(w.out, w.clean(string(p)))
	return len(p), err
}

func (w *logWriter) info(format string, args ...any) { w.line("INFO  ", format, args...) }
func (w *logWriter) warn(format string, args ...any) { w.line("WARN  ", format, args...) }

// notice writes a line about gmig's own progress.
func (w *logWriter) notice(format string, args ...any) { w.line("", format, args...) }

// debug writes a line only with --debug.
func (w *logWriter) debug(format string, args ...any) {
	if w.verbose {
		w.line("DEBUG ", format, args...)
	}
}

func (w *logWriter) error(err error) { w.line("error: ", "%v", err) }

func (w *logWriter) line(prefix, format string, args ...any) {
	text := strings.TrimRight(fmt.Sprintf(format, args...), "\n")
	fmt.Fprintf(w.out, "%s%s\n", prefix, w.clean(text))
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
