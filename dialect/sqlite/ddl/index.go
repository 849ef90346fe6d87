package ddl

import "fmt"

// Index is a CREATE INDEX text and what it consists of.
type Index struct {
	Name, Table string
	Unique      bool
	Parts       []Key
	// Where is the condition of a partial index, empty for all rows.
	Where string
}

// ParseIndex reads a CREATE INDEX text.
func ParseIndex(sql string) (*Index, error) {
	p := &parser{tokens: Tokenize(sql)}
	i, err := p.index()
	if err != nil {
		return nil, fmt.Errorf("reading CREATE INDEX text: %w", err)
	}
	return i, nil
}

func (p *parser) index() (*Index, error) {
	p.skip()
	if err := p.expect("CREATE"); err != nil {
		return nil, err
	}
	i := &Index{Unique: p.accept("UNIQUE")}
	if err := p.expect("INDEX"); err != nil {
		return nil, err
	}
	if p.accept("IF") {
		_ = p.accept("NOT") && p.accept("EXISTS")
	}
	var err error
	if i.Name, _, err = p.qualifiedName(); err != nil {
		return nil, err
	}
	if err := p.expect("ON"); err != nil {
		return nil, err
	}
	if i.Table, err = p.identifier(); err != nil {
		return nil, err
	}
	inner, err := p.group()
	if err != nil {
		return nil, err
	}
	for _, part := range p.list(inner) {
		key, _ := p.key(part)
		i.Parts = append(i.Parts, key)
	}
	if p.accept("WHERE") {
		where := span{p.at, len(p.tokens)}
		if end := p.trim(where); end.end > end.first && p.tokens[end.end-1].op(";") {
			where.end = end.end - 1
		}
		i.Where = p.text(p.trim(where))
	}
	return i, nil
}

// key reads one part of a key or an index; it ends in COLLATE, ASC or DESC,
// NULLS FIRST or LAST and, in a primary key, AUTOINCREMENT.
func (p *parser) key(s span) (key Key, autoincrement bool) {
	at := func(n int) (Token, int) { // the nth significant token from the end
		for i := s.end - 1; i >= s.first; i-- {
			if p.tokens[i].significant() {
				if n == 0 {
					return p.tokens[i], i
				}
				n--
			}
		}
		return Token{}, s.first
	}
	cut := func(i int) { s = p.trim(span{s.first, i}) }
	if t, i := at(0); t.is("AUTOINCREMENT") && i > s.first {
		autoincrement = true
		cut(i)
	}
	if t, i := at(1); t.is("NULLS") && i > s.first {
		cut(i)
	}
	if t, i := at(0); (t.is("ASC") || t.is("DESC")) && i > s.first {
		key.Order = "ASC"
		if t.is("DESC") {
			key.Order = "DESC"
		}
		cut(i)
	}
	if t, i := at(1); t.is("COLLATE") && i > s.first {
		name, _ := at(0)
		key.Collation = name.Name()
		cut(i)
	}
	key.Expr = p.text(s)
	if s.end == s.first+1 {
		if t := p.tokens[s.first]; t.Kind == Word || t.Kind == Quoted || t.Kind == String {
			key.Name = t.Name()
		}
	}
	return key, autoincrement
}
