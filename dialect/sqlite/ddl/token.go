// Package ddl reads and edits the CREATE TABLE and CREATE INDEX texts that
// SQLite keeps in sqlite_master. It splits a text into tokens, finds out which
// of them make up a column or a constraint, and changes just those, so that
// whatever the rest of gmig has no word for (a conflict clause, a comment, a
// spelling) stays as its author wrote it.
//
// It is no SQL parser: expressions are runs of tokens, and a text is expected
// to be one that SQLite itself accepted.
package ddl

import "strings"

// Kind is the lexical class of a token.
type Kind int

// The kinds of tokens.
const (
	Space    Kind = iota
	Comment       // "-- …" without its line end, or "/* … */"
	Word          // a bare identifier or keyword
	Quoted        // "…", `…` or […]
	String        // '…'
	Blob          // x'…'
	Number        // 1, 1.5e3, 0xff
	Variable      // ?1, :a, @a, $a
	Operator      // punctuation, one operator a token
	Other         // what SQLite itself would refuse
)

// Token is a piece of SQL text. The texts of all tokens of an input, joined,
// are the input.
type Token struct {
	Kind Kind
	Text string
}

// significant tells a token apart from white space and comments.
func (t Token) significant() bool { return t.Kind != Space && t.Kind != Comment }

// touches reports whether both tokens could become one without a space between
// them.
func (t Token) touches(next Token) bool {
	apart := func(k Kind) bool { return k == Space || k == Comment || k == Operator }
	return !apart(t.Kind) && !apart(next.Kind)
}

// is reports whether the token is a keyword, given in upper case.
func (t Token) is(keyword string) bool { return t.Kind == Word && EqualNames(t.Text, keyword) }

// op reports whether the token is an operator.
func (t Token) op(text string) bool { return t.Kind == Operator && t.Text == text }

// Name is the identifier that a token stands for: quotes are removed. SQLite
// also takes a string where it expects an identifier.
func (t Token) Name() string {
	if len(t.Text) < 2 || t.Kind != Quoted && t.Kind != String {
		return t.Text
	}
	inner := t.Text[1 : len(t.Text)-1]
	if t.Text[0] == '[' {
		return inner
	}
	quote := t.Text[:1]
	return strings.ReplaceAll(inner, quote+quote, quote)
}

// Tokenize splits SQL text as SQLite does. It never fails: an unterminated
// quote or comment reaches to the end of the text, and what is no token at all
// gets the kind Other.
func Tokenize(sql string) []Token {
	var tokens []Token
	for len(sql) > 0 {
		kind, n := next(sql)
		tokens = append(tokens, Token{Kind: kind, Text: sql[:n]})
		sql = sql[n:]
	}
	return tokens
}

// next returns the kind and the length of the first token of a text that is
// not empty.
func next(s string) (Kind, int) {
	c := s[0]
	switch {
	case isSpace(c):
		// A vertical tab begins no white space, and goes on with it.
		return Space, run(s, 1, func(c byte) bool { return isSpace(c) || c == '\v' })
	case strings.HasPrefix(s, "\ufeff"):
		return Space, len("\ufeff")
	case strings.HasPrefix(s, "--"):
		if i := strings.IndexByte(s, '\n'); i >= 0 {
			return Comment, i
		}
		return Comment, len(s)
	case strings.HasPrefix(s, "/*") && len(s) > 2:
		if i := strings.Index(s[2:], "*/"); i >= 0 {
			return Comment, i + 4
		}
		return Comment, len(s)
	case c == '\'' || c == '"' || c == '`':
		return quoted(s)
	case c == '[':
		if i := strings.IndexByte(s, ']'); i >= 0 {
			return Quoted, i + 1
		}
		return Other, len(s)
	case (c == 'x' || c == 'X') && len(s) > 1 && s[1] == '\'':
		return blob(s)
	case isDigit(c) || c == '.' && len(s) > 1 && isDigit(s[1]):
		return number(s)
	case isWordStart(c):
		return Word, run(s, 1, isWord)
	case c == '?':
		return Variable, run(s, 1, isDigit)
	case c == ':' || c == '@' || c == '$' || c == '#':
		if n := run(s, 1, isWord); n > 1 {
			return Variable, n
		}
		return Other, 1
	}
	for _, op := range []string{"->>", "->", "||", "<=", "<>", "<<", ">=", ">>", "==", "!="} {
		if strings.HasPrefix(s, op) {
			return Operator, len(op)
		}
	}
	if strings.IndexByte("()+-*/%,.;=<>&|~", c) >= 0 {
		return Operator, 1
	}
	return Other, 1
}

// quoted measures a text in quotes, in which a doubled quote stands for one.
func quoted(s string) (Kind, int) {
	quote := s[0]
	for i := 1; i < len(s); i++ {
		if s[i] != quote {
			continue
		}
		if i+1 < len(s) && s[i+1] == quote {
			i++
			continue
		}
		if quote == '\'' {
			return String, i + 1
		}
		return Quoted, i + 1
	}
	return Other, len(s)
}

func blob(s string) (Kind, int) {
	n := run(s, 2, isHex)
	if n < len(s) && s[n] == '\'' && n%2 == 0 {
		return Blob, n + 1
	}
	n = run(s, n, func(c byte) bool { return c != '\'' })
	if n < len(s) {
		n++
	}
	return Other, n
}

// number measures an integer, a decimal or a hexadecimal, with the underscores
// between digits that SQLite takes since 3.46.
func number(s string) (Kind, int) {
	digits := func(c byte) bool { return isDigit(c) || c == '_' }
	n := 0
	if len(s) > 2 && s[0] == '0' && (s[1] == 'x' || s[1] == 'X') && isHex(s[2]) {
		n = run(s, 2, func(c byte) bool { return isHex(c) || c == '_' })
	} else {
		n = run(s, 0, digits)
		if n < len(s) && s[n] == '.' {
			n = run(s, n+1, digits)
		}
		if n < len(s) && (s[n] == 'e' || s[n] == 'E') {
			m := n + 1
			if m < len(s) && (s[m] == '+' || s[m] == '-') {
				m++
			}
			if m < len(s) && isDigit(s[m]) {
				n = run(s, m, digits)
			}
		}
	}
	if n < len(s) && isWord(s[n]) {
		return Other, run(s, n, isWord)
	}
	return Number, n
}

// run returns the end of the bytes from i on that meet a condition.
func run(s string, i int, in func(byte) bool) int {
	for i < len(s) && in(s[i]) {
		i++
	}
	return i
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' && c != '\v' }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isHex(c byte) bool   { return isDigit(c) || lower(c) >= 'a' && lower(c) <= 'f' }

// isWordStart takes every byte of a character beyond ASCII for a letter.
func isWordStart(c byte) bool { return lower(c) >= 'a' && lower(c) <= 'z' || c == '_' || c >= 0x80 }
func isWord(c byte) bool      { return isWordStart(c) || isDigit(c) || c == '$' }

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// FoldName brings the ASCII letters of an identifier to lower case: the only
// ones in whose case SQLite sees no difference.
func FoldName(name string) string {
	b := []byte(name)
	for i, c := range b {
		b[i] = lower(c)
	}
	return string(b)
}

// EqualNames reports whether two identifiers are the same to SQLite.
func EqualNames(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

// Join returns the text of tokens.
func Join(tokens []Token) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString(t.Text)
	}
	return b.String()
}
