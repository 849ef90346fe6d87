package cli

import (
	"slices"
	"strings"

	"github.com/gmig/gmig/cli/internal/lanes"
)

// laneColours are those of the lanes, again and again.
var laneColours = []string{"31", "32", "33", "34", "35", "36"}

// printGraph draws the lanes of the history beside its lines. On a terminal the
// lanes are coloured and long lines broken, so that the lanes go on beside them.
func (a *app) printGraph(entries []entry, verbose bool) {
	shown := map[string]bool{}
	for _, e := range entries {
		shown[e.Revision.ID] = true
	}
	painter := a.painter()
	draw := func(row lanes.Row) string {
		return row.Paint(func(lane int, text string) string {
			return painter.paint(laneColours[lane%len(laneColours)], text)
		})
	}
	var drawing lanes.Drawing
	for _, e := range entries {
		parents := slices.DeleteFunc(slices.Clone(e.Parents), func(p string) bool { return !shown[p] })
		rows := drawing.Step(e.Revision.ID, parents)
		for _, row := range rows.Before {
			a.printf("%s\n", draw(row))
		}
		width := len(rows.Star.Text)
		beside := draw(rows.Star)
		for _, line := range e.graphLines(verbose, a.terminal, helpWidth-width-1) {
			a.printf("%s\n", strings.TrimRight(beside+" "+line, " "))
			beside = draw(rows.Beside) + strings.Repeat(" ", width-len(rows.Beside.Text))
		}
		for _, row := range rows.After {
			a.printf("%s\n", draw(row))
		}
	}
}

// graphLines are the lines of a revision in the graph. Where they are broken
// they take width columns, unless that is too narrow for words.
func (e entry) graphLines(verbose, broken bool, width int) (lines []string) {
	const narrow = 30
	text := e.line(historyLine)
	if verbose {
		text = e.block()
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if broken && width >= narrow {
			lines = append(lines, breakPainted(line, width)...)
		} else {
			lines = append(lines, line)
		}
	}
	return lines
}

// breakPainted breaks a line between words. What is painted stays together, and
// what stands below is indented.
func breakPainted(line string, width int) []string {
	const indent = "    "
	var lines []string
	current, length := "", 0
	for i, word := range paintedWords(line) {
		size := visible(word)
		switch {
		case i == 0:
			current, length = word, size
		case length+1+size > width && strings.TrimSpace(current) != "":
			lines = append(lines, current)
			current, length = indent+word, len(indent)+size
		default:
			current, length = current+" "+word, length+1+size
		}
	}
	return append(lines, current)
}

// paintedWords are the words of a line; what is painted in one is one.
func paintedWords(line string) (words []string) {
	painted := false
	for _, word := range strings.Split(line, " ") {
		if painted {
			words[len(words)-1] += " " + word
		} else {
			words = append(words, word)
		}
		if last := strings.LastIndex(word, "\x1b["); last >= 0 {
			painted = !strings.HasPrefix(word[last:], "\x1b[0m")
		}
	}
	return words
}

// visible is how many columns a word takes.
func visible(word string) (columns int) {
	for {
		before, rest, found := strings.Cut(word, "\x1b[")
		columns += len([]rune(before))
		if !found {
			return columns
		}
		_, word, _ = strings.Cut(rest, "m")
	}
}
