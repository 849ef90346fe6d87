package postgres_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmig/gmig/op"
)

// A CREATE INDEX CONCURRENTLY that fails leaves an invalid index behind.
func TestAnInvalidIndexIsDroppedBeforeItIsBuiltAgain(t *testing.T) {
	conn, ctx, d := connect(t), context.Background(), newDialect()
	exec(t, conn, "CREATE TABLE users (name text)")
	exec(t, conn, "INSERT INTO users VALUES ('ada'), ('ada')")
	create := op.CreateIndex("idx_name", "users", "name").Unique().Concurrently()
	if _, err := conn.ExecContext(ctx, `CREATE UNIQUE INDEX CONCURRENTLY "idx_name" ON "users" ("name")`); err == nil {
		t.Fatal("the index was built")
	}
	exec(t, conn, "DELETE FROM users")
	statements, err := d.Compile(ctx, conn, create)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`DROP INDEX CONCURRENTLY "idx_name"`, `CREATE UNIQUE INDEX CONCURRENTLY "idx_name" ON "users" ("name")`}
	if diff := cmp.Diff(want, statements); diff != "" {
		t.Errorf("beside an invalid index (-want +got):\n%s", diff)
	}
	for _, statement := range statements {
		exec(t, conn, statement)
	}
	// One that is complete is in the way, and no other is dropped for it.
	if statements, err = d.Compile(ctx, conn, create); err != nil || len(statements) != 1 {
		t.Errorf("beside a valid index: %q, %v", statements, err)
	}
}

func TestAnIndexThatIsCompleteIsTheOneThatWasInterrupted(t *testing.T) {
	conn, ctx, d := connect(t), context.Background(), newDialect()
	exec(t, conn, "CREATE TABLE users (name text, age integer)", "CREATE UNIQUE INDEX idx ON users (lower(name), age) INCLUDE (name)")
	create := func() *op.CreateIndexOp {
		return op.CreateIndex("idx", "users").Keys(op.KeyExpr("lower(name)"), op.Key("age")).Include("name").Concurrently()
	}
	for name, test := range map[string]struct {
		o     op.Operation
		rest  []string
		begun bool
	}{
		"built":             {create().Unique(), nil, true},
		"its comment":       {create().Unique().Comment("it's"), []string{`COMMENT ON INDEX "idx" IS 'it''s'`}, true},
		"not unique":        {create(), nil, false},
		"partial":           {create().Unique().Where("age > 0"), nil, false},
		"of other columns":  {op.CreateIndex("idx", "users", "name", "age").Unique().Concurrently(), nil, false},
		"of more columns":   {op.CreateIndex("idx", "users", "age").Unique().Concurrently(), nil, false},
		"not there":         {op.CreateIndex("other", "users", "age").Concurrently(), nil, false},
		"dropped":           {op.DropIndex("other", "users").Concurrently(), nil, true},
		"to be dropped yet": {op.DropIndex("idx", "users").Concurrently(), nil, false},
	} {
		rest, begun, err := d.Rest(ctx, conn, test.o)
		if err != nil || begun != test.begun || !slices.Equal(rest, test.rest) {
			t.Errorf("%s: %q, %v, %v", name, rest, begun, err)
		}
	}
}

func TestWhatNoTransactionTakesIsTold(t *testing.T) {
	conn, ctx, d := connect(t), context.Background(), newDialect()
	exec(t, conn, "CREATE TABLE users (name text)")
	exec(t, conn, "CREATE PROCEDURE commits() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO users VALUES ('ada'); COMMIT; END $$")
	for statement, want := range map[string]bool{
		"VACUUM": true, "CALL commits()": true, "CREATE INDEX CONCURRENTLY ON users (name)": true,
		"nonsense": false, "DROP TABLE nosuch": false,
	} {
		tx, err := d.Begin(ctx, conn)
		if err != nil {
			t.Fatal(err)
		}
		_, err = conn.ExecContext(ctx, statement)
		if got := err != nil && d.RefusedInTransaction(errors.Join(errors.New("running"), err)); got != want {
			t.Errorf("%s is refused: %v, want %v: %v", statement, got, want, err)
		}
		if err := tx.Rollback(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if got := value(t, conn, "SELECT count(*) FROM users"); got != "0" {
		t.Errorf("%s rows of what was refused", got)
	}
}
