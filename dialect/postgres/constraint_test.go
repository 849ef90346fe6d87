package postgres_test

import (
	"context"
	"strings"
	"testing"

	"github.com/gmig/gmig/op"
)

func TestConstraintsWithoutANameAreFoundByTheirContent(t *testing.T) {
	conn := connect(t)
	table := op.CreateTable("billing.t",
		op.Column("id", op.Int(64)), op.Column("a", op.Int(64)), op.Column("b", op.Text), op.Column("parent", op.Int(64)),
		op.PrimaryKey("id"),
		op.Unique("", "a", "b"), op.Unique("", "b", "a"), op.Unique("", "b"),
		op.ForeignKey("", "parent").References("billing.t", "id"), op.ForeignKey("", "parent").References("t", "id"),
		op.Check("", "a > 0"), op.Check("", `b <> 'A(b)' AND "a" < 10::numeric`), op.Check("", "b <> 'a(b)'"), op.Check("", "a IN (5, 7)"))
	exec(t, conn, "CREATE SCHEMA billing", "CREATE TABLE t (id bigint PRIMARY KEY)")
	apply(t, conn, table)
	left := func() string {
		return value(t, conn, "SELECT count(*) FROM pg_constraint WHERE conrelid = 'billing.t'::regclass")
	}
	if got := left(); got != "10" {
		t.Fatalf("%s constraints to begin with", got)
	}
	has := func(definition string) bool {
		return value(t, conn, "SELECT count(*) FROM pg_constraint WHERE conrelid = 'billing.t'::regclass AND pg_get_constraintdef(oid) = '"+
			strings.ReplaceAll(definition, "'", "''")+"'") == "1"
	}
	for _, test := range []struct {
		drop op.Constraint
		gone string
	}{
		{op.Check("", "b <> 'a(b)'"), "CHECK ((b <> 'a(b)'::text))"},
		{op.Check("", `b <> 'A(b)' AND "a" < 10::numeric`), "CHECK (((b <> 'A(b)'::text) AND ((a)::numeric < (10)::numeric)))"},
		{op.Check("", "(a > 0)"), "CHECK ((a > 0))"},
		{op.Check("", "a IN (5, 7)"), "CHECK ((a = ANY (ARRAY[(5)::bigint, (7)::bigint])))"},
		{op.ForeignKey("", "parent").References("billing.t", "id"), "FOREIGN KEY (parent) REFERENCES billing.t(id)"},
		{op.ForeignKey("", "parent").References("t"), "FOREIGN KEY (parent) REFERENCES t(id)"},
		{op.Unique("", "b", "a"), "UNIQUE (b, a)"},
		{op.Unique("", "b"), "UNIQUE (b)"},
		{op.Unique("", "a", "b"), "UNIQUE (a, b)"},
		{op.PrimaryKey("id"), "PRIMARY KEY (id)"},
	} {
		if !has(test.gone) {
			t.Fatalf("there is no %s", test.gone)
		}
		apply(t, conn, op.DropConstraint("billing.t", test.drop))
		if has(test.gone) {
			t.Errorf("%s: %s is still there", test.drop.Describe(), test.gone)
		}
	}
	if got := left(); got != "0" {
		t.Errorf("%s constraints are left", got)
	}
}

func TestConstraintThatIsNotFoundNamesTheOthers(t *testing.T) {
	conn := connect(t)
	apply(t, conn, op.CreateTable("t", op.Column("a", op.Int(64)), op.Check("chk_a", "a > 0")))
	statements, err := newDialect().Compile(context.Background(), conn, op.DropConstraint("t", op.Check("", "a > 1")))
	if err != nil || len(statements) != 1 {
		t.Fatalf("statements %q, error %v", statements, err)
	}
	_, err = conn.ExecContext(context.Background(), statements[0])
	if err == nil || !strings.Contains(err.Error(), `the table has none of that content; give the constraint its name in the revision file: the table has "chk_a" (a > 0)`) {
		t.Errorf("got %v", err)
	}
	_, err = newDialect().Compile(context.Background(), conn, op.DropConstraint("t", op.Unique("", "a")))
	if err == nil || !strings.HasSuffix(err.Error(), "the table has none of that content") {
		t.Errorf("got %v", err)
	}
}

func TestRenameTableRenamesThePrimaryKeyThatNobodyNamed(t *testing.T) {
	conn := connect(t)
	apply(t, conn,
		op.CreateTable("a", op.Column("id", op.Int(64)).AutoIncrement(), op.PrimaryKey("id")),
		op.CreateTable("b", op.Column("id", op.Int(64)), op.PrimaryKey("id").Named("mine")),
		op.RenameTable("a", "c"), op.RenameTable("b", "d"))
	exec(t, conn, "INSERT INTO c DEFAULT VALUES")
	if got := value(t, conn, "SELECT string_agg(conname, ' ' ORDER BY conname) FROM pg_constraint WHERE contype = 'p' AND connamespace = 'public'::regnamespace"); got != "c_pkey mine" {
		t.Errorf("the keys are named %s", got)
	}
}

// PostgreSQL keeps one index for a primary key and a unique constraint on the
// same column, under the constraint's name.
func TestDroppingAUniqueConstraintLeavesThePrimaryKeyThatHasItsName(t *testing.T) {
	conn := connect(t)
	apply(t, conn,
		op.CreateTable("t", op.Column("id", op.String(10)), op.Column("code", op.Text),
			op.PrimaryKey("id"), op.Unique("uni_t_id", "id"), op.Unique("uni_t_code", "code")),
		op.DropConstraint("t", op.Unique("uni_t_id", "id")),
		op.DropConstraint("t", op.Unique("uni_t_code", "code")))
	if got := value(t, conn, "SELECT string_agg(conname || ' ' || contype::text, ', ') FROM pg_constraint WHERE conrelid = 't'::regclass AND contype <> 'n'"); got != "t_pkey p" {
		t.Errorf("the table has the constraints %s", got)
	}
}
