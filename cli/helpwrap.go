package cli

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"
)

// helpWidth is the width of the narrowest terminal that text is made for.
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
	return wrapWords(first, indent, m[3]) + "\n"
}

// wrapWords writes words behind a beginning that takes indent columns of its
// last line, and breaks them into lines that begin below the first word. Only
// a word that is wider than what is left sticks out.
func wrapWords(first string, indent int, words string) string {
	var b strings.Builder
	b.WriteString(first)
	width := indent
	for i, word := range strings.Split(words, " ") {
		length := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case width+1+length > helpWidth:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			width = indent
		default:
			b.WriteString(" ")
			width++
		}
		b.WriteString(word)
		width += length
	}
	return b.String()
}
