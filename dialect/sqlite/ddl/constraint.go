package ddl

import "strings"

// ConstraintKind says what a constraint is. SQLite's grammar counts a default,
// a collation and a generation expression among a column's constraints too.
type ConstraintKind int

// The kinds of constraints.
const (
	NameOnly ConstraintKind = iota // CONSTRAINT name and nothing behind it
	Null                           // an explicit NULL
	NotNull
	Default
	PrimaryKey
	Unique
	Check
	ForeignKey
	Collate
	Generated
	Deferral // a DEFERRABLE clause apart from its foreign key
)

// Constraint is a constraint of a table or of a column.
type Constraint struct {
	Kind ConstraintKind
	// Name is what follows CONSTRAINT, empty for none.
	Name string
	// Inline tells that the constraint is written at its column.
	Inline bool
	// Keys are the columns of a primary key, a unique or a foreign key, be
	// they named or the column that the constraint is written at.
	Keys []Key
	// Expr is the default as it is written, or what stands between the
	// parentheses of CHECK and AS.
	Expr string
	// Collation is the name in a COLLATE clause.
	Collation string
	// Stored tells apart the generated columns that are not virtual.
	Stored bool
	// Autoincrement belongs to a primary key.
	Autoincrement bool
	// Conflict is the ON CONFLICT algorithm in capitals, empty for none.
	Conflict string
	// References is the target of a foreign key.
	References *Reference

	span span
}

// Key is one column of a key or one part of an index.
type Key struct {
	// Name is the column; empty if Expr is no mere name.
	Name string
	// Expr is the part as it is written, without collation and order.
	Expr string
	// Collation is a name, empty for the column's own.
	Collation string
	// Order is "ASC", "DESC" or empty.
	Order string
}

// Reference is the target of a foreign key.
type Reference struct {
	Table string
	// Columns are empty for the primary key of Table.
	Columns []string
	// Delete and Update are the actions in capitals as they are written, empty
	// for none.
	Delete, Update string
	// Match is the name in a MATCH clause.
	Match string
	// Timing is the deferral in capitals as it is written: "DEFERRABLE
	// INITIALLY DEFERRED", "NOT DEFERRABLE", or empty.
	Timing string
}

// constraint reads one constraint of a column, or of the table if column is
// nil.
func (p *parser) constraint(column *Column) (*Constraint, error) {
	c := &Constraint{Inline: column != nil, span: span{first: p.at}}
	named := p.accept("CONSTRAINT")
	if named {
		var err error
		if c.Name, err = p.identifier(); err != nil {
			return nil, err
		}
	}
	var err error
	if column != nil {
		c.Keys = []Key{{Name: column.Name, Expr: column.Name}}
		err = p.columnConstraint(c, named)
	} else {
		err = p.tableConstraint(c, named)
	}
	c.span.end = p.last
	return c, err
}

func (p *parser) columnConstraint(c *Constraint, named bool) error {
	switch {
	case p.tok().is("NOT") && p.peek(1).is("NULL"):
		p.advance()
		p.advance()
		c.Kind = NotNull
		return p.conflict(c)
	case p.accept("NULL"):
		c.Kind = Null
		return p.conflict(c)
	case p.accept("DEFAULT"):
		c.Kind = Default
		return p.defaultValue(c)
	case p.accept("PRIMARY"):
		if err := p.expect("KEY"); err != nil {
			return err
		}
		c.Kind = PrimaryKey
		c.Keys[0].Order = p.order()
		if err := p.conflict(c); err != nil {
			return err
		}
		c.Autoincrement = p.accept("AUTOINCREMENT")
		return nil
	case p.accept("UNIQUE"):
		c.Kind = Unique
		return p.conflict(c)
	case p.accept("CHECK"):
		c.Kind = Check
		return p.expression(c)
	case p.accept("COLLATE"):
		c.Kind = Collate
		name, err := p.identifier()
		c.Collation = name
		return err
	case p.accept("GENERATED"):
		if err := p.expect("ALWAYS"); err != nil {
			return err
		}
		if err := p.expect("AS"); err != nil {
			return err
		}
		return p.generated(c)
	case p.accept("AS"):
		return p.generated(c)
	case p.tok().is("REFERENCES"):
		c.Kind = ForeignKey
		return p.references(c)
	case p.atTiming():
		c.Kind = Deferral
		c.Expr = p.timing()
		return nil
	case named:
		c.Kind = NameOnly
		return nil
	}
	return p.unexpected("a column constraint")
}

