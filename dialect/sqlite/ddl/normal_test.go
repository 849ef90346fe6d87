package ddl

import "testing"

func TestNormalIsEqualForEqualTokens(t *testing.T) {
	columns := func(name string) bool { return name == "Name" || name == "a b" }
	for sql, want := range map[string]string{
		"LOWER( `Name` )>''":                   "lower(name) > ''",
		"[Name] IN (\"x\",'Y') -- why":         "name in('x', 'Y')",
		"\"Name\"==\"a b\"":                    `name = "a b"`,
		"t.\"x\"!=0X1F":                        "t.x <> 0x1f",
		"\"lower\"(name) COLLATE \"NoCase\"":   "lower(name) collate nocase",
		"\"it's\" || \"q\"\"q\"":               `'it''s' || 'q"q'`,
		"\"null\" is null /* ( */ and x'AB'>1": "'null' is null and x'ab' > 1",
	} {
		if got := Normal(sql, columns); got != want {
			t.Errorf("Normal(%s) = %s, want %s", sql, got, want)
		}
	}
}

func TestNormalDefaultMakesStringsEqual(t *testing.T) {
	for sql, want := range map[string]string{
		`"x"`: "'x'", "'x'": "'x'", "`x`": "'x'", "[x]": "'x'", "x": "'x'", `"it's"`: "'it''s'",
		"TRUE": "true", "Null": "null", "current_TIMESTAMP": "current_timestamp",
		"- 1": "-1", "+1.50": "+1.50", "(datetime( 'now' ))": "(datetime('now'))", "X'AB'": "x'ab'",
	} {
		if got := NormalDefault(sql); got != want {
			t.Errorf("NormalDefault(%s) = %s, want %s", sql, got, want)
		}
	}
}

func TestDefaultExpressionHasNoColumns(t *testing.T) {
	for sql, want := range map[string]string{
		`"it's"`: "'it''s'", "new": "'new'", `("a" || lower("b"))`: `('a' || lower('b'))`, "true": "true", "-1": "-1",
	} {
		if got := DefaultExpression(sql); got != want {
			t.Errorf("DefaultExpression(%s) = %s, want %s", sql, got, want)
		}
	}
}

func TestNormalType(t *testing.T) {
	for sql, want := range map[string]string{
		"VARCHAR ( 20 )": "varchar(20)", "decimal(10, 2)": "decimal(10,2)", "unsigned\n BIG /* */ int": "unsigned big int", `"INTEGER"`: "integer",
	} {
		if got := NormalType(sql); got != want {
			t.Errorf("NormalType(%s) = %s, want %s", sql, got, want)
		}
	}
}

func TestIsConstant(t *testing.T) {
	for sql, want := range map[string]bool{
		"1": true, "-1.5": true, "'x'": true, `"x"`: true, "NULL": true, "true": true, "x'00'": true,
		"CURRENT_TIMESTAMP": false, "(1)": false, "(datetime('now'))": false, "": false,
	} {
		if got := IsConstant(sql); got != want {
			t.Errorf("IsConstant(%s) = %v", sql, got)
		}
	}
}

func TestMentions(t *testing.T) {
	if !Mentions("a.[User] = 1", "user") || Mentions("'user' -- user\n users", "user") {
		t.Error("an identifier was missed, or found in a string or a comment")
	}
	if !Qualifies("[T] . a", "t") || Qualifies("t, a.t", "t") {
		t.Error("a qualifier was missed, or a column taken for one")
	}
}
