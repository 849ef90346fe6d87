package sqlite

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/utils/tests"

	"github.com/gmig/gmig/dialect/sqlite/ddl"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

type declared struct {
	ID      uint
	Name    string    `gorm:"size:20;not null;default:it's \"x\";unique"`
	Age     int       `gorm:"check:age > 13;default:18"`
	Price   float64   `gorm:"precision:12;scale:2;default:1.50;check:chk_price,price <> \"a\""`
	Active  bool      `gorm:"default:true;index:idx_where,where:active"`
	Born    time.Time `gorm:"default:CURRENT_TIMESTAMP;index:idx_two,sort:desc,unique,priority:2"`
	Code    string    `gorm:"type:varchar(10) COLLATE nocase;index:idx_two,collate:nocase,priority:1"`
	Sum     int       `gorm:"type:int GENERATED ALWAYS AS (age + 1) STORED"`
	Data    []byte    `gorm:"index:,expression:length(data)"`
	BossID  *uint
	Boss    *declared  `gorm:"constraint:OnDelete:SET NULL,OnUpdate:CASCADE"`
	Friends []declared `gorm:"many2many:friends"`
}

type keyed struct {
	B    string `gorm:"primaryKey"`
	A    int    `gorm:"primaryKey;autoIncrement:false"`
	Dots string `gorm:"column:select"`
}

// TestCreateTableWritesWhatAutoMigrateWrites takes every table that GORM makes
// through inspection and back to SQL.
func TestCreateTableWritesWhatAutoMigrateWrites(t *testing.T) {
	d := open(t, "_foreign_keys=1")
	g, err := gorm.Open(gormsqlite.New(gormsqlite.Config{Conn: d}), &gorm.Config{Logger: logger.Discard})
	if err != nil {
		t.Fatal(err)
	}
	models := []any{&declared{}, &keyed{}, &tests.User{}, &tests.Account{}, &tests.Pet{}, &tests.Company{},
		&tests.Toy{}, &tests.Tools{}, &tests.Language{}, &tests.Coupon{}, &tests.CouponProduct{}, &tests.Order{},
		&tests.Parent{}, &tests.Child{}}
	if err := g.AutoMigrate(models...); err != nil {
		t.Fatal(err)
	}
	made, err := inspect.SQLite(context.Background(), d, d)
	if err != nil {
		t.Fatal(err)
	}
	fresh := open(t, "_foreign_keys=1")
	var ops []op.Operation
	for _, table := range made.Tables {
		ops = append(ops, table.Create())
		for _, i := range table.Indexes {
			ops = append(ops, i.File)
		}
	}
	fresh.mustMigrate(ops...)
	if g, err = gorm.Open(gormsqlite.New(gormsqlite.Config{Conn: fresh}), &gorm.Config{Logger: logger.Discard}); err != nil {
		t.Fatal(err)
	}
	before := fresh.dump()
	// GORM mistakes the quote in a default of the first model on a second run.
	if err := g.AutoMigrate(models[1:]...); err != nil {
		t.Errorf("AutoMigrate on what gmig made: %v", err)
	}
	if after := fresh.dump(); after != before {
		t.Errorf("AutoMigrate found something to do: it changed\n%s\nto\n%s", before, after)
	}
	query := "SELECT name FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
	if d.rows(query) != fresh.rows(query) {
		t.Errorf("AutoMigrate made %s, gmig %s", d.rows(query), fresh.rows(query))
	}
	for _, n := range strings.Fields(d.rows(query)) {
		if got, want := items(t, fresh.text(n)), items(t, d.text(n)); got != want {
			t.Errorf("gmig writes\n%s\nand AutoMigrate\n%s", got, want)
		}
	}
}

// items are the tokens of a CREATE text, those of a table's columns and
// constraints sorted.
func items(t *testing.T, sql string) string {
	t.Helper()
	all := func(string) bool { return true }
	table, err := ddl.ParseTable(sql)
	if err != nil {
		return ddl.Normal(sql, all)
	}
	var lines []string
	for _, c := range table.Columns {
		line := c.Name + " " + c.Type
		var clauses []string
		for _, con := range c.Constraints {
			clauses = append(clauses, ddl.Normal(c.Text(con), all))
		}
		slices.Sort(clauses)
		lines = append(lines, fmt.Sprint(line, clauses))
	}
	for _, c := range table.Constraints {
		lines = append(lines, ddl.Normal(table.Text(c), all))
	}
	slices.Sort(lines)
	return table.Name + "\n" + strings.Join(lines, "\n")
}

func TestColumnTypeIsTheDialectors(t *testing.T) {
	d := New(gormsqlite.Open(""))
	for want, types := range map[string][]op.DataType{
		"numeric":     {op.Bool},
		"integer":     {op.Int(8), op.Uint(64)},
		"real":        {op.Float(32), op.Decimal(12, 2)},
		"text":        {op.Text, op.String(20), op.Type("jsonb").On("sqlite", "text")},
		"datetime":    {op.Time, op.Timestamp(3)},
		"blob":        {op.Bytes},
		"varchar(10)": {op.Type("varchar(10)").On("postgres", "x")},
	} {
		for _, dt := range types {
			if got := d.ColumnType(op.Column("c", dt)); got != want {
				t.Errorf("%+v is %q, want %q", dt, got, want)
			}
		}
	}
	for _, dt := range []op.DataType{op.Int(32), op.Uint(64), op.Type("bigint")} {
		if got := d.ColumnType(op.Column("c", dt).AutoIncrement()); got != autoincrement {
			t.Errorf("auto-increment %+v is %q", dt, got)
		}
	}
}

func TestDefaultValuesAreWrittenAsGORMDoes(t *testing.T) {
	e := New(gormsqlite.Open("")).(engine)
	for want, value := range map[string]any{
		`"it's ""x"" ?"`: `it's "x" ?`, "true": true, "-5": -5, "7": uint8(7), "1.5": 1.5,
		`"2026-01-02 03:04:05"`: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
	} {
		if got := e.defaultText(op.Column("c", op.Text).DefaultValue(value).DefaultTo); got != want {
			t.Errorf("%#v is written %s, want %s", value, got, want)
		}
	}
}
