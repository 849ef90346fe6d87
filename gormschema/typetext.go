package gormschema

import (
	"regexp"
	"strings"
	"unicode"
)

// typeText is a column type as GORM writes it, in parts. GORM takes a type tag
// as it is, so everything that may follow a type in CREATE TABLE can be in it.
type typeText struct {
	// name is the type alone: "varchar(20)".
	name string
	// notNull, collated and key tell of NOT NULL, COLLATE and PRIMARY KEY.
	notNull, collated, key bool
	// identity is "ALWAYS" or "BY DEFAULT" for an identity column.
	identity string
	// generated is the expression of a generated column, and virtual tells
	// that it is computed when read.
	generated string
	virtual   bool
	// unknown is the part that none of the others holds.
	unknown string
}

// A clause that follows the type in a column definition.
var (
	firstClause = regexp.MustCompile(`(?i)^(COLLATE|GENERATED|NOT|NULL|DEFAULT|UNIQUE|PRIMARY|CHECK|REFERENCES|CONSTRAINT|AS|COMMENT|AUTO_INCREMENT|AUTOINCREMENT)$`)
	collate     = regexp.MustCompile(`(?i)^COLLATE\s+("[^"]*"(\."[^"]*")?|[\w.]+)`)
	notNull     = regexp.MustCompile(`(?i)^NOT\s+NULL\b`)
	null        = regexp.MustCompile(`(?i)^NULL\b`)
	primaryKey  = regexp.MustCompile(`(?i)^PRIMARY\s+KEY(\s+AUTOINCREMENT)?\b`)
	identity    = regexp.MustCompile(`(?i)^GENERATED\s+(ALWAYS|BY\s+DEFAULT)\s+AS\s+IDENTITY\b`)
	generated   = regexp.MustCompile(`(?i)^(GENERATED\s+ALWAYS\s+)?AS\s*\(`)
	computed    = regexp.MustCompile(`(?i)^\s*(STORED|VIRTUAL)\b`)
)

// parseType parts a column type.
func parseType(text string) typeText {
	t := typeText{name: strings.Join(strings.Fields(text), " ")}
	at := clausesAt(text)
	if at < 0 {
		return t
	}
	t.name = strings.Join(strings.Fields(text[:at]), " ")
	for rest := text[at:]; ; {
		rest = strings.TrimSpace(rest)
		if rest == "" {
			return t
		}
		n := t.clause(rest)
		if n == 0 {
			t.unknown = rest
			return t
		}
		rest = rest[n:]
	}
}

// clause takes the clause that text starts with and returns its length, 0 for
// an unknown one.
func (t *typeText) clause(text string) int {
	if m := collate.FindString(text); m != "" {
		t.collated = true
		return len(m)
	}
	if m := notNull.FindString(text); m != "" {
		t.notNull = true
		return len(m)
	}
	if m := null.FindString(text); m != "" {
		return len(m)
	}
	if m := primaryKey.FindString(text); m != "" {
		t.key = true
		return len(m)
	}
	if m := identity.FindStringSubmatch(text); m != nil {
		t.identity = strings.ToUpper(strings.Join(strings.Fields(m[1]), " "))
		return len(m[0])
	}
	m := generated.FindString(text)
	if m == "" {
		return 0
	}
	end := closing(text, len(m)-1)
	if end < 0 {
		return 0
	}
	t.generated = strings.TrimSpace(text[len(m):end])
	// SQLite computes such a column when it is read unless it says STORED.
	kind := computed.FindString(text[end+1:])
	t.virtual = !strings.EqualFold(strings.TrimSpace(kind), "STORED")
	return end + 1 + len(kind)
}

// clausesAt returns where the clauses behind a type begin, or -1.
func clausesAt(text string) int {
	start := -1
	for i := 0; i <= len(text); i++ {
		if i < len(text) && (text[i] == '_' || unicode.IsLetter(rune(text[i])) || unicode.IsDigit(rune(text[i]))) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start > 0 && firstClause.MatchString(text[start:i]) {
			return start
		}
		start = -1
		if i < len(text) && strings.IndexByte(`('"`, text[i]) >= 0 {
			end := closing(text, i)
			if end < 0 {
				return -1
			}
			i = end
		}
	}
	return -1
}

// closing returns where the parenthesis or quote that opens at i closes, or -1.
func closing(text string, i int) int {
	if text[i] != '(' {
		n := strings.IndexByte(text[i+1:], text[i])
		if n < 0 {
			return -1
		}
		return i + 1 + n
	}
	for j := i + 1; j < len(text); j++ {
		switch text[j] {
		case ')':
			return j
		case '(', '\'', '"':
			if j = closing(text, j); j < 0 {
				return -1
			}
		}
	}
	return -1
}
