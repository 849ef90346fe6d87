package cli

import (
	"bytes"
	"io"
	"regexp"
	"strings"
)

// helpWidth is the width of the narrowest terminal that help is made for.
const helpWidth = 80

// helpWriter breaks the lines of --help that are wider than a terminal, and
// passes the others on. A line without its end waits for it.
type helpWriter struct {
	out     io.Writer
	pending []byte
}

func (w *helpWriter) Write(text []byte) (int, error) {
	w.pending = append(w.pending, text...)
	for {
		line, rest, found := bytes.Cut(w.pending, []byte("\n"))
		if !found {
			return len(text), nil
		}
		if _, err := io.WriteString(w.out, wrapHelp(string(line))); err != nil {
			return 0, err
		}
		w.pending = rest
	}
}

// option is a line that describes an option: its name, and what it is for
// behind two spaces or more.
var option = regexp.MustCompile(`^(  -.*?\S)(\s{2,})(\S.*)$`)

// wrapHelp breaks the description of an option below its beginning, or below
// the option's name where that leaves too little room.
func wrapHelp(line string) string {
	m := option.FindStringSubmatch(line)
	if m == nil {
		return line + "\n"
	}
	first, indent := m[1]+m[2], len(m[1]+m[2])
	if len(line) <= helpWidth && indent <= helpWidth/2 {
		return line + "\n"
	}
	if indent > helpWidth/2 {
		first, indent = m[1]+"\n"+strings.Repeat(" ", 6), 6
	}
	var b strings.Builder
	b.WriteString(first)
	width := indent
	for i, word := range strings.Fields(m[3]) {
		switch {
		case i == 0:
		case width+1+len(word) > helpWidth:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			width = indent
		default:
			b.WriteString(" ")
			width++
		}
		b.WriteString(word)
		width += len(word)
	}
	return b.String() + "\n"
}
