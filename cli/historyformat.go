package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// formats are the values of history --format.
var formats = []string{"text", "json", "mermaid", "dot"}

// checkFormat refuses a format that history does not have.
func checkFormat(format string) error {
	if !slices.Contains(formats, format) {
		return usageError{fmt.Errorf("format %q is not there: the formats are %s", format, strings.Join(formats, ", "))}
	}
	return nil
}

// revisionJSON is a revision as --json prints it.
type revisionJSON struct {
	ID            string     `json:"id"`
	Parents       []string   `json:"parents"`
	Children      []string   `json:"children"`
	DependsOn     []string   `json:"depends_on"`
	BranchLabels  []string   `json:"branch_labels"`
	Message       string     `json:"message"`
	Created       *time.Time `json:"created"`
	Path          string     `json:"path"`
	Head          bool       `json:"head"`
	EffectiveHead bool       `json:"effective_head"`
	Branchpoint   bool       `json:"branchpoint"`
	Mergepoint    bool       `json:"mergepoint"`
	// Current is there only if the database was asked.
	Current *bool `json:"current,omitempty"`
	// Applied, Checksum and Edited are there only if the version table was
	// read.
	Applied  *time.Time `json:"applied,omitempty"`
	Checksum string     `json:"checksum,omitempty"`
	Edited   *bool      `json:"edited,omitempty"`
}

// printJSON prints revisions as a list of objects.
func (a *app) printJSON(entries []entry, withCurrent bool) error {
	list := make([]revisionJSON, len(entries))
	for i, e := range entries {
		list[i] = revisionJSON{
			ID: e.Revision.ID, Parents: orEmpty(e.Parents), Children: orEmpty(e.Children),
			DependsOn: orEmpty(e.Dependencies), BranchLabels: orEmpty(e.Labels),
			Message: e.Revision.Message, Path: e.path,
			Head: e.Head, EffectiveHead: e.EffectiveHead, Branchpoint: e.Branchpoint, Mergepoint: e.Mergepoint,
		}
		if !e.created.IsZero() {
			list[i].Created = &e.created
		}
		if e.row != nil {
			list[i].Checksum, list[i].Edited = e.row.Checksum, &e.edited
			if !e.row.Applied.IsZero() {
				list[i].Applied = &e.row.Applied
			}
		}
		if withCurrent {
			list[i].Current = &e.current
		}
	}
	return a.writeJSON(list)
}

// edges calls f for what each revision stands on, oldest revisions first: its
// parents, and with dependency set what it depends on.
func edges(entries []entry, f func(from, to string, dependency bool)) {
	shown := map[string]bool{}
	for _, e := range entries {
		shown[e.Revision.ID] = true
	}
	for _, e := range slices.Backward(entries) {
		for _, p := range e.Parents {
			if shown[p] {
				f(p, e.Revision.ID, false)
			}
		}
		for _, d := range e.Dependencies {
			if shown[d] {
				f(d, e.Revision.ID, true)
			}
		}
	}
}

// printMermaid prints the history as a flowchart of Mermaid, whose names are
// numbers because an id may be a word of its language.
func (a *app) printMermaid(entries []entry) {
	names := map[string]string{}
	escape := strings.NewReplacer(`"`, "#quot;", "<", "#lt;", ">", "#gt;", "#", "#35;")
	a.printf("flowchart TB\n")
	for i, e := range slices.Backward(entries) {
		id := e.Revision.ID
		names[id] = fmt.Sprintf("r%d", len(entries)-i)
		a.printf("  %s[\"%s\"]\n", names[id], strings.Join(escaped(e.caption(), escape), "<br>"))
	}
	edges(entries, func(from, to string, dependency bool) {
		arrow := "-->"
		if dependency {
			arrow = "-.->"
		}
		a.printf("  %s %s %s\n", names[from], arrow, names[to])
	})
}

// printDot prints the history as a graph of Graphviz.
func (a *app) printDot(entries []entry) {
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	quote := func(id string) string { return `"` + escape.Replace(id) + `"` }
	a.printf("digraph history {\n  node [shape=box];\n")
	for _, e := range slices.Backward(entries) {
		a.printf("  %s [label=\"%s\"];\n", quote(e.Revision.ID), strings.Join(escaped(e.caption(), escape), `\n`))
	}
	edges(entries, func(from, to string, dependency bool) {
		style := ""
		if dependency {
			style = " [style=dashed]"
		}
		a.printf("  %s -> %s%s;\n", quote(from), quote(to), style)
	})
	a.printf("}\n")
}

// caption is what stands in the box of a revision, in lines.
func (e entry) caption() []string {
	e.colour = false
	lines := []string{strings.TrimRight(e.line(lineParts{labels: true}), "\n")}
	if message := e.message(); message != "" {
		lines = append(lines, message)
	}
	return lines
}

func escaped(lines []string, by *strings.Replacer) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = by.Replace(line)
	}
	return out
}
