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

func TestCastElementsWritesAnArrayAsTheServerReadsIt(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"(a)::text <> ALL ((ARRAY['x'::character varying, 'y,)]'::character varying])::text[])",
			"(a)::text <> ALL (ARRAY[('x'::character varying)::text, ('y,)]'::character varying)::text])"},
		{"((a = ANY ((ARRAY[1, f(2, 3)])::numeric(10,2)[])) AND (b = ANY ((ARRAY['p'])::\"My type\"[])))",
			"((a = ANY (ARRAY[(1)::numeric(10,2), (f(2, 3))::numeric(10,2)])) AND (b = ANY (ARRAY[('p')::\"My type\"])))"},
		{"a = ANY (ARRAY[1, 2])", "a = ANY (ARRAY[1, 2])"},
		{"a = '(ARRAY[1])::text[]'", "a = '(ARRAY[1])::text[]'"},
		{"(ARRAY[1, 2])[1] = a", "(ARRAY[1, 2])[1] = a"},
		{"(ARRAY[1", "(ARRAY[1"},
		{"", ""},
	} {
		if got := castElements(test.in); got != test.want {
			t.Errorf("%s: got %s, want %s", test.in, got, test.want)
		}
	}
}
