package autogenerate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gmig/gmig/inspect"
)

// Answers say beforehand what neither the models nor the database tell. Each
// names what it is about as the database has it, "users" or "users.name", with
// the schema in front where there is one; one that fits nothing is an error.
type Answers struct {
	// Renames say that a table or a column which the models do not have is one
	// that they have under another name.
	Renames []Answer
	// Fills are SQL expressions for the rows of a column that becomes NOT NULL,
	// on the way up or on the way back: "users.age" and "0". The column has the
	// name that it has afterwards.
	Fills []Answer
	// Usings are SQL expressions from which PostgreSQL computes the values of a
	// column whose type changes, on the way up: "users.age" and "age::integer".
	Usings []Answer
}

// Answer says one thing of a table or a column.
type Answer struct{ Of, Value string }

// Questioner is asked what the Answers leave open, on the way up. An empty
// answer is none: then the script does what keeps the database as the models
// have it, with a warning.
type Questioner interface {
	// Renamed asks which of the names that are gone is the new one now.
	Renamed(RenameQuestion) (gone string, err error)
	// Fill asks for an SQL expression for the rows of a column that becomes
	// NOT NULL.
	Fill(FillQuestion) (sql string, err error)
	// Using asks for an SQL expression that computes a column's values in its
	// new type.
	Using(UsingQuestion) (sql string, err error)
}

// RenameQuestion is about a table or a column that the models have and the
// database has not.
type RenameQuestion struct {
	// Table is the column's table, empty if the question is about a table.
	Table string
	New   string
	// Gone are the names of what the database has and the models have not, and
	// that is like the new one: those with the likeliest names first.
	Gone []string
}

// FillQuestion is about a column that becomes NOT NULL and has no default.
type FillQuestion struct {
	Table, Column string
	// Type is the column's type in the engine's words.
	Type string
	// Added tells that the table has no such column yet, so that every row
	// needs a value; else only those with NULL.
	Added bool
}

// UsingQuestion is about a column whose values need not fit its new type.
type UsingQuestion struct {
	Table, Column string
	// From and To are the types in the engine's words.
	From, To string
	// Default is the expression that is used without an answer.
	Default string
}

// answers are the Answers while they are being used.
type answers struct {
	Answers
	ask Questioner
	// used are those that fitted something, by their list's flag and place.
	used map[string]bool
}

func newAnswers(given Answers, ask Questioner) *answers {
	return &answers{Answers: given, ask: ask, used: map[string]bool{}}
}

// find returns the answer of a list about a column, which is used then.
func (a *answers) find(list string, all []Answer, table, column string) (value string, found bool) {
	for _, answer := range all {
		if answer.Of == table+"."+column {
			a.used[list+answer.Of] = true
			return answer.Value, true
		}
	}
	return "", false
}

func (a *answers) fill(table, column string) (sql string, found bool) {
	return a.find("fill", a.Fills, table, column)
}

func (a *answers) using(table, column string) (sql string, found bool) {
	return a.find("using", a.Usings, table, column)
}

// unused fails if there is an answer to nothing.
func (a *answers) unused() error {
	for _, answer := range a.Fills {
		if !a.used["fill"+answer.Of] {
			return fmt.Errorf("fill %q: no column of that name becomes NOT NULL, up or down: leave it out, or name it as table.column", answer.Of)
		}
	}
	for _, answer := range a.Usings {
		if !a.used["using"+answer.Of] {
			return fmt.Errorf("using %q: no column of that name changes its type: leave it out, or name it as table.column", answer.Of)
		}
	}
	return nil
}

// bareWord finds a value that was meant as text and is the name of nothing.
func bareWord(t *inspect.Table, sql string) error {
	if !isName(sql) || t.Column(sql) >= 0 {
		return nil
	}
	switch strings.ToUpper(sql) {
	case "NULL", "TRUE", "FALSE", "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIMESTAMP",
		"LOCALTIME", "CURRENT_USER", "SESSION_USER":
		return nil
	}
	return fmt.Errorf("%s is no column of table %q: write text in SQL's quotes, '%s'", sql, t.Name, sql)
}

// isName reports whether a text is an identifier without quotes.
func isName(text string) bool {
	for i, r := range text {
		switch {
		case r == '_', 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
		case i > 0 && '0' <= r && r <= '9':
		default:
			return false
		}
	}
	return text != ""
}

// splitColumn takes "users.name" apart for a schema in which the table is. The
// table's own name may have points in it.
func splitColumn(s *inspect.Schema, name string) (table *inspect.Table, column string) {
	for i := range len(name) {
		if name[i] == '.' {
			if t := s.Table(name[:i]); t != nil && t.Column(name[i+1:]) >= 0 {
				return t, name[i+1:]
			}
		}
	}
	return nil, ""
}

// quoted lists names for the message of an error.
func quoted(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	names = slices.Sorted(slices.Values(names))
	return `"` + strings.Join(names, `", "`) + `"`
}
