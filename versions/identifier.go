package versions

import (
	"strconv"
	"strings"
)

// identifier is what a user writes to name a revision, taken apart:
// [branch@][symbol][±steps]. The symbol is an id, the beginning of one, a
// label, or one of the reserved words.
type identifier struct {
	text           string
	branch, symbol string
	// relative tells that steps was written, be it "+0".
	relative bool
	steps    int
}

// parseIdentifier takes an identifier apart. isName tells which symbols are
// whole names: a label may end like a step, as "release-2" does.
func parseIdentifier(text string, isName func(string) bool) (identifier, error) {
	id := identifier{text: text, symbol: text}
	switch {
	case text == "":
		return id, identifierError(text, `revision identifier is empty: write an id, "head" or "base"`)
	case strings.Contains(text, ":"):
		return id, identifierError(text, "%q is a range: one revision is wanted here", text)
	case strings.Count(text, "@") > 1:
		return id, identifierError(text, `%q has more than one "@": write branch@revision`, text)
	}
	if branch, symbol, ok := strings.Cut(text, "@"); ok {
		if branch == "" || symbol == "" {
			return id, identifierError(text, `%q lacks what stands before or after "@": write branch@revision`, text)
		}
		id.branch, id.symbol = branch, symbol
	}
	if isName(id.symbol) {
		return id, nil
	}
	at := strings.LastIndexAny(id.symbol, "+-")
	if at < 0 {
		return id, nil
	}
	digits := id.symbol[at+1:]
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return id, nil
	}
	// 31 bits, so that the number can be negated whatever the platform.
	steps, err := strconv.ParseInt(id.symbol[at:], 10, 31)
	if err != nil {
		return id, identifierError(text, "%q is not a number of revisions", id.symbol[at:])
	}
	id.symbol, id.steps, id.relative = id.symbol[:at], int(steps), true
	return id, nil
}

// fromCurrent tells that the identifier starts from where the database is:
// "-2", "left@+1".
func (id identifier) fromCurrent() bool { return id.relative && id.symbol == "" }

// absolute is the identifier without its steps.
func (id identifier) absolute() identifier {
	id.relative, id.steps = false, 0
	return id
}

// parse takes an identifier apart by the names of the history.
func (g *Graph) parse(text string) (identifier, error) {
	return parseIdentifier(text, func(name string) bool { return g.byName[name] != nil })
}
