package sqlite

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/gmig/gmig/dialect/sqlite/ddl"
	"github.com/gmig/gmig/dialect/sqlite/ddl/ddltest"
	"github.com/gmig/gmig/internal/counts"
	"github.com/gmig/gmig/op"
)

// TestRandomTablesSurviveRebuilds takes tables there and back: their rows,
// rowids and tokens must be what they were.
func TestRandomTablesSurviveRebuilds(t *testing.T) {
	d := open(t, "_foreign_keys=1&_synchronous=0&_journal_mode=memory")
	d.exec("CREATE TABLE other (id INTEGER PRIMARY KEY, code TEXT UNIQUE)", "INSERT INTO other VALUES (1, '1'), (2, '2')")
	rebuilds := 0
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 2))
		text := ddltest.Table(r)
		if _, err := d.ExecContext(context.Background(), text); err != nil {
			continue // not all of the texts are good ones
		}
		rebuilds++
		table, err := load(context.Background(), d, "t")
		if err != nil {
			t.Fatal(err)
		}
		fillTable(d, r, table.text)
		d.exec("CREATE INDEX t_index ON t (`c 0` DESC) WHERE `c 0` > 0", "CREATE TRIGGER t_trigger AFTER DELETE ON t BEGIN SELECT old.`c 0`; END")
		query := "SELECT * FROM t"
		if !table.text.WithoutRowid {
			query = "SELECT rowid, * FROM t"
		}
		before, rows := d.text(table.name), d.rows(query)
		plain, filled := op.Column("note", op.Text), op.Column("note", op.Text).NotNull().DefaultValue("none")
		d.mustMigrate(op.AddColumn("t", plain), op.AlterColumn("t", plain, filled), op.AddConstraint("t", op.Check("note_check", "note <> ''")))
		if d.rows("SELECT count(*) FROM t WHERE note = 'none'") != d.rows("SELECT count(*) FROM t") {
			t.Errorf("seed %d: the new column was not filled", seed)
		}
		d.mustMigrate(op.DropConstraint("t", op.Check("note_check", "")), op.DropColumn("t", "note"))
		if d.rows(query) != rows {
			t.Errorf("seed %d: the rows were %s and are %s", seed, rows, d.rows(query))
		}
		sameTokens(t, d.text(table.name), before)
		d.want("SELECT name FROM sqlite_master WHERE name LIKE 't#_%' ESCAPE '#' ORDER BY name", "t_index t_trigger")
		if t.Failed() {
			t.Fatalf("seed %d: %s", seed, text)
		}
		d.exec("DROP TABLE t")
	}
	counts.Say(t, "%d random tables rebuilt", rebuilds)
	if rebuilds < 200 {
		t.Errorf("only %d tables were good ones", rebuilds)
	}
}

// fillTable inserts rows as far as the table's constraints let it.
func fillTable(d *database, r *rand.Rand, t *ddl.Table) {
	columns, values := "", ""
	for _, c := range t.Columns {
		if c.Last(ddl.Generated) == nil {
			columns += ", " + ddl.QuoteName(c.Name)
			values += ", ?"
		}
	}
	for range 5 {
		var row []any
		for range len(values) / len(", ?") {
			row = append(row, []any{nil, 1, 2, "1", "2", "a", 1.5, []byte{1}}[r.IntN(8)])
		}
		_, _ = d.ExecContext(context.Background(), "INSERT OR ABORT INTO t ("+columns[2:]+") VALUES ("+values[2:]+")", row...)
	}
}
