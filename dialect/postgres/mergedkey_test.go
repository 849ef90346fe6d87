package postgres_test

import (
	"context"
	"testing"

	"github.com/gmig/gmig/op"
)

const keysOfT = "SELECT string_agg(conname || ' ' || contype::text, ', ' ORDER BY conname) FROM pg_constraint WHERE conrelid = 't'::regclass AND contype IN ('p', 'u')"

// One CREATE TABLE makes one constraint of the two; what adds the unique one
// later must lead to the same.
func TestAUniqueConstraintOnThePrimaryKeyComesAndGoesAsItsName(t *testing.T) {
	conn := connect(t)
	unique := op.Unique("uni_t_id", "id")
	apply(t, conn, op.CreateTable("t", op.Column("id", op.Int(64)), op.Column("code", op.Text), op.PrimaryKey("id")),
		op.AddConstraint("t", unique), op.AddConstraint("t", op.Unique("uni_t_code", "code")))
	if got := value(t, conn, keysOfT); got != "uni_t_code u, uni_t_id p" {
		t.Errorf("added: %s", got)
	}
	apply(t, conn, op.DropConstraint("t", unique))
	if got := value(t, conn, keysOfT); got != "t_pkey p, uni_t_code u" {
		t.Errorf("dropped: %s", got)
	}
}

// A script is written without the database: it must neither drop the key in the
// name of the unique constraint nor make a second one.
func TestAScriptMergesAUniqueConstraintIntoThePrimaryKey(t *testing.T) {
	conn, ctx := connect(t), context.Background()
	apply(t, conn, op.CreateTable("t", op.Column("id", op.Int(64)), op.Column("it's", op.Text), op.PrimaryKey("id", "it's"),
		op.Unique("uni_t_both", "id", "it's"), op.Unique("uni_t_code", "it's")))
	script := func(o op.Operation) {
		t.Helper()
		statements, err := newDialect().Compile(ctx, nil, o)
		if err != nil {
			t.Fatal(err)
		}
		exec(t, conn, statements...)
	}
	both, code := op.Unique("uni_t_both", "id", "it's"), op.Unique("uni_t_code", "it's")
	script(op.DropConstraint("t", both))
	script(op.DropConstraint("t", code))
	if got := value(t, conn, keysOfT); got != "t_pkey p" {
		t.Errorf("left: %s", got)
	}
	script(op.AddConstraint("t", both))
	script(op.AddConstraint("t", code))
	if got := value(t, conn, keysOfT); got != "uni_t_both p, uni_t_code u" {
		t.Errorf("added: %s", got)
	}
}

// A constraint without a name is found by what it says.
func TestAScriptDropsConstraintsWithoutANameByTheirContent(t *testing.T) {
	conn, ctx := connect(t), context.Background()
	key, unique := op.PrimaryKey("id"), op.Unique("", "code", "it's")
	foreign, other := op.ForeignKey("", "up").References("t", "id"), op.ForeignKey("", "down").References("t")
	apply(t, conn, op.CreateTable("t", op.Column("id", op.Int(64)), op.Column("code", op.Text), op.Column("it's", op.Text),
		op.Column("up", op.Int(64)), op.Column("down", op.Int(64)), key, unique, op.Unique("", "it's"), foreign, other,
		op.Check("", "code IN ('a', 'b') AND up > 0"), op.Check("", "up > 0")))
	const left = "SELECT string_agg(conname, ', ' ORDER BY conname) FROM pg_constraint WHERE conrelid = 't'::regclass AND contype <> 'n'"
	for _, step := range []struct {
		drop op.Constraint
		left string
	}{
		{op.Check("", "(code in ('a','b')) and \"up\" > 0"), "t_code_it's_key, t_down_fkey, t_it's_key, t_pkey, t_up_check, t_up_fkey"},
		{op.Check("", "up > 0"), "t_code_it's_key, t_down_fkey, t_it's_key, t_pkey, t_up_fkey"},
		{unique, "t_down_fkey, t_it's_key, t_pkey, t_up_fkey"},
		{other, "t_it's_key, t_pkey, t_up_fkey"},
		{foreign, "t_it's_key, t_pkey"},
		{key, "t_it's_key"},
	} {
		statements, err := newDialect().Compile(ctx, nil, op.DropConstraint("t", step.drop))
		if err != nil {
			t.Fatal(err)
		}
		exec(t, conn, statements...)
		if got := value(t, conn, left); got != step.left {
			t.Errorf("without %s there is %s, not %s", step.drop.Describe(), got, step.left)
		}
	}
}
