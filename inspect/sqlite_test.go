package inspect_test

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/utils/tests"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/sqlite"
	"github.com/gmig/gmig/dialect/sqlite/ddl/ddltest"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// nastySchemas are texts that SQLite accepts, with what readers of them get
// wrong.
var nastySchemas = map[string][]string{
	"every clause": {
		`CREATE TABLE p (x TEXT, y int, PRIMARY KEY (y, x))`,
		"CREATE TABLE \"or\"\"ders\" ( -- CHECK (comment > 1), UNIQUE (comment)\n" +
			"`id` INTEGER PRIMARY KEY AUTOINCREMENT,\n" +
			"[user id] int unsigned NOT NULL ON CONFLICT FAIL,\n" +
			"total decimal( 10 , 2 ) DEFAULT -1.50 CONSTRAINT positive CHECK (TOTAL > (0)) COLLATE nocase,\n" +
			"note text DEFAULT 'CHECK (a), UNIQUE (''b'')' UNIQUE,\n" +
			"twice int GENERATED ALWAYS AS (total * 2) STORED, half AS (total / 2), typeless,\n" +
			"at datetime DEFAULT (datetime('now')) NULL, quoted text DEFAULT \"it's\", bare DEFAULT word,\n" +
			"px text, py int, blobbed blob DEFAULT x'CAFE', flag numeric DEFAULT true,\n" +
			"CONSTRAINT u UNIQUE (note, total), CHECK (note IN (\"a\", 'B')),\n" +
			"CONSTRAINT \"fk p\" FOREIGN KEY (py, px) REFERENCES p ON UPDATE no action ON DELETE set null DEFERRABLE INITIALLY DEFERRED\n)",
	},
	"indexes": {
		"CREATE TABLE \"it's\" (a text, `b c` int, \"order\" int)",
		"create unique index `i 1` on \"it's\" (a COLLATE nocase desc, lower(a) ASC, ([b c] + 1)) where a is not null and `b c`>1 -- why",
		"CREATE INDEX i2 ON [it's] (\"order\", 'a')",
	},
	"options": {
		"CREATE TABLE s (a INTEGER PRIMARY KEY, b ANY) STRICT",
		"CREATE TABLE w (a TEXT, b INT, PRIMARY KEY (b, a)) without rowid, strict",
	},
	"references": {
		"CREATE TABLE child (a INT REFERENCES Parent ON DELETE CASCADE, b INT REFERENCES child(A), c INT REFERENCES missing, CONSTRAINT f1 FOREIGN KEY (b) REFERENCES child (a), CONSTRAINT f2 FOREIGN KEY (b) REFERENCES child (a))",
		"CREATE TABLE parent (key INTEGER PRIMARY KEY)",
	},
	"names": {
		"CREATE TABLE `ürün.ler` (`sıra no` integer, `group` text, `a``b` text, `x.y` text, CONSTRAINT `c.d` UNIQUE (`x.y`), CHECK (`a``b` <> \"group\"))",
		"CREATE INDEX `i.1` ON `ürün.ler` (`x.y`)",
		"CREATE TABLE `select` (`from` int REFERENCES `ürün.ler`(`x.y`))",
	},
	"virtual tables": {
		"CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1)",
		"CREATE TABLE boxes_of_mine (a int)",
		"CREATE VIEW v AS SELECT * FROM boxes_of_mine",
		"CREATE TRIGGER t AFTER INSERT ON boxes_of_mine BEGIN SELECT 1; END",
	},
}

func TestSQLiteSurvivesTheRoundTrip(t *testing.T) {
	for name, texts := range nastySchemas {
		t.Run(name, func(t *testing.T) {
			db := open(t)
			for _, text := range texts {
				exec(t, db, text)
			}
			roundTripSQLite(t, db)
		})
	}
}

func TestSQLiteReadsWhatAutoMigrateMade(t *testing.T) {
	db := open(t)
	g, err := gorm.Open(gormsqlite.New(gormsqlite.Config{Conn: db}), &gorm.Config{Logger: logger.Discard})
	if err != nil {
		t.Fatal(err)
	}
	models := []any{&tests.User{}, &tests.Account{}, &tests.Pet{}, &tests.Company{}, &tests.Toy{}, &tests.Tools{},
		&tests.Language{}, &tests.Coupon{}, &tests.CouponProduct{}, &tests.Order{}, &tests.Parent{}, &tests.Child{}}
	if err := g.AutoMigrate(models...); err != nil {
		t.Fatal(err)
	}
	s := roundTripSQLite(t, db)
	if len(s.Tables) < len(models) {
		t.Errorf("%d tables were read of %d models", len(s.Tables), len(models))
	}
}

// roundTripSQLite creates what was inspected on an empty database and inspects that.
func roundTripSQLite(t *testing.T, db *sql.DB) *inspect.Schema {
	t.Helper()
	ctx, d := context.Background(), sqlite.New(gormsqlite.Open(""))
	first := read(t, db, d)
	copied := open(t)
	for _, table := range first.Tables {
		ops := []op.Operation{table.Create()}
		for _, i := range table.Indexes {
			ops = append(ops, i.File)
		}
		for _, o := range ops {
			statements, err := d.Compile(ctx, copied, o)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range statements {
				exec(t, copied, s)
			}
		}
	}
	second := read(t, copied, d)
	if diff := cmp.Diff(engines(first), engines(second)); diff != "" {
		t.Errorf("the schema changed on its way through the File values (-first +second):\n%s", diff)
	}
	return first
}

func engines(s *inspect.Schema) []inspect.Table {
	var out []inspect.Table
	for _, t := range s.Tables {
		c := *t
		c.Columns, c.Uniques, c.ForeignKeys = engineOnly(t.Columns), engineOnly(t.Uniques), engineOnly(t.ForeignKeys)
		c.Checks, c.Indexes = engineOnly(t.Checks), engineOnly(t.Indexes)
		c.PrimaryKey.File = nil
		out = append(out, c)
	}
	return out
}

func engineOnly[T any](pairs []inspect.Pair[*T]) []inspect.Pair[*T] {
	var out []inspect.Pair[*T]
	for _, p := range pairs {
		out = append(out, inspect.Pair[*T]{Engine: p.Engine})
	}
	return out
}

func read(t testing.TB, db *sql.DB, d dialect.Dialect) *inspect.Schema {
	t.Helper()
	s, err := inspect.SQLite(context.Background(), db, d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func open(t testing.TB) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

func exec(t testing.TB, db *sql.DB, text string) {
	t.Helper()
	if _, err := db.Exec(text); err != nil {
		t.Fatalf("%s: %v", strings.TrimSpace(text), err)
	}
}

func TestSQLiteReadsRandomTables(t *testing.T) {
	read := 0
	for seed := range uint64(500) {
		db := open(t)
		exec(t, db, "CREATE TABLE other (id INTEGER PRIMARY KEY, code TEXT UNIQUE)")
		text := ddltest.Table(rand.New(rand.NewPCG(seed, 3)))
		if _, err := db.Exec(text); err != nil {
			continue // not all of the texts are good ones
		}
		read++
		roundTripSQLite(t, db)
		if t.Failed() {
			t.Fatalf("seed %d: %s", seed, text)
		}
	}
	if read < 250 {
		t.Errorf("only %d tables were good ones", read)
	}
}
