package ddl

import "fmt"

// Table is a CREATE TABLE text and what it consists of. The editing methods
// change the text and everything else with it; columns and constraints taken
// from the table before an edit are no longer part of it.
type Table struct {
	Name        string
	Columns     []*Column
	Constraints []*Constraint
	// Strict and WithoutRowid are the options behind the closing parenthesis.
	Strict, WithoutRowid bool

	tokens []Token
	name   span // the name with the schema before it
}

// Column is one column of a table.
type Column struct {
	Name string
	// Type is the declared type as it is written, empty for none.
	Type string
	// Constraints are in the order of the text.
	Constraints []*Constraint

	table    *Table
	span     span
	typeSpan span // empty, behind the name, without a type
}

// span is a range of a table's tokens, from the first up to but without end.
type span struct{ first, end int }

// String is the text.
func (t *Table) String() string { return Join(t.tokens) }

// Column returns the column of a name, or nil.
func (t *Table) Column(name string) *Column {
	for _, c := range t.Columns {
		if EqualNames(c.Name, name) {
			return c
		}
	}
	return nil
}

// Text is a constraint of the column as it is written.
func (c *Column) Text(con *Constraint) string { return c.table.Text(con) }

// Last returns the column's last constraint of a kind, which is the one that
// counts, or nil.
func (c *Column) Last(kind ConstraintKind) *Constraint {
	for i := len(c.Constraints) - 1; i >= 0; i-- {
		if c.Constraints[i].Kind == kind {
			return c.Constraints[i]
		}
	}
	return nil
}

// PrimaryKey returns the table's primary key, be it written at a column or by
// itself, or nil.
func (t *Table) PrimaryKey() *Constraint {
	for _, c := range t.AllConstraints() {
		if c.Kind == PrimaryKey {
			return c
		}
	}
	return nil
}

// AllConstraints are the constraints of the columns, then those of the table.
func (t *Table) AllConstraints() []*Constraint {
	var all []*Constraint
	for _, c := range t.Columns {
		all = append(all, c.Constraints...)
	}
	return append(all, t.Constraints...)
}

// Text is a constraint of the table or its columns as it is written.
func (t *Table) Text(c *Constraint) string { return Join(t.tokens[c.span.first:c.span.end]) }

// RowidColumn returns the column that is another name of the rowid, or nil: a
// primary key of one column of type INTEGER. As SQLite's manual says of
// rowid tables, PRIMARY KEY DESC at the column itself is an exception.
func (t *Table) RowidColumn() *Column {
	key := t.PrimaryKey()
	if key == nil || t.WithoutRowid || len(key.Keys) != 1 {
		return nil
	}
	if key.Inline && key.Keys[0].Order == "DESC" {
		return nil
	}
	c := t.Column(key.Keys[0].Name)
	if c == nil || NormalType(c.Type) != "integer" {
		return nil
	}
	return c
}

// ParseTable reads a CREATE TABLE text.
func ParseTable(sql string) (*Table, error) {
	p := &parser{tokens: Tokenize(sql)}
	t, err := p.table()
	if err != nil {
		return nil, fmt.Errorf("reading CREATE TABLE text: %w", err)
	}
	return t, nil
}

func (p *parser) table() (*Table, error) {
	t := &Table{tokens: p.tokens}
	p.skip()
	if err := p.expect("CREATE"); err != nil {
		return nil, err
	}
	_ = p.accept("TEMP") || p.accept("TEMPORARY")
	if err := p.expect("TABLE"); err != nil {
		return nil, err
	}
	if p.accept("IF") {
		_ = p.accept("NOT") && p.accept("EXISTS")
	}
	var err error
	if t.Name, t.name, err = p.qualifiedName(); err != nil {
		return nil, err
	}
	if err := p.expectOp("("); err != nil {
		return nil, err
	}
	if err := p.items(t); err != nil {
		return nil, err
	}
	if err := p.expectOp(")"); err != nil {
		return nil, err
	}
	return t, p.tableOptions(t)
}

// items reads what stands between the parentheses: columns, then constraints,
// between which SQLite lets one leave out the commas.
func (p *parser) items(t *Table) error {
	for !p.tok().op(")") {
		switch {
		case p.tok().op(",") && len(t.Columns) > 0:
			p.advance()
		case p.atTableConstraint():
			c, err := p.constraint(nil)
			if err != nil {
				return err
			}
			t.Constraints = append(t.Constraints, c)
		case len(t.Constraints) > 0:
			return p.unexpected("a table constraint")
		default:
			c, err := p.column(t)
			if err != nil {
				return err
			}
			t.Columns = append(t.Columns, c)
		}
	}
	return nil
}

func (p *parser) tableOptions(t *Table) error {
	for !p.done() {
		switch {
		case p.accept("STRICT"):
			t.Strict = true
		case p.accept("WITHOUT"):
			if err := p.expect("ROWID"); err != nil {
				return err
			}
			t.WithoutRowid = true
		case p.tok().op(",") || p.tok().op(";"):
			p.advance()
		default:
			return p.unexpected("a table option")
		}
	}
	return nil
}

// column reads a column: name, type, constraints.
func (p *parser) column(t *Table) (*Column, error) {
	c := &Column{table: t, span: span{first: p.at}}
	if !p.atName() {
		return nil, p.unexpected("a column name")
	}
	c.Name = p.advance().Name()
	c.typeSpan = span{p.last, p.last}
	if p.atTypeWord() {
		c.typeSpan.first = p.at
		for p.atTypeWord() {
			p.advance()
		}
		if p.tok().op("(") {
			if _, err := p.group(); err != nil {
				return nil, err
			}
		}
		c.typeSpan.end = p.last
		c.Type = Join(p.tokens[c.typeSpan.first:c.typeSpan.end])
	}
	for !p.tok().op(",") && !p.tok().op(")") {
		con, err := p.constraint(c)
		if err != nil {
			return nil, fmt.Errorf("column %q: %w", c.Name, err)
		}
		if fk := c.Last(ForeignKey); con.Kind == Deferral && fk != nil {
			fk.References.Timing = con.Expr
		}
		c.Constraints = append(c.Constraints, con)
	}
	c.span.end = p.last
	return c, nil
}

// atTypeWord reports whether the token can be part of a type's name: SQLite
// takes any identifiers there, and no word that starts a constraint.
func (p *parser) atTypeWord() bool {
	if !p.atName() {
		return false
	}
	for _, keyword := range []string{"CONSTRAINT", "DEFAULT", "NOT", "NULL", "PRIMARY", "UNIQUE", "CHECK",
		"REFERENCES", "COLLATE", "DEFERRABLE", "AS"} {
		if p.tok().is(keyword) {
			return false
		}
	}
	return !p.tok().is("GENERATED") || !p.peek(1).is("ALWAYS") || !p.peek(2).is("AS")
}

func (p *parser) atTableConstraint() bool {
	for _, keyword := range []string{"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"} {
		if p.tok().is(keyword) {
			return true
		}
	}
	return false
}
