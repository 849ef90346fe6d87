package ddl

import "strings"

// Normal brings an expression to a form that is equal for texts that SQLite
// reads as the same tokens: without comments, with single spaces, identifiers
// unquoted and in lower case where that is no loss. A name in double quotes
// that isColumn does not know is a string to SQLite, and becomes one here.
func Normal(sql string, isColumn func(string) bool) string {
	tokens := significant(sql)
	var b strings.Builder
	for i, t := range tokens {
		if i > 0 && spaced(tokens[i-1], t) {
			b.WriteByte(' ')
		}
		switch {
		case t.Kind == Quoted && isMisquotedString(tokens, i, isColumn):
			b.WriteString(QuoteString(t.Name()))
		case t.Kind == Quoted:
			b.WriteString(normalName(t.Name()))
		case t.op("=="):
			b.WriteString("=")
		case t.op("!="):
			b.WriteString("<>")
		case t.Kind == String:
			b.WriteString(t.Text)
		default:
			b.WriteString(FoldName(t.Text))
		}
	}
	return b.String()
}

// NormalDefault is the normal form of a column's default. A lone identifier,
// however quoted, is a string there.
func NormalDefault(sql string) string {
	sql = DefaultExpression(sql)
	normal := Normal(sql, func(string) bool { return false })
	if strings.HasPrefix(normal, "- ") || strings.HasPrefix(normal, "+ ") {
		return normal[:1] + normal[2:]
	}
	return normal
}

// DefaultExpression turns the text behind DEFAULT into an expression of the
// same value: SQLite takes DEFAULT "new" and DEFAULT new for strings, which
// elsewhere are columns.
func DefaultExpression(sql string) string {
	tokens := Tokenize(sql)
	for i, t := range tokens {
		switch {
		case len(tokens) == 1 && (t.Kind == Quoted || t.Kind == Word && !isLiteralWord(t.Text)),
			t.Kind == Quoted && isMisquotedString(tokens, i, func(string) bool { return false }):
			tokens[i] = Token{Kind: String, Text: QuoteString(t.Name())}
		}
	}
	return Join(tokens)
}

// IsConstant reports whether a default is a literal, which ALTER TABLE ADD
// COLUMN takes on a table that has rows.
func IsConstant(sql string) bool {
	tokens := significant(sql)
	if len(tokens) > 0 && (tokens[0].op("-") || tokens[0].op("+")) {
		tokens = tokens[1:]
	}
	if len(tokens) != 1 {
		return false
	}
	return !strings.HasPrefix(FoldName(tokens[0].Text), "current_")
}

// IsNull reports whether a default is NULL.
func IsNull(sql string) bool {
	tokens := significant(sql)
	for len(tokens) > 2 && tokens[0].op("(") && tokens[len(tokens)-1].op(")") {
		tokens = tokens[1 : len(tokens)-1]
	}
	return len(tokens) == 1 && tokens[0].is("NULL")
}

// NormalType is the normal form of a declared type: lower case, single spaces
// between words, none around parentheses.
func NormalType(sql string) string {
	var b strings.Builder
	var before Token
	for i, t := range significant(sql) {
		word := t.Kind != Operator
		if i > 0 && word && before.Kind != Operator {
			b.WriteByte(' ')
		}
		b.WriteString(FoldName(t.Name()))
		before = t
	}
	return b.String()
}

// Mentions reports whether an identifier occurs in a text.
func Mentions(sql, name string) bool {
	for _, t := range Tokenize(sql) {
		if (t.Kind == Word || t.Kind == Quoted) && EqualNames(t.Name(), name) {
			return true
		}
	}
	return false
}

// Words returns what could be an identifier in a text, in folded case: its words
// and quoted names.
func Words(sql string) []string {
	var words []string
	for _, t := range Tokenize(sql) {
		if t.Kind == Word || t.Kind == Quoted {
			words = append(words, FoldName(t.Name()))
		}
	}
	return words
}

// Qualifies reports whether an identifier occurs with a point behind it.
func Qualifies(sql, name string) bool {
	tokens := significant(sql)
	for i := range len(tokens) - 1 {
		t := tokens[i]
		if (t.Kind == Word || t.Kind == Quoted) && EqualNames(t.Name(), name) && tokens[i+1].op(".") {
			return true
		}
	}
	return false
}

// QuoteString writes a string literal.
func QuoteString(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// QuoteName writes an identifier in backticks, as GORM does.
func QuoteName(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

func significant(sql string) []Token {
	var tokens []Token
	for _, t := range Tokenize(sql) {
		if t.significant() {
			tokens = append(tokens, t)
		}
	}
	return tokens
}

// spaced tells where the normal form has a space.
func spaced(left, right Token) bool {
	switch {
	case left.Kind == Number && right.op("."), left.op(".") && right.Kind == Number:
		return true // or they become one number
	case left.op("(") || left.op(".") || right.op(")") || right.op(",") || right.op("."):
		return false
	case right.op("("):
		return left.Kind != Word && left.Kind != Quoted
	}
	return true
}

// isMisquotedString finds the strings that are written in double quotes, which
// SQLite allows where no column has that name.
func isMisquotedString(tokens []Token, i int, isColumn func(string) bool) bool {
	t := tokens[i]
	if t.Text[0] != '"' || isColumn(t.Name()) {
		return false
	}
	if i > 0 && (tokens[i-1].op(".") || tokens[i-1].is("COLLATE") || tokens[i-1].is("AS")) {
		return false
	}
	return i+1 == len(tokens) || !tokens[i+1].op(".") && !tokens[i+1].op("(")
}

// normalName leaves the quotes off where the name is no word of its own.
func normalName(name string) string {
	plain := name != "" && isWordStart(name[0]) && !isLiteralWord(name)
	for i := range len(name) {
		plain = plain && isWord(name[i])
	}
	if plain {
		return FoldName(name)
	}
	return `"` + strings.ReplaceAll(FoldName(name), `"`, `""`) + `"`
}

// isLiteralWord knows the words that stand for values.
func isLiteralWord(word string) bool {
	switch FoldName(word) {
	case "null", "true", "false", "current_time", "current_date", "current_timestamp":
		return true
	}
	return false
}
