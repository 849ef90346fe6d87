package postgres_test

import (
	"context"
	"strings"
	"testing"

	"github.com/gmig/gmig/op"
)

// namedAfter lists the primary keys and sequences that PostgreSQL names after
// the table of TestRenaming, and whether the column still takes its numbers.
const namedAfter = "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relnamespace = 'shop'::regnamespace AND relkind IN ('i', 'S')"

// TestRenamingTakesAlongWhatIsNamedAfterIt renames with the database at hand
// and by the script that is written without one.
func TestRenamingTakesAlongWhatIsNamedAfterIt(t *testing.T) {
	for _, offline := range []bool{false, true} {
		conn := connect(t)
		exec(t, conn, "CREATE SCHEMA shop")
		apply(t, conn,
			op.CreateTable("shop.a", op.Column("id", op.Int(64)).AutoIncrement(), op.Column("n", op.Int(64)).Identity("ALWAYS"), op.PrimaryKey("id")),
			op.CreateTable("shop.b", op.Column("id", op.Int(64)), op.PrimaryKey("id").Named("mine")))
		for _, o := range []op.Operation{op.RenameTable("shop.a", "shop.c d"), op.RenameTable("shop.b", "shop.e"), op.RenameColumn("shop.c d", "id", "key")} {
			if !offline {
				apply(t, conn, o)
				continue
			}
			statements, err := newDialect().Compile(context.Background(), nil, o)
			if err != nil {
				t.Fatal(err)
			}
			exec(t, conn, statements...)
		}
		exec(t, conn, `INSERT INTO shop."c d" DEFAULT VALUES`)
		if got := value(t, conn, namedAfter); got != "c d_key_seq c d_n_seq c d_pkey mine" {
			t.Errorf("offline %v: they are named %s", offline, got)
		}
	}
}

func TestRenamingASequenceLeavesAnotherWithItsNewNameAlone(t *testing.T) {
	conn := connect(t)
	exec(t, conn, "CREATE SEQUENCE c_id_seq")
	apply(t, conn,
		op.CreateTable("a", op.Column("id", op.Int(64)).AutoIncrement()),
		op.RenameTable("a", "c"))
	if got := value(t, conn, "SELECT pg_get_serial_sequence('c', 'id')"); !strings.HasSuffix(got, "a_id_seq") {
		t.Errorf("the sequence of the column is %s", got)
	}
}
