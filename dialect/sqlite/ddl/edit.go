package ddl

import (
	"fmt"
	"strings"
)

// Rename gives the table another name in its own text. A schema before the
// name goes. References of the table to itself stay as they are.
func (t *Table) Rename(name string) error { return t.replace(t.name, QuoteName(name)) }

// Qualify puts a schema before the table's name.
func (t *Table) Qualify(schema string) error {
	return t.replace(t.name, QuoteName(schema)+"."+QuoteName(t.Name))
}

// AddColumn adds a column behind the others; definition is its text from the
// name on.
func (t *Table) AddColumn(definition string) error {
	return t.insert(t.Columns[len(t.Columns)-1].span.end, ","+definition)
}

// AppendColumn adds a column to the text as SQLite's ALTER TABLE ADD COLUMN does:
// behind the white space and the comments that follow the others.
func (t *Table) AppendColumn(definition string) error {
	at := t.Columns[len(t.Columns)-1].span.end
	for !t.tokens[at].significant() {
		at++
	}
	return t.become(Join(t.tokens[:at]) + ", " + strings.TrimSpace(definition) + Join(t.tokens[at:]))
}

// ReplaceColumn gives a column another definition, from the name on.
func (t *Table) ReplaceColumn(name, definition string) error {
	c, err := t.mustColumn(name)
	if err != nil {
		return err
	}
	return t.replace(c.span, definition)
}

// DropColumn removes a column from the text, and nothing that mentions it.
func (t *Table) DropColumn(name string) error {
	c, err := t.mustColumn(name)
	if err != nil {
		return err
	}
	if len(t.Columns) == 1 {
		return fmt.Errorf("column %q is the only one of table %q, and SQLite has no table without columns: drop the table", name, t.Name)
	}
	return t.remove(t.withComma(c.span)...)
}

// SetOptions puts other options behind the table's closing parenthesis, none if
// the text is empty.
func (t *Table) SetOptions(options string) error {
	at := t.Columns[len(t.Columns)-1].span.end
	if n := len(t.Constraints); n > 0 {
		at = t.Constraints[n-1].span.end
	}
	for !t.tokens[at].op(")") {
		at++
	}
	text := Join(t.tokens[:at+1])
	if options != "" {
		text += " " + options
	}
	for _, token := range t.tokens[at+1:] {
		if !token.significant() {
			text += token.Text
		}
	}
	return t.become(text)
}

// AddConstraint adds a table constraint behind all others.
func (t *Table) AddConstraint(definition string) error {
	end := t.Columns[len(t.Columns)-1].span.end
	if n := len(t.Constraints); n > 0 {
		end = t.Constraints[n-1].span.end
	}
	return t.insert(end, ","+definition)
}

// DropConstraint removes a constraint of the table or of a column.
func (t *Table) DropConstraint(c *Constraint) error {
	if c.Inline {
		return t.remove(c.span)
	}
	return t.remove(t.withComma(c.span)...)
}

// ReplaceConstraint gives a constraint of the table or of a column another text.
func (t *Table) ReplaceConstraint(c *Constraint, definition string) error {
	return t.replace(c.span, definition)
}

// SetType changes the declared type of a column; an empty one leaves it without.
func (t *Table) SetType(column, definition string) error {
	c, err := t.mustColumn(column)
	if err != nil {
		return err
	}
	switch {
	case definition == "" && c.Type == "":
		return nil
	case definition == "":
		return t.remove(c.typeSpan)
	case c.Type == "":
		return t.insert(c.typeSpan.end, " "+definition)
	}
	return t.replace(c.typeSpan, definition)
}

// AddColumnConstraint puts a constraint behind the type of a column, or, if it
// has one of the kinds named, behind the last of these.
func (t *Table) AddColumnConstraint(column, definition string, behind ...ConstraintKind) error {
	c, err := t.mustColumn(column)
	if err != nil {
		return err
	}
	end := c.typeSpan.end
	for _, kind := range behind {
		if other := c.Last(kind); other != nil && other.span.end > end {
			end = other.span.end
		}
	}
	return t.insert(end, " "+definition)
}

// DropColumnConstraints removes a column's constraints of a kind.
func (t *Table) DropColumnConstraints(column string, kind ConstraintKind) error {
	for {
		c, err := t.mustColumn(column)
		if err != nil {
			return err
		}
		con := c.Last(kind)
		if con == nil {
			return nil
		}
		if err := t.DropConstraint(con); err != nil {
			return err
		}
	}
}

func (t *Table) mustColumn(name string) (*Column, error) {
	c := t.Column(name)
	if c == nil {
		return nil, fmt.Errorf("table %q has no column %q", t.Name, name)
	}
	return c, nil
}

// withComma adds to the range of an item the comma that goes with it: the one
// before it, or the one behind it for the first item. A comma stays if the next
// constraint follows without one, which would join the item before.
func (t *Table) withComma(item span) []span {
	before, after := t.neighbour(item.first, -1), t.neighbour(item.end-1, +1)
	switch {
	case t.tokens[before].op(",") && (t.tokens[after].op(",") || t.tokens[after].op(")")):
		return []span{{before, before + 1}, item}
	case t.tokens[before].op("(") && t.tokens[after].op(","):
		return []span{item, {after, after + 1}}
	}
	return []span{item}
}

// neighbour is the index of the next significant token in a direction; inside
// the parentheses there is always one.
func (t *Table) neighbour(i, step int) int {
	for i += step; !t.tokens[i].significant(); i += step {
	}
	return i
}

// insert puts text before the token at an index.
func (t *Table) insert(at int, text string) error { return t.replace(span{at, at}, text) }

// replace puts text in the place of a range of tokens, and a space between it
// and a neighbour that it would grow together with.
func (t *Table) replace(s span, text string) error {
	inner := Tokenize(text)
	last := inner[len(inner)-1]
	before, after := "", ""
	if t.tokens[s.first-1].touches(inner[0]) {
		before = " "
	}
	if strings.HasPrefix(last.Text, "--") {
		after = "\n"
	} else if s.end < len(t.tokens) && last.touches(t.tokens[s.end]) {
		after = " "
	}
	return t.become(Join(t.tokens[:s.first]) + before + text + after + Join(t.tokens[s.end:]))
}

// remove takes ranges of tokens out of the text and closes the gaps: one of
// two stretches of white space goes, and words that would touch are set apart.
func (t *Table) remove(ranges ...span) error {
	var kept []Token
	at := 0
	for _, s := range append(ranges, span{len(t.tokens), len(t.tokens)}) {
		if s.first > at {
			kept = closeGap(kept, t.tokens[at:s.first])
		}
		at = s.end
	}
	return t.become(Join(kept))
}

func closeGap(left, right []Token) []Token {
	n := len(left)
	if n < 2 {
		return append(left, right...)
	}
	// The line end behind a line comment must stay.
	spare := left[n-1].Kind == Space && !strings.HasPrefix(left[n-2].Text, "--")
	switch next := right[0]; {
	case spare && (next.Kind == Space || next.Kind == Operator):
		left = left[:n-1]
	case left[n-1].Kind == Space && next.Kind == Space:
		right = right[1:]
	case left[n-1].touches(next):
		left = append(left, Token{Kind: Space, Text: " "})
	}
	return append(left, right...)
}

// become reads an edited text. It leaves the table alone if that is no CREATE
// TABLE text.
func (t *Table) become(text string) error {
	edited, err := ParseTable(text)
	if err != nil {
		return fmt.Errorf("editing the text of table %q: %w", t.Name, err)
	}
	*t = *edited
	return nil
}
