package op_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmig/gmig/op"
)

func TestATypeOnOneDialectLeavesTheOthersAlone(t *testing.T) {
	json := op.Type("jsonb")
	both := json.On("sqlite", "text").On("mysql", "json")
	if json.Spellings != nil || len(json.On("sqlite", "text").Spellings) != 1 {
		t.Error("On changed the type that it was called on")
	}
	for dialect, want := range map[string]op.DataType{
		"postgres": op.Type("jsonb"), "sqlite": op.Type("text"), "mysql": op.Type("json"),
	} {
		if got := both.For(dialect); !got.Equal(want) {
			t.Errorf("on %s the type is %v, want %v", dialect, got, want)
		}
	}
	if !op.String(3).Equal(op.String(3)) || op.String(3).Equal(op.String(4)) || op.Text.Equal(op.Type("text")) || both.Equal(json) {
		t.Error("Equal does not tell types apart")
	}
}

func TestCreateTableSortsItsItems(t *testing.T) {
	got := op.CreateTable("t",
		op.Check("c", "a > 0"), op.Column("a", op.Int(8)), op.PrimaryKey("a"), op.Column("b", op.Text),
		op.ForeignKey("f", "b").References("u", "id"), op.Unique("q", "b"))
	want := &op.CreateTableOp{
		Name:        "t",
		Columns:     []*op.ColumnDef{op.Column("a", op.Int(8)), op.Column("b", op.Text)},
		PrimaryKey:  op.PrimaryKey("a"),
		Uniques:     []*op.UniqueDef{op.Unique("q", "b")},
		ForeignKeys: []*op.ForeignKeyDef{op.ForeignKey("f", "b").References("u", "id")},
		Checks:      []*op.CheckDef{op.Check("c", "a > 0")},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var kinds []string
	for _, c := range got.Constraints() {
		kinds = append(kinds, c.Describe())
	}
	wantKinds := []string{"primary key (a)", `unique constraint "q"`, `foreign key "f"`, `check "c"`}
	if diff := cmp.Diff(wantKinds, kinds); diff != "" {
		t.Errorf("constraints (-want +got):\n%s", diff)
	}
}

func TestCloneSharesNothing(t *testing.T) {
	c := op.Column("a", op.Int(8)).Default("1").Generated("b")
	d := c.Clone()
	d.DefaultTo.SQL, d.GeneratedAs.SQL = "2", "c"
	if c.DefaultTo.SQL != "1" || c.GeneratedAs.SQL != "b" {
		t.Errorf("a change of the copy changed the column: %+v", c)
	}
}

func TestDefaultValuesOfEqualNumbersAreEqual(t *testing.T) {
	for _, v := range []any{7, int8(7), int16(7), int32(7), int64(7)} {
		if diff := cmp.Diff(op.Column("a", op.Int(8)).DefaultValue(int64(7)), op.Column("a", op.Int(8)).DefaultValue(v)); diff != "" {
			t.Errorf("%T (-int64 +got):\n%s", v, diff)
		}
	}
	for _, v := range []any{uint(7), uint8(7), uint16(7), uint32(7), uint64(7)} {
		if got := op.Column("a", op.Uint(8)).DefaultValue(v).DefaultTo.Value; got != uint64(7) {
			t.Errorf("%T became %T", v, got)
		}
	}
}

func TestExecTellsWhatRunsWhere(t *testing.T) {
	everywhere := op.Exec("UPDATE a\n  SET b = 1")
	only := op.Exec("").On("postgres", "VACUUM")
	if everywhere.For("sqlite") != everywhere.SQL || only.For("sqlite") != "" || only.For("postgres") != "VACUUM" {
		t.Error("a text runs where it should not, or not where it should")
	}
	if got := everywhere.Describe(); got != `run "UPDATE a SET b = 1"` {
		t.Errorf("described as %s", got)
	}
	if got := only.Describe(); got != `run "VACUUM"` {
		t.Errorf("described as %s", got)
	}
	if got := op.Exec(strings.Repeat("é", 100)).Describe(); len([]rune(got)) > 50 {
		t.Errorf("described as %s", got)
	}
}
