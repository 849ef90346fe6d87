package inspect

import "testing"

func TestUnwrapTakesOnlyTheOuterParentheses(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"(a > 0)", "a > 0"},
		{"((a > 0))", "a > 0"},
		{"(a > 0) AND (b > 0)", "(a > 0) AND (b > 0)"},
		{"((a > 0) AND (b > 0))", "(a > 0) AND (b > 0)"},
		{"(a = ')'::text)", "a = ')'::text"},
		{"(a = ')('::text) OR (b = '(')", "(a = ')('::text) OR (b = '(')"},
		{"(a = 'it''s)'::text)", "a = 'it''s)'::text"},
		{`(a = E'\')'::text)`, `a = E'\')'::text`},
		{`("a)" > 0)`, `"a)" > 0`},
		{"lower(a)", "lower(a)"},
		{"", ""},
	} {
		if got := unwrap(test.in); got != test.want {
			t.Errorf("%s: got %s, want %s", test.in, got, test.want)
		}
	}
}
