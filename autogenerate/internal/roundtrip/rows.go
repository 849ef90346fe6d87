package roundtrip

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// A row's values follow from its number and the columns' types, so that keys are
// unique, foreign keys find their rows, and what is cast from one type to
// another means the same: the number 2, the text '2', the day 2024-01-02.

// family is a group of types whose values are cast into one another.
type family string

const (
	numbers  family = "number"
	booleans family = "boolean"
	texts    family = "text"
	binaries family = "bytes"
)

// familyOf returns the family of a column's type. A type of no family is one of
// its own.
func familyOf(c inspect.Pair[*op.ColumnDef]) family {
	switch c.File.Type.Kind {
	case op.KindBool:
		return booleans
	case op.KindInt, op.KindUint, op.KindFloat:
		return numbers
	case op.KindString:
		return texts
	case op.KindBytes:
		return binaries
	case op.KindTime:
		return "timestamp"
	}
	raw := strings.ToLower(c.Engine.Type.Raw)
	base, _, _ := strings.Cut(raw, "(")
	switch base = strings.TrimSpace(base); {
	case strings.HasSuffix(raw, "[]"):
		return family(raw)
	case strings.HasPrefix(base, "timestamp"), base == "datetime":
		return "timestamp"
	case strings.HasPrefix(base, "character"), strings.HasSuffix(base, "char"), base == "citext", base == "text", base == "short":
		return texts
	case strings.Contains(base, "int"), base == "double precision", base == "real", base == "numeric", base == "decimal":
		if base != "interval" {
			return numbers
		}
	}
	return family(base)
}

// value is the SQL of a column's value in a row.
func value(f family, row int) string {
	switch f {
	case numbers:
		return strconv.Itoa(row)
	case booleans:
		return strconv.FormatBool(row == 1)
	case "timestamp":
		return fmt.Sprintf("'2024-01-%02d 03:04:05+00:00'", row)
	case "date":
		return fmt.Sprintf("'2024-01-%02d'", row)
	case "uuid":
		return fmt.Sprintf("'00000000-0000-0000-0000-%012d'", row)
	case "inet":
		return fmt.Sprintf("'10.0.0.%d'", row)
	case "interval":
		return fmt.Sprintf("'%d days'", row)
	case "bit varying":
		return fmt.Sprintf("B'%b'", row)
	}
	if strings.HasSuffix(string(f), "[]") {
		return fmt.Sprintf("'{%d}'", row)
	}
	return fmt.Sprintf("'%d'", row)
}

// mixes reports whether values of one family survive a cast to another and
// back, for up to how many rows.
func mixes(a, b family) int {
	castable := func(f family) bool { return f == numbers || f == texts || f == booleans }
	switch {
	case a == b:
		return 2
	case !castable(a) || !castable(b):
		return 0
	case a == booleans || b == booleans:
		return 1 // 2 is true, and true is 1
	}
	return 2
}

// rowsThatFit is the number of rows in each table that the way from a to b and
// back has no reason to refuse: a column that comes must have a value for them,
// a key that comes must find what it refers to.
func rowsThatFit(a, b *inspect.Schema) int {
	return min(rowsOneWay(a, b), rowsOneWay(b, a))
}

func rowsOneWay(a, b *inspect.Schema) int {
	n := 2
	for _, to := range b.Tables {
		from := a.Table(to.Name)
		if from == nil {
			continue
		}
		keys := to.PrimaryKey.Engine
		unique := func(column string) bool {
			return keys != nil && slices.Contains(keys.Columns, column) ||
				slices.ContainsFunc(to.Uniques, func(u inspect.Pair[*op.UniqueDef]) bool { return slices.Contains(u.Engine.Columns, column) }) ||
				slices.ContainsFunc(to.Indexes, func(i inspect.Pair[*op.CreateIndexOp]) bool { return i.Engine.IsUnique })
		}
		for _, c := range to.Columns {
			e := c.Engine
			i := from.Column(e.Name)
			computed := e.Increments || e.GeneratedAs != nil || e.IdentityAs != ""
			switch {
			case i >= 0 && !e.Type.Equal(from.Columns[i].Engine.Type):
				n = min(n, mixes(familyOf(from.Columns[i]), familyOf(c)))
			case i < 0 && e.Required && e.GeneratedAs != nil && !slices.ContainsFunc(from.Columns, func(c inspect.Pair[*op.ColumnDef]) bool {
				return computedFrom(e, c.Engine.Name)
			}):
				n = 0
			case i >= 0 || computed:
			case !hasDefault(e) && (e.Required || keys != nil && slices.Contains(keys.Columns, e.Name)):
				n = 0
			case hasDefault(e) && unique(e.Name):
				n = min(n, 1)
			}
		}
		for _, key := range to.ForeignKeys {
			if !standing(a, key.Engine) && slices.ContainsFunc(key.Engine.Columns, func(c string) bool {
				i := from.Column(c)
				e := to.Columns[to.Column(c)].Engine
				return i >= 0 && !nullable(a, b, from.Name, c) || i < 0 && (hasDefault(e) || e.Increments)
			}) {
				n = 0
			}
		}
	}
	return n
}

