package ddl

import "fmt"

// parser walks over the significant tokens of a text.
type parser struct {
	tokens []Token
	at     int // the present token, which is significant, or len(tokens)
	last   int // the end of the significant token before it
}

// skip moves over white space and comments.
func (p *parser) skip() {
	for p.at < len(p.tokens) && !p.tokens[p.at].significant() {
		p.at++
	}
}

func (p *parser) done() bool { return p.at >= len(p.tokens) }

// tok is the present token, an empty one at the end.
func (p *parser) tok() Token {
	if p.done() {
		return Token{}
	}
	return p.tokens[p.at]
}

// peek is the nth significant token after the present one.
func (p *parser) peek(n int) Token {
	q := *p
	for ; n > 0 && !q.done(); n-- {
		q.advance()
	}
	return q.tok()
}

func (p *parser) advance() Token {
	t := p.tok()
	if !p.done() {
		p.at++
		p.last = p.at
	}
	p.skip()
	return t
}

// accept moves over a keyword if it is the present token.
func (p *parser) accept(keyword string) bool {
	if p.tok().is(keyword) {
		p.advance()
		return true
	}
	return false
}

func (p *parser) expect(keyword string) error {
	if !p.accept(keyword) {
		return p.unexpected(keyword)
	}
	return nil
}

func (p *parser) expectOp(text string) error {
	if !p.tok().op(text) {
		return p.unexpected(fmt.Sprintf("%q", text))
	}
	p.advance()
	return nil
}

func (p *parser) unexpected(want string) error {
	if p.done() {
		return fmt.Errorf("the text ends where %s should follow", want)
	}
	return fmt.Errorf("%q stands where %s should follow", p.tok().Text, want)
}

// atName reports whether the present token can be an identifier.
func (p *parser) atName() bool {
	k := p.tok().Kind
	return !p.done() && (k == Word || k == Quoted || k == String)
}

func (p *parser) identifier() (string, error) {
	if !p.atName() {
		return "", p.unexpected("a name")
	}
	return p.advance().Name(), nil
}

// qualifiedName reads a name that may have a schema before it.
func (p *parser) qualifiedName() (string, span, error) {
	where := span{first: p.at}
	name, err := p.identifier()
	if err != nil {
		return "", where, err
	}
	if p.tok().op(".") {
		p.advance()
		if name, err = p.identifier(); err != nil {
			return "", where, err
		}
	}
	where.end = p.last
	return name, where, nil
}

// group moves over a pair of parentheses and all between them, and returns the
// range of what is between.
func (p *parser) group() (span, error) {
	if err := p.expectOp("("); err != nil {
		return span{}, err
	}
	inner := span{first: p.at, end: p.at}
	for depth := 1; ; {
		switch t := p.tok(); {
		case p.done():
			return inner, p.unexpected(`")"`)
		case t.op("("):
			depth++
		case t.op(")"):
			depth--
		}
		if depth == 0 {
			p.advance()
			return inner, nil
		}
		p.advance()
		inner.end = p.last
	}
}

// text is the text of a range of tokens.
func (p *parser) text(s span) string { return Join(p.tokens[s.first:s.end]) }

// list splits a range at its commas that are in no parentheses.
func (p *parser) list(s span) []span {
	var parts []span
	depth, first := 0, s.first
	for i := s.first; i < s.end; i++ {
		switch t := p.tokens[i]; {
		case t.op("("):
			depth++
		case t.op(")"):
			depth--
		case t.op(",") && depth == 0:
			parts = append(parts, p.trim(span{first, i}))
			first = i + 1
		}
	}
	return append(parts, p.trim(span{first, s.end}))
}

// trim takes white space and comments off both ends of a range.
func (p *parser) trim(s span) span {
	for s.first < s.end && !p.tokens[s.first].significant() {
		s.first++
	}
	for s.end > s.first && !p.tokens[s.end-1].significant() {
		s.end--
	}
	return s
}
