package cli

import (
	"slices"
	"strings"
	"time"

	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/versions"
)

// entry is a revision as the commands print it, in the forms of Alembic's
// history, heads, current and show.
type entry struct {
	versions.Node
	// path is the revision's file, doc the comment it begins with.
	path, doc string
	created   time.Time
	// current tells that the database is at this revision.
	current bool
	// row is the entry's row of the version table, nil if it was not read;
	// edited tells that the file is another one since.
	row    *migrator.Head
	edited bool
	colour painter
}

// lineParts say what a line has beside the id.
type lineParts struct {
	parents, labels, tree, message bool
}

var (
	historyLine = lineParts{parents: true, labels: true, tree: true, message: true}
	headsLine   = lineParts{labels: true}
	currentLine = lineParts{tree: true}
	// branchesLine is a line of branches.
	branchesLine = lineParts{labels: true, tree: true}
)

// line is the revision in one line: "a -> b (head), message".
func (e entry) line(parts lineParts) string {
	var b strings.Builder
	if parts.parents {
		b.WriteString(e.below())
		if len(e.Dependencies) > 0 {
			b.WriteString(" (" + strings.Join(e.Dependencies, ", ") + ")")
		}
		b.WriteString(" -> ")
	}
	b.WriteString(e.colour.paint(colourID, e.Revision.ID))
	mark := func(is bool, colour, text string) {
		if is {
			b.WriteString(" " + e.colour.paint(colour, "("+text+")"))
		}
	}
	mark(parts.labels && len(e.Labels) > 0, colourLabels, strings.Join(e.Labels, ", "))
	mark(e.Head && !e.EffectiveHead, colourHead, "head")
	mark(e.EffectiveHead, colourHead, "effective head")
	mark(e.current, colourCurrent, "current")
	mark(parts.tree && e.Branchpoint, colourTree, "branchpoint")
	mark(parts.tree && e.Mergepoint, colourTree, "mergepoint")
	if parts.message && e.Revision.Message != "" {
		b.WriteString(", " + e.message())
	}
	return b.String() + "\n"
}

// block is the revision in full, with an empty line at its end.
func (e entry) block() string {
	var b strings.Builder
	b.WriteString("Rev: " + e.colour.paint(colourID, e.Revision.ID))
	for _, m := range []struct {
		is           bool
		colour, text string
	}{
		{e.Head, colourHead, "head"}, {e.Branchpoint, colourTree, "branchpoint"},
		{e.Mergepoint, colourTree, "mergepoint"}, {e.current, colourCurrent, "current"},
	} {
		if m.is {
			b.WriteString(" " + e.colour.paint(m.colour, "("+m.text+")"))
		}
	}
	b.WriteByte('\n')
	field := func(name string, values []string) {
		if len(values) > 0 {
			b.WriteString(name + ": " + strings.Join(values, ", ") + "\n")
		}
	}
	if e.Mergepoint {
		field("Merges", e.Parents)
	} else {
		field("Parent", []string{e.below()})
	}
	field("Also depends on", e.Dependencies)
	if e.Branchpoint {
		field("Branches into", e.Children)
	}
	field("Branch names", e.Labels)
	field("Path", slices.DeleteFunc([]string{e.path}, func(p string) bool { return p == "" }))
	if e.row != nil {
		field("Applied", e.applied())
		field("Checksum", e.checksum())
	}
	b.WriteByte('\n')
	doc := e.doc
	if doc == "" {
		doc = e.Revision.Message
	}
	for line := range strings.SplitSeq(strings.TrimSpace(doc), "\n") {
		b.WriteString(strings.TrimRight("    "+line, " \r") + "\n")
	}
	return b.String() + "\n"
}

// applied is when the row was written, none if that is not known.
func (e entry) applied() []string {
	if e.row.Applied.IsZero() {
		return nil
	}
	return []string{e.row.Applied.UTC().Format("2006-01-02 15:04:05 UTC")}
}

// checksum is that of the file when the row was written, none if there was no
// file.
func (e entry) checksum() []string {
	if e.row.Checksum == "" {
		return nil
	}
	sum := e.row.Checksum[:min(12, len(e.row.Checksum))]
	if e.edited {
		sum += " (the file was edited since)"
	}
	return []string{sum}
}

// below names what the revision revises.
func (e entry) below() string {
	if len(e.Parents) == 0 {
		return "<base>"
	}
	return strings.Join(e.Parents, ", ")
}

func (e entry) message() string {
	first, _, _ := strings.Cut(strings.TrimSpace(e.Revision.Message), "\n")
	return strings.TrimSpace(first)
}