// hasDefault reports whether a column that comes has a value in the rows that
// are there.
func hasDefault(c *op.ColumnDef) bool {
	return c.DefaultTo != nil && (c.DefaultTo.Value != nil || !strings.HasPrefix(strings.ToLower(c.DefaultTo.SQL), "null"))
}

// computedFrom reports whether a column is computed from another one, whose
// name is a single word.
func computedFrom(c *op.ColumnDef, name string) bool {
	return c.GeneratedAs != nil && slices.Contains(strings.FieldsFunc(c.GeneratedAs.SQL, func(r rune) bool {
		return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), name)
}

// standing reports whether what a foreign key refers to is in a schema.
func standing(s *inspect.Schema, key *op.ForeignKeyDef) bool {
	t := s.Table(key.RefTable)
	return t != nil && !slices.ContainsFunc(key.RefColumns, func(c string) bool { return t.Column(c) < 0 })
}

// nullable reports whether a column may be NULL in each schema that has it.
func nullable(a, b *inspect.Schema, table, column string) bool {
	for _, s := range []*inspect.Schema{a, b} {
		t := s.Table(table)
		if t == nil {
			continue
		}
		if i := t.Column(column); i >= 0 && t.Columns[i].Engine.Required ||
			t.PrimaryKey.Engine != nil && slices.Contains(t.PrimaryKey.Engine.Columns, column) {
			return false
		}
		for _, c := range t.Columns {
			if c.Engine.Required && computedFrom(c.Engine, column) {
				return false
			}
		}
	}
	return true
}

// insert puts rows into every table of schema a, on whose way to b they must
// not stand.
func (d *database) insert(a, b *inspect.Schema, rows int) error {
	statements := d.unchecked()
	for _, t := range a.Tables {
		for row := 1; row <= rows; row++ {
			statements = append(statements, d.insertion(a, b, t, row))
		}
	}
	if d.Dialector.Name() == "postgres" {
		for _, t := range a.Tables {
			for _, c := range t.Columns {
				if c.Engine.Increments || c.Engine.IdentityAs != "" {
					statements = append(statements, fmt.Sprintf("SELECT setval(pg_get_serial_sequence('%s', '%s'), %d)",
						d.dialect.Quote(t.Name), c.Engine.Name, rows+1))
				}
			}
		}
	}
	return d.run(statements, "COMMIT")
}

// unchecked begins a transaction that does not look after foreign keys.
func (d *database) unchecked() []string {
	if d.Dialector.Name() == "sqlite" {
		return []string{"PRAGMA foreign_keys = OFF", "BEGIN"}
	}
	return []string{"BEGIN", "SET LOCAL session_replication_role = replica"}
}

// insertion is the statement that inserts a row. Some columns that may be NULL
// are so in the second row.
func (d *database) insertion(a, b *inspect.Schema, t *inspect.Table, row int) string {
	var columns, values []string
	for _, c := range t.Columns {
		if c.Engine.GeneratedAs != nil {
			continue
		}
		v := value(familyOf(c), row)
		if null := nullable(a, b, t.Name, c.Engine.Name); null && (row == 2 && drawNull(t.Name, c.Engine.Name) || dangling(a, b, t.Name, c.Engine.Name)) {
			v = "NULL"
		}
		columns, values = append(columns, d.dialect.Quote(c.Engine.Name)), append(values, v)
	}
	overriding := ""
	if d.Dialector.Name() == "postgres" {
		overriding = "OVERRIDING SYSTEM VALUE "
	}
	return fmt.Sprintf("INSERT INTO %s (%s) %sVALUES (%s)", d.dialect.Quote(t.Name), strings.Join(columns, ", "), overriding, strings.Join(values, ", "))
}

// drawNull picks a third of the columns.
func drawNull(table, column string) bool {
	h := fnv.New32()
	fmt.Fprint(h, table, ".", column)
	return h.Sum32()%3 == 0
}

// dangling reports whether a column belongs to a foreign key that would find
// nothing in one of the schemas.
func dangling(a, b *inspect.Schema, table, column string) bool {
	for _, s := range []*inspect.Schema{a, b} {
		if t := s.Table(table); t != nil {
			for _, key := range t.ForeignKeys {
				if slices.Contains(key.Engine.Columns, column) && !(standing(a, key.Engine) && standing(b, key.Engine)) {
					return true
				}
			}
		}
	}
	return false
}

// takesRow inserts a row into every table, numbered by the database where that
// numbers rows, and takes it back.
func (d *database) takesRow(s *inspect.Schema, row int) error {
	statements := d.unchecked()
	for _, t := range s.Tables {
		numbered := *t
		numbered.Columns = slices.DeleteFunc(slices.Clone(t.Columns), func(c inspect.Pair[*op.ColumnDef]) bool {
			return c.Engine.Increments || c.Engine.IdentityAs != ""
		})
		if len(numbered.Columns) > 0 {
			statements = append(statements, d.insertion(s, s, &numbered, row))
		}
	}
	return d.run(statements, "ROLLBACK")
}
