package postgres_test

import (
	"context"
	"database/sql"
	"os"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	pg "gorm.io/driver/postgres"

	"github.com/gmig/gmig/dialect/postgres"
	"github.com/gmig/gmig/internal/testdb"
	"github.com/gmig/gmig/op"
)

func TestMain(m *testing.M) { os.Exit(testdb.Main(m)) }

func newDialect() *postgres.Dialect { return postgres.New(pg.New(pg.Config{})).(*postgres.Dialect) }

func connect(t testing.TB) *sql.Conn {
	t.Helper()
	return connectTo(t, testdb.Postgres(t))
}

func connectTo(t testing.TB, url string) *sql.Conn {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(); db.Close() })
	return conn
}

// apply compiles operations one after another and runs their statements.
func apply(t testing.TB, conn *sql.Conn, ops ...op.Operation) {
	t.Helper()
	ctx, d := context.Background(), newDialect()
	for _, o := range ops {
		statements, err := d.Compile(ctx, conn, o)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range statements {
			if _, err := conn.ExecContext(ctx, s); err != nil {
				t.Fatalf("%s: %s: %v", o.Describe(), s, err)
			}
		}
		if err := newDialect().AfterDDL(ctx, conn); err != nil {
			t.Fatal(err)
		}
	}
}

func exec(t testing.TB, conn *sql.Conn, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := conn.ExecContext(context.Background(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// value reads one value as text.
func value(t testing.TB, conn *sql.Conn, query string) string {
	t.Helper()
	var s sql.NullString
	if err := conn.QueryRowContext(context.Background(), "SELECT ("+query+")::text").Scan(&s); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	if !s.Valid {
		return "NULL"
	}
	return s.String
}

func TestAlterColumnKeepsTheValues(t *testing.T) {
	conn := connect(t)
	col := func(dt op.DataType) *op.ColumnDef { return op.Column("c", dt) }
	for _, test := range []struct {
		name     string
		from, to *op.ColumnDef
		put      string // the value of the row, as SQL
		want     string // the same value after the change, as text
	}{
		{"integer to bigint", col(op.Int(32)), col(op.Int(64)), "7", "7"},
		{"bigint to integer", col(op.Int(64)), col(op.Int(32)), "7", "7"},
		{"text to integer", col(op.Text), col(op.Int(64)), "'42'", "42"},
		{"integer to text", col(op.Int(64)), col(op.Text), "42", "42"},
		{"text to varchar", col(op.Text), col(op.String(8)), "'hello'", "hello"},
		{"varchar grows", col(op.String(8)), col(op.String(80)), "'hello'", "hello"},
		{"boolean to bigint", col(op.Bool), col(op.Int(64)), "true", "1"},
		{"bigint to boolean", col(op.Int(64)), col(op.Bool), "2", "true"},
		{"boolean to numeric", col(op.Bool), col(op.Decimal(5, 2)), "true", "1.00"},
		{"text to boolean", col(op.Text), col(op.Bool), "'yes'", "true"},
		{"boolean to text", col(op.Bool), col(op.Text), "true", "true"},
		{"text to time", col(op.Text), col(op.Time), "'2020-01-02 03:04:05+00'", "2020-01-02 03:04:05+00"},
		{"time to date", col(op.Time), col(op.Type("date")), "'2020-01-02 03:04:05+00'", "2020-01-02"},
		{"text to jsonb", col(op.Text), col(op.Type("jsonb")), `'{"a":1}'`, `{"a": 1}`},
		{"json to jsonb", col(op.Type("json")), col(op.Type("jsonb")), `'{"a":1}'`, `{"a": 1}`},
		{"jsonb to text", col(op.Type("jsonb")), col(op.Text), `'{"a":1}'`, `{"a": 1}`},
		{"text to uuid", col(op.Text), col(op.Type("uuid")), "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"},
		{"text array to integer array", col(op.Type("text[]")), col(op.Type("int[]")), "'{1,2}'", "{1,2}"},
		{"enum to another", col(op.Type("mood")), col(op.Type("feeling")), "'sad'", "sad"},
		{"text to enum", col(op.Text), col(op.Type("mood")), "'sad'", "sad"},
		{"enum to text", col(op.Type("mood")), col(op.Text), "'sad'", "sad"},
		{"range to another", col(op.Type("int4range")), col(op.Type("int8range")), "'[1,5)'", "[1,5)"},
		{"text to bytea", col(op.Text), col(op.Bytes), "'ab'", `\x6162`},
		{"type and collation", col(op.Text), col(op.String(9)).Collate("C"), "'x'", "x"},
		{"a default that the new type cannot have", col(op.Text).DefaultValue("new"), col(op.Int(64)).DefaultValue(0), "'1'", "1"},
		{"the same default in another type", col(op.Text).DefaultValue("7"), col(op.Int(64)).DefaultValue(7), "'1'", "1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			exec(t, conn, "BEGIN")
			defer exec(t, conn, "ROLLBACK")
			exec(t, conn, "SET LOCAL timezone = 'UTC'",
				"CREATE TYPE mood AS ENUM ('sad', 'ok')", "CREATE TYPE feeling AS ENUM ('ok', 'sad', 'great')")
			apply(t, conn, op.CreateTable("t", test.from))
			exec(t, conn, "INSERT INTO t VALUES ("+test.put+")")
			apply(t, conn, op.AlterColumn("t", test.from, test.to))
			if got := value(t, conn, "SELECT c FROM t"); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			wantType := postgres.NormalType(newDialect().ColumnType(test.to))
			if got := value(t, conn, "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'c'"); got != wantType {
				t.Errorf("got the type %q, want %q", got, wantType)
			}
		})
	}
}

func TestAlterColumnToAShorterTextDoesNotCutValues(t *testing.T) {
	conn, ctx := connect(t), context.Background()
	from, to := op.Column("c", op.Text), op.Column("c", op.String(3))
	apply(t, conn, op.CreateTable("t", from))
	exec(t, conn, "INSERT INTO t VALUES ('abcdef')")
	statements, err := newDialect().Compile(ctx, conn, op.AlterColumn("t", from, to))
	if err != nil || len(statements) != 1 {
		t.Fatalf("got %q, %v", statements, err)
	}
	if _, err := conn.ExecContext(ctx, statements[0]); err == nil || !strings.Contains(err.Error(), "too long") {
		t.Errorf("got %v, want an error about the length", err)
	}
}

func TestAlterColumnNumbersTheRows(t *testing.T) {
	conn := connect(t)
	plain := func() *op.ColumnDef { return op.Column("id", op.Int(32)).NotNull() }
	for _, test := range []struct {
		name     string
		from, to *op.ColumnDef
	}{
		{"integer to serial", plain(), op.Column("id", op.Int(32)).AutoIncrement()},
		{"integer to bigserial", plain(), op.Column("id", op.Int(64)).AutoIncrement()},
		{"nullable integer to serial", op.Column("id", op.Int(32)), op.Column("id", op.Int(32)).AutoIncrement()},
		{"serial to bigserial", op.Column("id", op.Int(32)).AutoIncrement(), op.Column("id", op.Int(64)).AutoIncrement()},
		{"bigserial to serial", op.Column("id", op.Int(64)).AutoIncrement(), op.Column("id", op.Int(32)).AutoIncrement()},
		{"text to bigserial", op.Column("id", op.Text).NotNull(), op.Column("id", op.Int(64)).AutoIncrement()},
		{"raw integer to serial", op.Column("id", op.Type("int4")), op.Column("id", op.Type("int4")).AutoIncrement()},
		{"a type that numbers to another", op.Column("id", op.Type("serial")), op.Column("id", op.Type("BIGSERIAL"))},
		{"text to a type that numbers", op.Column("id", op.Text), op.Column("id", op.Type("serial")).NotNull()},
		{"integer to identity", plain(), op.Column("id", op.Int(32)).Identity("BY DEFAULT")},
		{"nullable integer to identity", op.Column("id", op.Int(32)), op.Column("id", op.Int(64)).Identity("ALWAYS")},
		{"serial to identity", op.Column("id", op.Int(32)).AutoIncrement(), op.Column("id", op.Int(64)).Identity("BY DEFAULT")},
		{"identity to bigger identity", op.Column("id", op.Int(32)).Identity("BY DEFAULT"), op.Column("id", op.Int(64)).Identity("ALWAYS")},
		{"identity to serial", op.Column("id", op.Int(32)).Identity("BY DEFAULT"), op.Column("id", op.Int(32)).AutoIncrement()},
	} {
		t.Run(test.name, func(t *testing.T) {
			exec(t, conn, "BEGIN")
			defer exec(t, conn, "ROLLBACK")
			apply(t, conn, op.CreateTable("Täble", test.from, op.Column("n", op.Int(32))))
			numbered := test.from.Increments || test.from.IdentityAs != "" || test.from.Type.Raw == "serial"
			if numbered {
				exec(t, conn, `INSERT INTO "Täble" (n) SELECT generate_series(1, 41)`)
			} else {
				exec(t, conn, `INSERT INTO "Täble" VALUES ('41', 1)`)
			}
			apply(t, conn, op.AlterColumn("Täble", test.from, test.to))
			exec(t, conn, `INSERT INTO "Täble" (n) VALUES (2)`)
			if got := value(t, conn, `SELECT max(id) FROM "Täble"`); got != "42" {
				t.Errorf("the next row got number %s", got)
			}
			if got, want := value(t, conn, "SELECT string_agg(data_type::text, ' ') FROM pg_sequences"), columnType(t, conn, "id"); got != want {
				t.Errorf("the sequences are of type %q, the column of %q", got, want)
			}
			if got := value(t, conn, "SELECT string_agg(sequencename, ' ') FROM pg_sequences"); got != "Täble_id_seq" {
				t.Errorf("the sequences are named %s", got)
			}
			// And back: nothing is left of the sequence.
			back := op.AlterColumn("Täble", test.to, test.from)
			apply(t, conn, back)
			if !numbered {
				if got := value(t, conn, "SELECT count(*) FROM pg_sequences"); got != "0" {
					t.Errorf("%s sequences are left", got)
				}
			}
			if got := value(t, conn, `SELECT count(*) FROM "Täble"`); got != "2" && got != "42" {
				t.Errorf("%s rows are left", got)
			}
		})
	}
}

func columnType(t testing.TB, conn *sql.Conn, column string) string {
	t.Helper()
	return value(t, conn, "SELECT format_type(atttypid, atttypmod) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relkind = 'r' AND attnum > 0 AND attname = '"+column+"' AND c.relnamespace = 'public'::regnamespace")
}

func TestAlterColumnReplacesAGeneratedColumn(t *testing.T) {
	conn := connect(t)
	plain := op.Column("c", op.Int(64))
	double := op.Column("c", op.Int(64)).Generated("n * 2")
	triple := op.Column("c", op.Int(64)).Generated("n * 3")
	apply(t, conn,
		op.CreateTable("t", op.Column("n", op.Int(64)), plain, op.Check("chk_c", "c < 100")),
		op.CreateIndex("idx_c", "t", "c").Unique().Comment("it's c"),
		op.CreateIndex("idx_part", "t", "n").Where("c > 5"))
	exec(t, conn, "INSERT INTO t VALUES (3)")
	apply(t, conn, op.AlterColumn("t", plain, double))
	if got := value(t, conn, "SELECT c FROM t"); got != "6" {
		t.Errorf("got %s", got)
	}
	apply(t, conn, op.AlterColumn("t", double, triple))
	if got := value(t, conn, "SELECT c FROM t"); got != "9" {
		t.Errorf("got %s", got)
	}
	// Nor does a script lose what depends on the column.
	exec(t, conn, compileOffline(t, op.AlterColumn("t", triple, double)), compileOffline(t, op.AlterColumn("t", double, triple)))
	if got := value(t, conn, "SELECT c FROM t"); got != "9" {
		t.Errorf("got %s from the script", got)
	}
	if got := value(t, conn, "SELECT string_agg(c.relname || coalesce(obj_description(c.oid), ''), ',' ORDER BY 1) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE indrelid = 't'::regclass"); got != "idx_cit's c,idx_part" && got != "idx_part,idx_cit's c" {
		t.Errorf("indexes after the change: %s", got)
	}
	if got := value(t, conn, "SELECT count(*) FROM pg_constraint WHERE conname = 'chk_c'"); got != "1" {
		t.Errorf("the check is gone")
	}
	apply(t, conn, op.AlterColumn("t", triple, plain))
	exec(t, conn, "UPDATE t SET c = 1")
}
