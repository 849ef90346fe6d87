package inspect_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	gormsqlite "gorm.io/driver/sqlite"

	"github.com/gmig/gmig/dialect/sqlite"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

func TestPostgresReadsEnumsOfItsSchemas(t *testing.T) {
	db := newPostgres(t)
	db.run(t, `CREATE TYPE mood AS ENUM ('sad', 'it''s', 'ok'); ALTER TYPE mood ADD VALUE 'first' BEFORE 'sad';
		CREATE TYPE "Odd, ""one""" AS ENUM ();
		CREATE DOMAIN d AS mood; CREATE TYPE pair AS (a mood);
		CREATE SCHEMA billing; CREATE TYPE billing.state AS ENUM ('new'); CREATE SCHEMA other; CREATE TYPE other.x AS ENUM ('a')`)
	s, err := inspect.Read(context.Background(), db, postgresDialect(), "billing")
	if err != nil {
		t.Fatal(err)
	}
	want := []*inspect.Enum{{Name: `Odd, "one"`, Values: []string{}}, {Name: "billing.state", Values: []string{"new"}},
		{Name: "mood", Values: []string{"first", "sad", "it's", "ok"}}}
	if diff := cmp.Diff(want, s.Enums); diff != "" {
		t.Errorf("enums (-want +got):\n%s", diff)
	}
	if e := s.Enum("mood"); e == nil || !e.Type().Equal(op.Enum("mood", "first", "sad", "it's", "ok")) {
		t.Errorf("the type of mood is %+v", e)
	}
}

// TestPostgresLeavesOutTheEnumsOfExtensions would have a revision drop them.
func TestPostgresLeavesOutTheEnumsOfExtensions(t *testing.T) {
	db := newPostgres(t)
	db.run(t, `CREATE EXTENSION citext; CREATE TYPE owned AS ENUM ('a'); ALTER EXTENSION citext ADD TYPE owned`)
	if s := db.inspect(t, ""); len(s.Enums) != 0 {
		t.Errorf("read %q", s.Enums[0].Name)
	}
}

func TestSQLiteReadsAnEnumFromItsCheck(t *testing.T) {
	db := open(t)
	exec(t, db, "CREATE TABLE a (m text CONSTRAINT enum_mood CHECK (m IN ('sad','it''s')) NOT NULL, n text CHECK (n IN ('a')), "+
		"o text CONSTRAINT enum_mood CHECK (o IN ('sad')), p text CONSTRAINT enum_x CHECK (p <> ''), q int CONSTRAINT enum_y CHECK (q IN ('1')))")
	s := read(t, db, sqlite.New(gormsqlite.Open("")))
	if diff := cmp.Diff([]*inspect.Enum{{Name: "mood", Values: []string{"sad", "it's"}}}, s.Enums); diff != "" {
		t.Errorf("enums (-want +got):\n%s", diff)
	}
	columns := s.Table("a").Columns
	if !columns[0].Engine.Type.Equal(op.Enum("mood")) || !columns[0].File.Type.Equal(op.Enum("mood", "sad", "it's")) {
		t.Errorf("the column is %+v and %+v", columns[0].Engine, columns[0].File)
	}
	// A column whose values are not the enum's shows that.
	if !columns[2].Engine.Type.Equal(op.Enum("mood", "sad")) {
		t.Errorf("the column with other values is %+v", columns[2].Engine)
	}
	if n := len(s.Table("a").Checks); n != 3 {
		t.Errorf("%d checks are left, want those of n, p and q", n)
	}
}
