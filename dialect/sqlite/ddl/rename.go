package ddl

import "fmt"

// RenameConstraint gives a constraint that has a name another one.
func (t *Table) RenameConstraint(c *Constraint, name string) error {
	at, err := nameBehind(t.tokens, c.span, "CONSTRAINT")
	if err != nil {
		return fmt.Errorf("the constraint %q: %w", t.Text(c), err)
	}
	return t.replace(span{at, at + 1}, QuoteName(name))
}

// RenameIndex returns a CREATE INDEX text, as SQLite keeps it, with another name
// of the index.
func RenameIndex(sql, name string) (string, error) {
	if _, err := ParseIndex(sql); err != nil {
		return "", err
	}
	tokens := Tokenize(sql)
	at, err := nameBehind(tokens, span{0, len(tokens)}, "INDEX")
	if err != nil {
		return "", fmt.Errorf("the text %q: %w", sql, err)
	}
	tokens[at].Text = QuoteName(name)
	return Join(tokens), nil
}

// nameBehind is the index of the identifier that follows a keyword in a range.
func nameBehind(tokens []Token, in span, keyword string) (int, error) {
	behind := false
	for i := in.first; i < in.end; i++ {
		switch {
		case !tokens[i].significant():
		case behind:
			return i, nil
		case tokens[i].is(keyword):
			behind = true
		}
	}
	return 0, fmt.Errorf("it has no name")
}
