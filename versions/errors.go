package versions

import (
	"fmt"
	"strings"
)

// IdentifierError reports text that is no revision identifier, or one that has
// no meaning where it was used.
type IdentifierError struct {
	Identifier string

	text string
}

func (e *IdentifierError) Error() string { return e.text }

func identifierError(identifier, format string, args ...any) error {
	return &IdentifierError{Identifier: identifier, text: fmt.Sprintf(format, args...)}
}

// UnknownRevisionError reports an identifier that names no revision.
type UnknownRevisionError struct {
	Identifier string
	// Branch is the branch that the revision was looked for on, if one was
	// named.
	Branch string
	// Suggestions are near ids and labels, the nearest first.
	Suggestions []string
}

func (e *UnknownRevisionError) Error() string {
	where := "in the history"
	if e.Branch != "" {
		where = fmt.Sprintf("on branch %q", e.Branch)
	}
	help := didYouMean(e.Suggestions)
	if help == "" {
		help = `; "gmig history" lists them`
	}
	return fmt.Sprintf("no revision or branch label %q %s%s", e.Identifier, where, help)
}

// UnknownBranchError reports the part before "@" if it names no branch label
// and no revision.
type UnknownBranchError struct {
	Branch      string
	Suggestions []string
}

func (e *UnknownBranchError) Error() string {
	help := didYouMean(e.Suggestions)
	if help == "" {
		help = `; "gmig branches" and "gmig heads" show the labels`
	}
	return fmt.Sprintf("no branch %q in the history%s", e.Branch, help)
}

// AmbiguousError reports the beginning of an id with which several begin.
type AmbiguousError struct {
	Identifier string
	// Candidates are the ids and labels that begin so, sorted.
	Candidates []string
}

func (e *AmbiguousError) Error() string {
	list := quoted(e.Candidates, "and")
	if more := len(e.Candidates) - shownCandidates; more > 0 {
		list = fmt.Sprintf("%s and %d more", strings.Join(quotes(e.Candidates[:shownCandidates]), ", "), more)
	}
	return fmt.Sprintf("revision %q is ambiguous, %s begin with it: write more of the id", e.Identifier, list)
}

// shownCandidates is how many candidates an error lists.
const shownCandidates = 5

// NotOnBranchError reports a revision that is neither an ancestor nor a
// descendant of the one that names the branch.
type NotOnBranchError struct {
	Revision string
	Branch   string
}

func (e *NotOnBranchError) Error() string {
	return fmt.Sprintf("revision %q is not on branch %q: leave out %q to name it alone", e.Revision, e.Branch, e.Branch+"@")
}

// Head is a head in an error: its id and the labels of its branch.
type Head struct {
	ID     string
	Labels []string
}

// MultipleHeadsError reports an identifier that wants one head where there are
// several.
type MultipleHeadsError struct {
	// Identifier is what was asked for: "head", "left@head".
	Identifier string
	// Heads are the heads that it could mean, sorted by id.
	Heads []Head
}

func (e *MultipleHeadsError) Error() string {
	list, branch := make([]string, len(e.Heads)), ""
	for i, h := range e.Heads {
		list[i] = fmt.Sprintf("%q", h.ID)
		if len(h.Labels) > 0 {
			list[i] += " (" + strings.Join(h.Labels, ", ") + ")"
		}
		if branch == "" {
			branch = e.branchOf(h)
		}
	}
	text := fmt.Sprintf("%q is ambiguous, there are %d heads, %s: name a revision, ", e.Identifier, len(e.Heads), strings.Join(list, ", "))
	at := strings.LastIndex(e.Identifier, "@")
	heads := e.Identifier[:at+1] + "heads"
	if e.Identifier == heads {
		// All of them were asked for, and one is needed.
		return text + fmt.Sprintf("or a branch as in %q", branch+"@head")
	}
	return text + fmt.Sprintf("a branch as in %q, or take them all with %q", branch+"@head", heads)
}

// branchOf returns a label that only this head has, else its id, which names
// its branch as well.
func (e *MultipleHeadsError) branchOf(h Head) string {
	count := map[string]int{}
	for _, other := range e.Heads {
		for _, label := range other.Labels {
			count[label]++
		}
	}
	for _, label := range h.Labels {
		if count[label] == 1 {
			return label
		}
	}
	return h.ID
}

