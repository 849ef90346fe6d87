package ddl

import "testing"

func TestSplitNameIsTheInverseOfSpellName(t *testing.T) {
	for _, name := range []string{"users", "a.b", "`", "`a`", "a`b.c", "..", ".", "``.``"} {
		if schema, table := SplitName(SpellName(name)); schema != "" || table != name {
			t.Errorf("%q is spelled %q and read as %q, %q", name, SpellName(name), schema, table)
		}
	}
	if schema, table := SplitName("billing.invoices"); schema != "billing" || table != "invoices" {
		t.Errorf("billing.invoices is read as %q, %q", schema, table)
	}
}
