package sqlite

import (
	"testing"

	gormsqlite "gorm.io/driver/sqlite"

	"github.com/gmig/gmig/op"
)

func TestAFillWritesTextsAsStringsAndLeavesExpressions(t *testing.T) {
	e := New(gormsqlite.Open("")).(engine)
	for _, tt := range []struct {
		fill *op.FillOp
		want string
	}{
		{op.FillValue("t", "c", `it's "x"`), `'it''s "x"'`},
		{op.FillValue("t", "c", 7), "7"},
		{op.Fill("t", "c", "other"), "other"},
		{op.Fill("t", "c", `"other"`), `"other"`},
	} {
		want := "UPDATE `t` SET `c` = " + tt.want + " WHERE `c` IS NULL"
		if got := e.fill(tableRef{name: "t"}, tt.fill); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
