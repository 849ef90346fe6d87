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
