package inspect_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

func inspectIn(p pgDatabase, schema string) (*inspect.Schema, error) {
	return inspect.Postgres(context.Background(), p, postgresDialect(), schema)
}

func TestPostgresFileSpelling(t *testing.T) {
	col := func(dt op.DataType) *op.ColumnDef { return op.Column("c", dt) }
	a := newPostgres(t)
	a.run(t, preamble)
	for i, test := range []struct {
		sql  string
		want *op.ColumnDef
	}{
		{"smallint", col(op.Int(16))},
		{"integer NOT NULL", col(op.Int(32)).NotNull()},
		{"bigint DEFAULT 3", col(op.Int(64)).DefaultValue(3)},
		{"bigint DEFAULT -3", col(op.Int(64)).DefaultValue(-3)},
		{"bigint DEFAULT '3'", col(op.Int(64)).Default("'3'")},
		{"serial", col(op.Int(32)).NotNull().AutoIncrement()},
		{"bigserial", col(op.Int(64)).NotNull().AutoIncrement()},
		{"bigint GENERATED ALWAYS AS IDENTITY", col(op.Int(64)).NotNull().Identity("ALWAYS")},
		{"text DEFAULT ''", col(op.Text).DefaultValue("")},
		{"text DEFAULT 'it''s'", col(op.Text).DefaultValue("it's")},
		{`text DEFAULT 'a\b'`, col(op.Text).DefaultValue(`a\b`)},
		{`text DEFAULT E'a\nb'`, col(op.Text).DefaultValue("a\nb")},
		{"text DEFAULT now()", col(op.Text).Default("now()")},
		{"varchar(20) DEFAULT 'x'", col(op.String(20)).DefaultValue("x")},
		{"varchar", col(op.Type("character varying"))},
		{"boolean DEFAULT false", col(op.Bool).DefaultValue(false)},
		{"timestamptz DEFAULT CURRENT_TIMESTAMP", col(op.Time).Default("CURRENT_TIMESTAMP")},
		{"timestamptz(3)", col(op.Timestamp(3))},
		{"timestamptz(0)", col(op.Type("timestamp(0) with time zone"))},
		{"timestamp", col(op.Type("timestamp without time zone"))},
		{"numeric", col(op.Float(64))},
		{"numeric(10,2) DEFAULT 1.5", col(op.Decimal(10, 2)).DefaultValue(1.5)},
		{"numeric(10,2) DEFAULT 0.00", col(op.Decimal(10, 2)).Default("0.00")},
		{"numeric(10) DEFAULT 0", col(op.Decimal(10, 0)).DefaultValue(0.0)},
		{"double precision DEFAULT 0.1", col(op.Type("double precision")).DefaultValue(0.1)},
		{"bytea", col(op.Bytes)},
		{"jsonb DEFAULT '{}'", col(op.Type("jsonb")).Default("'{}'")},
		{"mood DEFAULT 'ok'", col(op.Type("mood")).Default("'ok'")},
		{"text[] DEFAULT '{}'", col(op.Type("text[]")).Default("'{}'")},
		{`text COLLATE "C"`, col(op.Text).Collate("C")},
		{"integer GENERATED ALWAYS AS (1 + 2) STORED", col(op.Int(32)).Generated("1 + 2")},
		{"bigint PRIMARY KEY", col(op.Int(64))},
	} {
		table := fmt.Sprintf("t%d", i)
		a.run(t, fmt.Sprintf("CREATE TABLE %s (c %s)", table, test.sql))
		got := a.inspect(t, "").Table(table).Columns[0].File
		if !same(got, test.want) {
			t.Errorf("%s: got %s, want %s", test.sql, show(got), show(test.want))
		}
	}
}

func same(a, b *op.ColumnDef) bool { return show(a) == show(b) }

func show(c *op.ColumnDef) string {
	text := fmt.Sprintf("%+v required=%t increments=%t identity=%q collation=%q", c.Type, c.Required, c.Increments, c.IdentityAs, c.Collation)
	if c.DefaultTo != nil {
		text += fmt.Sprintf(" default %q %T(%v)", c.DefaultTo.SQL, c.DefaultTo.Value, c.DefaultTo.Value)
	}
	if c.GeneratedAs != nil {
		text += fmt.Sprintf(" generated %+v", *c.GeneratedAs)
	}
	return text
}

// A default of a sequence that is not the column's, or of a column that may be
// NULL, is not what serial makes: it is written as a default.
func TestPostgresTellsASerialFromANextval(t *testing.T) {
	a := newPostgres(t)
	a.run(t, `CREATE SEQUENCE numbers; CREATE TABLE t (id serial, loose bigint NOT NULL DEFAULT nextval('numbers'), free serial);
		ALTER TABLE t ALTER free DROP NOT NULL; ALTER TABLE t RENAME COLUMN id TO "key"; ALTER TABLE t RENAME TO u`)
	columns := a.inspect(t, "").Table("u").Columns
	if c := columns[0].Engine; !c.Increments || c.DefaultTo != nil {
		t.Errorf("the renamed serial is %s", show(c))
	}
	for _, c := range columns[1:] {
		if c.Engine.Increments || c.Engine.DefaultTo == nil {
			t.Errorf("column %q is %s", c.Engine.Name, show(c.Engine))
		}
	}
}
