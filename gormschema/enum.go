package gormschema

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/gmig/gmig/dialect/engines"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// EnumType is an enumerated type of the application: a type of its own on
// PostgreSQL, a text with a CHECK on SQLite. A field has it by its tag:
// `gorm:"type:mood"`, or `gorm:"type:mood[]"` for a list of values.
type EnumType struct {
	// Name may be qualified with a schema: "billing.state".
	Name string
	// Values are in the order in which the database sorts them.
	Values []string
}

// Enum lists the values of an enumerated type, which may be constants of a Go
// type:
//
//	gormschema.Enum("mood", models.Sad, models.OK)
func Enum[T ~string](name string, values ...T) EnumType {
	e := EnumType{Name: name}
	for _, v := range values {
		e.Values = append(e.Values, string(v))
	}
	return e
}

// checkEnums finds what no database can make of a list of enums.
func checkEnums(enums []EnumType) error {
	seen := map[string]bool{}
	for _, e := range enums {
		switch {
		case e.Name == "":
			return fmt.Errorf("an enum with the values %q has no name: give gormschema.Enum the name that the type tags have", e.Values)
		case seen[e.Name]:
			return fmt.Errorf("enum %q is listed twice: leave one out", e.Name)
		case len(e.Values) == 0:
			return fmt.Errorf("enum %q has no values: list them in gormschema.Enum", e.Name)
		}
		seen[e.Name] = true
		if err := op.CheckEnumValues(e.Name, e.Values); err != nil {
			return err
		}
	}
	return nil
}

// findEnum returns the enum that a type tag names, as the type of a column.
// Names without quotes are in lower case to PostgreSQL.
func findEnum(enums []EnumType, text string) (t op.DataType, found bool) {
	text = strings.TrimSpace(text)
	element, list := strings.CutSuffix(text, "[]")
	schemaName, name := unquoteName(element)
	for _, e := range enums {
		if qualified(schemaName, name) == e.Name {
			t = op.Enum(e.Name, slices.Clone(e.Values)...)
			if list {
				t = t.Array()
			}
			return t, true
		}
	}
	return op.DataType{}, false
}

// unquoteName takes the name of a type apart.
func unquoteName(text string) (schemaName, name string) {
	var parts [2]string
	at, quoted := 0, false
	for _, r := range strings.TrimSpace(text) {
		switch {
		case r == '"':
			quoted = !quoted
		case r == '.' && !quoted && at == 0:
			at = 1
		case quoted:
			parts[at] += string(r)
		default:
			parts[at] += strings.ToLower(string(r))
		}
	}
	if at == 0 {
		return "", parts[0]
	}
	return parts[0], parts[1]
}

func qualified(schemaName, name string) string {
	if schemaName == "" {
		return name
	}
	return schemaName + "." + name
}

// enum returns the enum of a field. On an engine where the application's code
// makes a plain text of it, another engine tells.
func (s *speller) enum(own string, theirs []typeText) (t op.DataType, found bool) {
	if t, found = findEnum(s.enums, own); found {
		return t, true
	}
	for _, text := range theirs {
		if t, found = findEnum(s.enums, text.name); found {
			return t, sameType(own, s.own.spellType(t, false))
		}
	}
	return op.DataType{}, false
}

// spellEnum adds to the type of a field that has an enum what an engine makes
// of it in its own way.
func (s *speller) spellEnum(t op.DataType, theirs []typeText) op.DataType {
	spelled := t
	for i, e := range s.others {
		text := theirs[i].name
		if _, same := findEnum(s.enums, text); !same && text != "" && !sameType(text, e.spellType(t, false)) {
			spelled = spelled.On(e.name, text)
		}
	}
	return spelled
}

// spellEnum returns what the engine makes of an enum.
func (e engine) spellEnum(t op.DataType) string {
	d, err := engines.Of(e.db.Dialector)
	if err != nil {
		return ""
	}
	return d.ColumnType(op.Column("c", t))
}

// asEnum puts the enum of a column into the form that the inspection of a
// database has: the shadow of SQLite knows its name only, as GORM writes it.
func (f filler) asEnum(found *inspect.Pair[*op.ColumnDef]) {
	if found.File.Type.Kind == op.KindEnum {
		found.File.Type.Raw = f.rename(found.File.Type.Raw)
	}
	t := found.File.Type.For(f.own.name)
	if t.Kind != op.KindEnum || f.dialect.KeepsEnums() {
		return
	}
	found.Engine.Type = op.Type(f.dialect.ColumnType(op.Column(found.Engine.Name, t)))
	if !t.IsArray {
		found.Engine.Type = op.Enum(t.Raw)
	}
}

// desiredEnums are the enums in the form that the inspection of a database has.
func desiredEnums(enums []EnumType, name func(string) string) []*inspect.Enum {
	var all []*inspect.Enum
	for _, e := range enums {
		all = append(all, &inspect.Enum{Name: name(e.Name), Values: slices.Clone(e.Values)})
	}
	slices.SortFunc(all, func(a, b *inspect.Enum) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// createEnums creates the enums in the schemas of a shadow.
func (n *namespaces) createEnums(ctx context.Context, tx *sql.Tx, enums []EnumType) error {
	for _, e := range enums {
		in, name := n.split(e.Name)
		values := make([]string, len(e.Values))
		for i, v := range e.Values {
			values[i] = quoteText(v)
		}
		create := fmt.Sprintf(`CREATE TYPE "%s".%s AS ENUM (%s)`, n.shadows[in], quoteIdent(name), strings.Join(values, ", "))
		if _, err := tx.ExecContext(ctx, create); err != nil {
			return fmt.Errorf("create enum %q in the shadow: %w", e.Name, err)
		}
	}
	return nil
}

func quoteIdent(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// quoteText writes a string for PostgreSQL, whatever it makes of backslashes.
func quoteText(s string) string {
	return "E'" + strings.NewReplacer(`'`, `''`, `\`, `\\`).Replace(s) + "'"
}

// words are the parts of a statement among which a type's name may be, and those
// in quotes, where it is not.
var words = regexp.MustCompile(`'(?:[^']|'')*'|"(?:[^"]|"")*"|[\w$.]+`)

// shadowTypes sends the enums in other schemas that a statement names to the
// shadow. GORM's migrator asks no one but its own dialector for a type, and
// takes a tag as it is, so this is done to the text.
func (n *namespaces) shadowTypes(statement string) string {
	if !n.qualified {
		return statement
	}
	return words.ReplaceAllStringFunc(statement, func(word string) string {
		if strings.ContainsAny(word[:1], `'"`) || !strings.Contains(word, ".") {
			return word
		}
		t, found := findEnum(n.enums, word)
		if !found {
			return word
		}
		in, name := n.split(t.Raw)
		return quoteIdent(n.shadows[in]) + "." + quoteIdent(name)
	})
}

// realTypes gives the types of a shadow the names that they stand for, wherever
// the server prints them: other schemas' types have their schema before them.
func (n *namespaces) realTypes(s *inspect.Schema) {
	for _, in := range n.order[1:] {
		shadow, name := n.shadows[in]+".", in+"."
		if strings.ToLower(in) != in {
			name = quoteIdent(in) + "."
		}
		s.EachText(func(text *string) { *text = strings.ReplaceAll(*text, shadow, name) })
	}
}
