package versions

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// HistoryError is one thing that keeps revisions from being a history.
type HistoryError struct {
	// Revisions are the ids of the revisions at fault.
	Revisions []string
	// Paths are their files, where they are known.
	Paths []string

	text string
}

// Error says what is wrong, and in which files if they are known.
func (e *HistoryError) Error() string {
	if len(e.Paths) == 0 {
		return e.text
	}
	return fmt.Sprintf("%s (%s)", e.text, strings.Join(e.Paths, ", "))
}

// problems collects what is wrong with a history: a user repairs everything at
// once instead of one run at a time.
type problems []error

func (p *problems) add(revisions []string, format string, args ...any) {
	*p = append(*p, &HistoryError{Revisions: revisions, text: fmt.Sprintf(format, args...)})
}

func (p problems) err() error { return errors.Join(p...) }

// reserved are the words that identifiers give a meaning of their own.
var reserved = []string{"head", "heads", "base", "current"}

// MaxIDLength is how many characters a revision id may have: as many as the
// column of the version table.
const MaxIDLength = 255

// invalidName says why a name cannot be a revision id, or nothing.
func invalidName(name string) string {
	switch {
	case name == "":
		return "is empty"
	case slices.Contains(reserved, name):
		return "is a word with a meaning of its own: choose another"
	case utf8.RuneCountInString(name) > MaxIDLength:
		return fmt.Sprintf("has more than %d characters: choose a shorter one", MaxIDLength)
	case strings.TrimSpace(name) != name:
		return "begins or ends with a space"
	case strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }):
		return "has a character that cannot be printed"
	}
	if i := strings.IndexAny(name, "@-+:"); i >= 0 {
		return fmt.Sprintf("has the character %q, which separates the parts of an identifier: choose another", name[i])
	}
	return ""
}

// invalidLabel says why a name cannot be a branch label, or nothing. A label
// may have dashes: it is recognised before "-2" at its end is taken for a step.
func invalidLabel(name string) string {
	if name == "" {
		return "is empty"
	}
	return invalidName(strings.ReplaceAll(name, "-", "x"))
}

// findCycles looks for revisions that come before themselves: first by lineage
// alone, so that the message names dependencies only if it takes one.
func (g *Graph) findCycles() error {
	below := func(n *node) []*node { return n.parents }
	above := func(n *node) []*node { return n.children }
	if cycle := g.cycle(below, above); cycle != nil {
		return cycleError("revisions form a cycle", cycle)
	}
	below = func(n *node) []*node { return n.below }
	above = func(n *node) []*node { return n.above }
	if cycle := g.cycle(below, above); cycle != nil {
		return cycleError("revisions form a cycle by their dependencies", cycle)
	}
	return nil
}

func cycleError(what string, cycle []*node) error {
	path := ids(cycle)
	slices.Sort(path[:len(path)-1])
	text := fmt.Sprintf("%s, each coming before the next: %s: correct what one of them revises or depends on",
		what, strings.Join(ids(cycle), " -> "))
	return &HistoryError{Revisions: path[:len(path)-1], text: text}
}

// cycle returns the nodes of one cycle, its first node also at the end, or nil.
// It removes what has nothing below until only cycles and what lies above them
// remain.
func (g *Graph) cycle(below, above func(*node) []*node) []*node {
	waits := make([]int, len(g.nodes))
	var ready []*node
	for _, n := range g.nodes {
		waits[n.index] = len(below(n))
		if waits[n.index] == 0 {
			ready = append(ready, n)
		}
	}
	for len(ready) > 0 {
		n := ready[len(ready)-1]
		ready = ready[:len(ready)-1]
		for _, a := range above(n) {
			if waits[a.index]--; waits[a.index] == 0 {
				ready = append(ready, a)
			}
		}
	}
	start := slices.IndexFunc(waits, func(w int) bool { return w > 0 })
	if start < 0 {
		return nil
	}
	// Every remaining node has a remaining node below it: going down must
	// come back to where it has been.
	var path []*node
	at := g.nodes[start]
	for !slices.Contains(path, at) {
		path = append(path, at)
		i := slices.IndexFunc(below(at), func(b *node) bool { return waits[b.index] > 0 })
		at = below(at)[i]
	}
	path = append(path[slices.Index(path, at):], at)
	slices.Reverse(path)
	return path
}
