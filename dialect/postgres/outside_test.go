package postgres_test

import (
	"context"
	"errors"
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
