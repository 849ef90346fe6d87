package dialect_test

import (
	"context"
	"database/sql"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	pg "gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/gmig/gmig/dialect/engines"
	"github.com/gmig/gmig/internal/testdb"
	"github.com/gmig/gmig/op"
)

func TestMain(m *testing.M) { os.Exit(testdb.Main(m)) }

// TestInsertedRowsReadBackAsTheyWere inserts values of each kind by the SQL
// text alone and reads them with GORM.
func TestInsertedRowsReadBackAsTheyWere(t *testing.T) {
	type Sample struct {
		ID    int
		Text  *string
		Yes   bool
		Whole int64
		Float float64
		Bytes []byte
		At    time.Time
		Exact string `gorm:"type:numeric(20,6)"`
	}
	for _, d := range []gorm.Dialector{sqlite.Open(testdb.SQLite(t)), pg.Open(testdb.Postgres(t))} {
		db, err := gorm.Open(d, &gorm.Config{Logger: logger.Discard})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.AutoMigrate(&Sample{}); err != nil {
			t.Fatal(err)
		}
		text := "it's \\ \"é\" 🙂\n$1 ? --"
		at := time.Date(2026, 11, 22, 10, 22, 11, 123456000, time.FixedZone("", -5400))
		rows := []op.Row{
			{"id": 1, "text": text, "yes": true, "whole": int64(math.MinInt64), "float": 0.1, "bytes": []byte{0, 0xff, '\''}, "at": at, "exact": "12345678901234.5"},
			{"id": uint8(2), "text": sql.NullString{}, "yes": false, "whole": nil, "float": float32(2), "bytes": []byte(nil), "at": &at, "exact": nil},
		}
		for i := 3; i <= 1201; i++ {
			row := op.Row{}
			for name, value := range rows[0] {
				row[name] = value
			}
			row["id"] = i
			rows = append(rows, row)
		}
		gmig, err := engines.Of(d)
		if err != nil {
			t.Fatal(err)
		}
		statements, err := gmig.Compile(context.Background(), nil, op.BulkInsert("samples", rows...))
		if err != nil || len(statements) != 3 {
			t.Fatalf("%d statements, %v", len(statements), err)
		}
		pool, err := db.DB()
		if err != nil {
			t.Fatal(err)
		}
		defer pool.Close()
		for _, s := range statements {
			if _, err := pool.Exec(s); err != nil {
				t.Fatalf("%s: %v", d.Name(), err)
			}
		}
		var got []Sample
		if err := db.Order("id").Find(&got).Error; err != nil || len(got) != 1201 {
			t.Fatalf("%s: %d rows, %v", d.Name(), len(got), err)
		}
		first, second := got[0], got[1]
		if *first.Text != text || !first.Yes || first.Whole != math.MinInt64 || first.Float != 0.1 || string(first.Bytes) != "\x00\xff'" || !first.At.Equal(at) ||
			d.Name() == "postgres" && first.Exact != "12345678901234.500000" {
			t.Errorf("%s: read %+v", d.Name(), first)
		}
		if second.Text != nil || second.Yes || second.Float != 2 || len(second.Bytes) != 0 || !second.At.Equal(at) {
			t.Errorf("%s: read %+v", d.Name(), second)
		}
	}
}

func TestRowsThatCannotBeWrittenAreRefused(t *testing.T) {
	gmig, err := engines.Of(sqlite.Open(""))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		rows []op.Row
		want string
	}{
		{[]op.Row{{"a": 1}, {"b": 1}}, `row 2 has the columns ["b"] and row 1 has ["a"]`},
		{[]op.Row{{}}, "row 1 has no columns"},
		{[]op.Row{{"a": struct{ X int }{1}}}, `row 1, column "a": a value of type struct { X int }: it has no literal`},
		{[]op.Row{{"a": "x\x00"}}, "zero byte"},
		{[]op.Row{{"a": math.NaN()}}, "NaN"},
	} {
		if _, err := gmig.Compile(context.Background(), nil, op.BulkInsert("t", test.rows...)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v: got %v", test.rows, err)
		}
	}
	if statements, err := gmig.Compile(context.Background(), nil, op.BulkInsert("t")); err != nil || len(statements) > 0 {
		t.Errorf("no rows: %q, %v", statements, err)
	}
}
