package autogenerate

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmig/gmig/op"
)

// TestTheLedgerFollowsRenames would write an old name into the way back from an
// index or a check that is dropped later.
func TestTheLedgerFollowsRenames(t *testing.T) {
	l, err := newLedger(nil)
	if err != nil {
		t.Fatal(err)
	}
	index := op.CreateIndex("idx", "users", "name").Where("name <> ''")
	for _, o := range []op.Operation{
		op.CreateTable("users", op.Column("name", op.String(8)), op.Column("low", op.Text).Generated("lower(name)"), op.Check("chk", "name <> 'name'")),
		index,
		op.RenameColumn("users", "name", "full_name"),
		op.RenameTable("users", "members"),
		op.RenameIndex("members", "idx", "by_name"),
		op.RenameConstraint("members", "chk", "named"),
	} {
		l.apply(o)
	}
	want := op.CreateTable("users", op.Column("full_name", op.String(8)), op.Column("low", op.Text).Generated("lower(full_name)"), op.Check("named", "full_name <> 'name'"))
	if diff := cmp.Diff(map[string]*op.CreateTableOp{"members": want}, l.tables); diff != "" {
		t.Errorf("tables (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(op.CreateIndex("by_name", "members", "full_name").Where("full_name <> ''"), l.indexes["by_name"]); diff != "" {
		t.Errorf("index (-want +got):\n%s", diff)
	}
	if index.Table != "users" {
		t.Error("the operation itself was changed")
	}
}

// PostgreSQL writes a default with the zone of the session that set it, and an
// expression with casts: neither is another one than the history's.
func TestTheLedgerKnowsWhatPostgreSQLWritesOut(t *testing.T) {
	for _, same := range [][2]string{
		{"'2024-01-02 03:04:05+00'", "'2024-01-02 03:04:05'"},
		{"'2024-01-02 03:04:05.5-03:30'::timestamp with time zone", "'2024-01-02 03:04:05.5'"},
		{"lower('ABC'::text)", "(lower('ABC'))"},
	} {
		if !sameDefault(&op.DefaultDef{SQL: same[0]}, &op.DefaultDef{SQL: same[1]}) {
			t.Errorf("%s is not taken for %s", same[0], same[1])
		}
	}
	for _, other := range [][2]string{
		{"'2024-01-02 03:04:05+00'", "'2024-01-02 03:04:05+02'"},
		{"'2024-01-02 03:04:05+00'", "'2024-01-02 03:04:06'"},
	} {
		if sameDefault(&op.DefaultDef{SQL: other[0]}, &op.DefaultDef{SQL: other[1]}) {
			t.Errorf("%s is taken for %s", other[0], other[1])
		}
	}
	if a, b := bareWords("upper((note)::text)"), bareWords(`upper("note")`); a != b {
		t.Errorf("%s is not %s", a, b)
	}
}