// MultipleCurrentError reports a relative identifier where the database is at
// several revisions at once.
type MultipleCurrentError struct {
	Identifier string
	// Current are the revisions that it could start from.
	Current []string
}

func (e *MultipleCurrentError) Error() string {
	return fmt.Sprintf("%q is ambiguous, the database is at %d revisions, %s: write where to start from, as in %q, or name the branch, as in %q",
		e.Identifier, len(e.Current), quoted(e.Current, "and"),
		e.Current[0]+e.step(), e.Current[0]+"@"+e.step())
}

// step is the relative part of the identifier: "-1".
func (e *MultipleCurrentError) step() string {
	return e.Identifier[strings.LastIndexAny(e.Identifier, "+-"):]
}

// TooFarError reports a relative identifier that leads out of the history.
type TooFarError struct {
	Identifier string
	// Steps is how many revisions were asked for, Found how many there are.
	Steps, Found int
	// From is where it starts, "base" for the empty database.
	From string
}

func (e *TooFarError) Error() string {
	direction, count := "above", e.Steps
	if count < 0 {
		direction, count = "below", -count
	}
	return fmt.Sprintf("%q leads out of the history, it asks for %s %s %q and there are %d",
		e.Identifier, plural(count, "revision"), direction, e.From, e.Found)
}

// AmbiguousWalkError reports a relative identifier that comes to a branchpoint
// on its way up, or to a mergepoint on its way down.
type AmbiguousWalkError struct {
	Identifier string
	// At is where the ways part, "base" for several bases.
	At string
	// Choices are the revisions that come next.
	Choices []string
	// Down tells that the way leads down.
	Down bool
}

func (e *AmbiguousWalkError) Error() string {
	help := "name the revision to go to"
	if !e.Down {
		_, steps, ok := strings.Cut(e.Identifier, "@")
		if !ok {
			steps = e.Identifier
		}
		help += fmt.Sprintf(", or a branch, as in %q", e.Choices[0]+"@"+steps)
	}
	return fmt.Sprintf("%q is ambiguous, at %q the history goes on to %s: %s",
		e.Identifier, e.At, quoted(e.Choices, "and"), help)
}

// NotAppliedError reports a downgrade to a revision that the database is not
// above of.
type NotAppliedError struct {
	Revision string
	// Current is where the database is.
	Current []string
	// Implied tells that the revision is applied all the same, as the
	// dependency of another.
	Implied bool
}

func (e *NotAppliedError) Error() string {
	at := "at base"
	if len(e.Current) > 0 {
		at = "at " + quoted(e.Current, "and")
	}
	if e.Implied {
		return fmt.Sprintf("cannot downgrade to %q, nothing above it is applied: the database is %s, which only depends on it", e.Revision, at)
	}
	return fmt.Sprintf("cannot downgrade to %q, it is not applied: the database is %s", e.Revision, at)
}

// RangeError reports a range whose start is not below its end.
type RangeError struct {
	Range string

	text string
}

func (e *RangeError) Error() string { return e.text }

func rangeError(rng, format string, args ...any) error {
	return &RangeError{Range: rng, text: fmt.Sprintf(format, args...)}
}

// UnknownRowError reports a row of the version table that names no revision of
// the history.
type UnknownRowError struct {
	Row         string
	Suggestions []string
}

func (e *UnknownRowError) Error() string {
	return fmt.Sprintf("the version table names revision %q, which is not in the history: "+
		`bring back its file or run a newer build, or, if the schema is known to be at another revision, set that with "gmig stamp --purge REV"%s`,
		e.Row, didYouMean(e.Suggestions))
}

// OverlapError reports two revisions of which one implies the other, where each
// should stand for a line of its own.
type OverlapError struct {
	// Lower is applied whenever Upper is.
	Lower, Upper string
	// Rows tells that they are rows of the version table.
	Rows bool
}

func (e *OverlapError) Error() string {
	if e.Rows {
		return fmt.Sprintf("the version table names both %q and %q, but the first is below the second: "+
			`set what the schema is really at with "gmig stamp --purge REV"`, e.Lower, e.Upper)
	}
	return fmt.Sprintf("revisions %q and %q overlap, the first is below the second: name only one of them", e.Lower, e.Upper)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