func (p *parser) tableConstraint(c *Constraint, named bool) error {
	switch {
	case p.accept("PRIMARY"):
		if err := p.expect("KEY"); err != nil {
			return err
		}
		c.Kind = PrimaryKey
		if err := p.keys(c); err != nil {
			return err
		}
		return p.conflict(c)
	case p.accept("UNIQUE"):
		c.Kind = Unique
		if err := p.keys(c); err != nil {
			return err
		}
		return p.conflict(c)
	case p.accept("CHECK"):
		c.Kind = Check
		if err := p.expression(c); err != nil {
			return err
		}
		return p.conflict(c)
	case p.accept("FOREIGN"):
		if err := p.expect("KEY"); err != nil {
			return err
		}
		c.Kind = ForeignKey
		if err := p.keys(c); err != nil {
			return err
		}
		return p.references(c)
	case named:
		c.Kind = NameOnly
		return nil
	}
	return p.unexpected("a table constraint")
}

func (p *parser) generated(c *Constraint) error {
	c.Kind = Generated
	if err := p.expression(c); err != nil {
		return err
	}
	c.Stored = p.accept("STORED")
	if !c.Stored {
		p.accept("VIRTUAL")
	}
	return nil
}

// expression reads an expression in parentheses.
func (p *parser) expression(c *Constraint) error {
	inner, err := p.group()
	c.Expr = p.text(inner)
	return err
}

// defaultValue reads what follows DEFAULT: an expression in parentheses, or a
// literal that may have a sign.
func (p *parser) defaultValue(c *Constraint) error {
	where := span{first: p.at}
	switch {
	case p.tok().op("("):
		if _, err := p.group(); err != nil {
			return err
		}
	default:
		if p.tok().op("+") || p.tok().op("-") {
			p.advance()
		}
		if p.done() || p.tok().Kind == Operator {
			return p.unexpected("a default value")
		}
		p.advance()
	}
	where.end = p.last
	c.Expr = p.text(where)
	return nil
}

// conflict reads an ON CONFLICT clause if there is one.
func (p *parser) conflict(c *Constraint) error {
	if !p.tok().is("ON") || !p.peek(1).is("CONFLICT") {
		return nil
	}
	p.advance()
	p.advance()
	name, err := p.identifier()
	c.Conflict = strings.ToUpper(name)
	return err
}

func (p *parser) order() string {
	for _, order := range []string{"ASC", "DESC"} {
		if p.accept(order) {
			return order
		}
	}
	return ""
}

// keys reads the columns of a key, in parentheses.
func (p *parser) keys(c *Constraint) error {
	inner, err := p.group()
	if err != nil {
		return err
	}
	for _, part := range p.list(inner) {
		key, autoincrement := p.key(part)
		c.Keys = append(c.Keys, key)
		c.Autoincrement = c.Autoincrement || autoincrement
	}
	return nil
}

// references reads REFERENCES and all that belongs to it.
func (p *parser) references(c *Constraint) error {
	if err := p.expect("REFERENCES"); err != nil {
		return err
	}
	r := &Reference{}
	c.References = r
	var err error
	if r.Table, err = p.identifier(); err != nil {
		return err
	}
	if p.tok().op("(") {
		inner, err := p.group()
		if err != nil {
			return err
		}
		for _, part := range p.list(inner) {
			if part.first < part.end {
				r.Columns = append(r.Columns, p.tokens[part.first].Name())
			}
		}
	}
	for {
		switch {
		case p.accept("ON"):
			event := strings.ToUpper(p.advance().Text)
			action := strings.ToUpper(p.advance().Text)
			if action == "SET" || action == "NO" {
				action += " " + strings.ToUpper(p.advance().Text)
			}
			switch event {
			case "DELETE":
				r.Delete = action
			case "UPDATE":
				r.Update = action
			}
		case p.accept("MATCH"):
			if r.Match, err = p.identifier(); err != nil {
				return err
			}
		case p.atTiming():
			r.Timing = p.timing()
		default:
			return nil
		}
	}
}

func (p *parser) atTiming() bool {
	return p.tok().is("DEFERRABLE") || p.tok().is("NOT") && p.peek(1).is("DEFERRABLE")
}

func (p *parser) timing() string {
	var words []string
	if p.accept("NOT") {
		words = append(words, "NOT")
	}
	words = append(words, strings.ToUpper(p.advance().Text))
	if p.accept("INITIALLY") {
		words = append(words, "INITIALLY", strings.ToUpper(p.advance().Text))
	}
	return strings.Join(words, " ")
}
