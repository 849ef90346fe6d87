package op

import (
	"strings"
	"testing"
)

func TestOnlyAddsKnowsWhetherValuesStay(t *testing.T) {
	for _, test := range []struct {
		from, to string
		want     bool
	}{
		{"a b", "a b", true}, {"a b", "a x b y", true}, {"a b", "x a b", true}, {"", "a", true},
		{"a b", "b a", false}, {"a b", "a", false}, {"a b", "a c", false},
	} {
		o := AlterEnum(Enum("e", strings.Fields(test.from)...), Enum("e", strings.Fields(test.to)...))
		if got := o.OnlyAdds(); got != test.want {
			t.Errorf("from %q to %q: %v", test.from, test.to, got)
		}
	}
}

func TestCheckRefusesWhatNoDatabaseCanDo(t *testing.T) {
	for part, o := range map[string]*AlterEnumOp{
		`"mood" before and "state" after`: AlterEnum(Enum("mood", "a"), Enum("state", "a")),
		`"mood" before and "text" after`:  AlterEnum(Enum("mood", "a"), Type("text")),
		`the value "a" twice`:             AlterEnum(Enum("mood", "a"), Enum("mood", "a", "b", "a")),
		`an empty value`:                  AlterEnum(Enum("mood", "a"), Enum("mood", "a", "")),
		`of 64 bytes`:                     AlterEnum(Enum("mood", "a"), Enum("mood", strings.Repeat("a", 64))),
	} {
		if err := o.Check(); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("got %v, want %s", err, part)
		}
	}
	if err := AlterEnum(Enum("mood", "a"), Enum("mood", strings.Repeat("a", 63))).Check(); err != nil {
		t.Error(err)
	}
}

func TestTypesOfEnumsAreEqualWithTheirValues(t *testing.T) {
	mood := Enum("mood", "sad", "ok")
	if !mood.Equal(Enum("mood", "sad", "ok")) || mood.Equal(Enum("mood", "sad")) || mood.Equal(mood.Array()) || mood.Equal(Type("mood")) {
		t.Error("types are told apart by their name, values and brackets")
	}
}
