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

// A script is written without the database and must not drop the key in it.
func TestAScriptThatDropsAUniqueConstraintLeavesThePrimaryKey(t *testing.T) {
	conn, ctx := connect(t), context.Background()
	apply(t, conn, op.CreateTable("t", op.Column("id", op.Int(64)), op.Column("code", op.Text),
		op.PrimaryKey("id"), op.Unique("uni_t_id", "id"), op.Unique("uni_t_code", "code")))
	for _, name := range []string{"id", "code"} {
		statements, err := newDialect().Compile(ctx, nil, op.DropConstraint("t", op.Unique("uni_t_"+name, name)))
		if err != nil {
			t.Fatal(err)
		}
		exec(t, conn, statements...)
	}
	if got := value(t, conn, keysOfT); got != "t_pkey p" {
		t.Errorf("left: %s", got)
	}
}
