package postgres_test

import (
	"testing"

	"github.com/gmig/gmig/op"
)

// PostgreSQL refuses to change the type of a column that another is computed
// from.
func TestAColumnChangesUnderOneThatIsComputedFromIt(t *testing.T) {
	for _, how := range []string{"run", "script"} {
		t.Run(how, func(t *testing.T) { changeUnderComputed(t, how == "script") })
	}
}

func changeUnderComputed(t *testing.T, script bool) {
	conn := connect(t)
	apply(t, conn, op.CreateTable("t", op.Column("a", op.Int(16)), op.Column("b", op.Int(64)).Generated("a + 1").NotNull().Comment("one more"),
		op.Column("c", op.Text).Generated("(a * 2)::text").Collate("C")),
		op.CreateIndex("by_both", "t", "b", "c").Comment("both"))
	exec(t, conn, "INSERT INTO t (a) VALUES (7)")
	indexes := "SELECT string_agg(pg_get_indexdef(indexrelid) || obj_description(indexrelid, 'pg_class'), '') FROM pg_index WHERE indrelid = 't'::regclass"
	columns := "SELECT string_agg(concat_ws(' ', attname, attnotnull, attgenerated, col_description(attrelid, attnum)), ', ' ORDER BY attname)" +
		" FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 AND NOT attisdropped"
	wantIndexes, wantColumns := value(t, conn, indexes), value(t, conn, columns)
	change := op.AlterColumn("t", op.Column("a", op.Int(16)), op.Column("a", op.Int(64)))
	if script {
		statements, err := newDialect().Scripts(true).Compile(t.Context(), nil, change)
		if err != nil {
			t.Fatal(err)
		}
		exec(t, conn, statements...)
	} else {
		apply(t, conn, change)
	}
	if got := value(t, conn, indexes); got != wantIndexes {
		t.Errorf("the index is %s, not %s", got, wantIndexes)
	}
	if got := value(t, conn, columns); got != wantColumns {
		t.Errorf("the columns are %s, not %s", got, wantColumns)
	}
	if got := value(t, conn, "SELECT b || c FROM t"); got != "814" {
		t.Errorf("computed %s", got)
	}
}

// A numbered column is NOT NULL by itself; what is left of that when it is no
// longer numbered is the primary key's, which no statement takes away.
func TestAColumnOfTheKeyStaysNotNullWhenItIsNoLongerNumbered(t *testing.T) {
	conn := connect(t)
	apply(t, conn, op.CreateTable("t", op.Column("id", op.Int(64)).AutoIncrement(), op.Column("n", op.Int(64)).AutoIncrement(), op.PrimaryKey("id")),
		op.AlterColumn("t", op.Column("id", op.Int(64)).AutoIncrement(), op.Column("id", op.Int(64))),
		op.AlterColumn("t", op.Column("n", op.Int(64)).AutoIncrement(), op.Column("n", op.Int(64))))
	if got := value(t, conn, "SELECT string_agg(attname, ' ') FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 AND attnotnull"); got != "id" {
		t.Errorf("NOT NULL are %s", got)
	}
}
