package inspect

import (
	"regexp"
	"strings"
)

// arrayCast is what follows the elements of an array that is cast as a whole.
var arrayCast = regexp.MustCompile(`^\]\)::([A-Za-z_"][\w." ]*(?:\(\d+(?:,\d+)?\))?)\[\]`)

// castElements writes (ARRAY[a, b])::text[] as ARRAY[(a)::text, (b)::text]. The
// server prints x IN ('a', 'b') in the first way when it is created, and in the
// second when it has read its own text again, which it does whenever a column
// changes its type.
func castElements(sql string) string {
	const begin = "(ARRAY["
	for i := 0; i < len(sql); i++ {
		if c := sql[i]; c == '\'' || c == '"' {
			i = quoteEnd(sql, i)
			continue
		}
		if !strings.HasPrefix(sql[i:], begin) {
			continue
		}
		elements, rest := arrayElements(sql[i+len(begin):])
		m := arrayCast.FindStringSubmatch(rest)
		if m == nil {
			continue
		}
		each := "ARRAY[(" + strings.Join(elements, ")::"+m[1]+", (") + ")::" + m[1] + "]"
		sql = sql[:i] + each + rest[len(m[0]):]
		i += len(each) - 1
	}
	return sql
}

// arrayElements parts the elements of an array from the bracket that ends it and
// what follows.
func arrayElements(sql string) (elements []string, rest string) {
	depth, start := 0, 0
	for i := 0; i < len(sql); i++ {
		switch c := sql[i]; c {
		case '(', '[':
			depth++
		case ')', ']':
			if depth == 0 {
				return append(elements, sql[start:i]), sql[i:]
			}
			depth--
		case ',':
			if depth == 0 {
				elements = append(elements, sql[start:i])
				start = i + len(", ")
			}
		case '\'', '"':
			i = quoteEnd(sql, i)
		}
	}
	return nil, ""
}

// quoteEnd is the position of the quote that ends the quoted text that begins at
// i. A doubled quote ends one text and begins another.
func quoteEnd(sql string, i int) int {
	quote := sql[i]
	escapes := quote == '\'' && i > 0 && sql[i-1] == 'E'
	for i++; i < len(sql) && sql[i] != quote; i++ {
		if escapes && sql[i] == '\\' {
			i++
		}
	}
	return i
}
