package postgres_test

import (
	"context"
	"strings"
	"testing"

	"github.com/gmig/gmig/op"
)

func TestCompileEnums(t *testing.T) {
	old := op.Enum("mood", "sad", "ok")
	for _, test := range []struct {
		o    op.Operation
		want string
	}{
		{op.CreateEnum("billing.state", "new", "it's"), `CREATE TYPE "billing"."state" AS ENUM ('new', 'it''s')`},
		{op.DropEnum("Mood"), `DROP TYPE "Mood"`},
		{op.RenameEnumValue("mood", "ok", "it's"), `ALTER TYPE "mood" RENAME VALUE 'ok' TO 'it''s'`},
		{op.AlterEnum(old, old), ""},
		{op.AlterEnum(old, op.Enum("mood", "sad", "ok", "great", "best")),
			"ALTER TYPE \"mood\" ADD VALUE 'great';\nALTER TYPE \"mood\" ADD VALUE 'best'"},
		{op.AlterEnum(old, op.Enum("mood", "angry", "bored", "sad", "so so", "ok")),
			"ALTER TYPE \"mood\" ADD VALUE 'angry' BEFORE 'sad';\nALTER TYPE \"mood\" ADD VALUE 'bored' AFTER 'angry';\n" +
				"ALTER TYPE \"mood\" ADD VALUE 'so so' AFTER 'sad'"},
		{op.AddColumn("t", op.Column("m", op.Enum("s.mood", "a")).DefaultValue("a")), `ALTER TABLE "t" ADD COLUMN "m" "s"."mood" DEFAULT 'a'`},
		{op.AddColumn("t", op.Column("m", old.Array())), `ALTER TABLE "t" ADD COLUMN "m" "mood"[]`},
		{op.AlterColumn("t", op.Column("m", old), op.Column("m", op.Type("mood"))), ""},
		{op.AlterColumn("t", op.Column("m", op.Type(`"Mood"[]`)), op.Column("m", op.Enum("Mood").Array())), ""},
		{op.AlterColumn("t", op.Column("m", op.Text), op.Column("m", op.Enum("order"))),
			`ALTER TABLE "t" ALTER COLUMN "m" TYPE "order" USING "m"::"order"`},
		{op.AlterColumn("t", op.Column("m", old).DefaultValue("ok"), op.Column("m", op.Enum("state")).DefaultValue("new")),
			"ALTER TABLE \"t\" ALTER COLUMN \"m\" DROP DEFAULT;\n" +
				"ALTER TABLE \"t\" ALTER COLUMN \"m\" TYPE \"state\" USING \"m\"::text::\"state\";\n" +
				"ALTER TABLE \"t\" ALTER COLUMN \"m\" SET DEFAULT 'new'"},
	} {
		if got := compileOffline(t, test.o); got != test.want {
			t.Errorf("%s\ngot  %s\nwant %s", test.o.Describe(), got, test.want)
		}
	}
}

// PostgreSQL has a type "char" that is not char.
func TestQuotedTypesAreNotMistakenForPlainOnes(t *testing.T) {
	d := newDialect()
	same := func(a, b op.DataType) bool { return d.SameType(op.Column("c", a), op.Column("c", b)) }
	if same(op.Type(`"char"`), op.Type("char")) || same(op.Type(`"Mood"`), op.Type("mood")) {
		t.Error("different types are the same")
	}
	if !same(op.Type(`"mood"`), op.Enum("mood", "a")) || !same(op.Type("s.mood[]"), op.Enum("s.mood").Array()) {
		t.Error("the same type is two")
	}
}

// everythingOnMood is what may be written in terms of an enum.
const everythingOnMood = `
CREATE SCHEMA s;
CREATE TYPE s.mood AS ENUM ('sad', 'ok', 'great');
COMMENT ON TYPE s.mood IS 'how somebody is';
CREATE TABLE moods (mood s.mood PRIMARY KEY, past s.mood[] DEFAULT '{ok}');
CREATE TABLE "My people" (
	id serial PRIMARY KEY, mood s.mood NOT NULL DEFAULT 'ok' REFERENCES moods, "A mood" s.mood,
	name text, CONSTRAINT chk CHECK (mood <> 'sad' OR name IS NOT NULL), CONSTRAINT cast_chk CHECK (name::s.mood IS NULL OR id > 0));
COMMENT ON CONSTRAINT chk ON "My people" IS 'why';
ALTER TABLE "My people" ADD CONSTRAINT late CHECK ("A mood" <> 'great') NOT VALID;
CREATE INDEX by_mood ON "My people" (mood);
CREATE INDEX ok_only ON "My people" (id) WHERE mood = 'ok';
COMMENT ON INDEX ok_only IS 'the few';
CREATE UNIQUE INDEX expr ON "My people" ((mood = 'sad'::s.mood), name);
CREATE TABLE parts (mood s.mood DEFAULT 'ok', n int) PARTITION BY RANGE (n);
CREATE TABLE part1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
ALTER TABLE part1 ALTER COLUMN mood SET DEFAULT 'sad';
ALTER TABLE part1 ADD CONSTRAINT part_chk CHECK (mood <> 'great');
ALTER TABLE parts ADD CONSTRAINT parts_chk CHECK (mood <> 'ok' OR n > 0);
CREATE INDEX parts_idx ON parts (n) WHERE mood = 'ok';
INSERT INTO moods (mood) VALUES ('ok');
INSERT INTO "My people" (name) VALUES (NULL);
INSERT INTO parts (n) VALUES (1);
`

// onMood is what the catalog says about everything that is written in terms of the enum.
const onMood = `SELECT string_agg(line, E'\n' ORDER BY line) FROM (
	SELECT format('column %s.%s %s %s', attrelid::regclass, attname, format_type(atttypid, atttypmod), pg_get_expr(adbin, adrelid)) AS line
		FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = attrelid AND adnum = attnum
		WHERE attrelid IN ('moods'::regclass, '"My people"'::regclass, 'parts'::regclass, 'part1'::regclass) AND attnum > 0
	UNION ALL SELECT format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE conrelid <> 0
		AND connamespace = 'public'::regnamespace
	UNION ALL SELECT 'index ' || pg_get_indexdef(indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = indexrelid WHERE relnamespace = 'public'::regnamespace
	UNION ALL SELECT format('comment %s', description) FROM pg_description WHERE objoid >= 16384
	UNION ALL SELECT format('enum %s', string_agg(enumlabel, ',' ORDER BY enumsortorder)) FROM pg_enum
	UNION ALL SELECT format('type %s', oid::regtype) FROM pg_type WHERE typnamespace = 's'::regnamespace) all_of_it`

func TestRebuildOfAnEnumKeepsWhatDependsOnIt(t *testing.T) {
	more := op.Enum("s.mood", "great", "ok", "sad", "new")
	for _, offline := range []bool{false, true} {
		conn, ctx := connect(t), context.Background()
		exec(t, conn, everythingOnMood)
		before := value(t, conn, onMood)
		rebuild := func(o op.Operation) {
			t.Helper()
			if offline {
				exec(t, conn, compileOffline(t, o))
				return
			}
			statements, err := newDialect().Compile(ctx, conn, o)
			if err != nil {
				t.Fatal(err)
			}
			exec(t, conn, "BEGIN")
			exec(t, conn, statements...)
			exec(t, conn, "COMMIT")
		}
		old := op.Enum("s.mood", "sad", "ok", "great")
		rebuild(op.AlterEnum(old, more))
		if got := value(t, conn, "enum_range(NULL::s.mood)"); got != "{great,ok,sad,new}" {
			t.Errorf("the values are %s", got)
		}
		rebuild(op.AlterEnum(more, old).Rebuild())
		if got := value(t, conn, onMood); got != before {
			t.Errorf("offline %v: got\n%s\nwant\n%s", offline, got, before)
		}
		if got := value(t, conn, `(SELECT count(*) FROM "My people" WHERE mood = 'ok' AND id = 1)`); got != "1" {
			t.Error("the row is gone")
		}
	}
}

func TestRebuildOfAnEnumFailsOnRowsThatLoseTheirValue(t *testing.T) {
	conn, ctx := connect(t), context.Background()
	exec(t, conn, "CREATE TYPE mood AS ENUM ('sad', 'ok')", "CREATE TABLE t (m mood)", "INSERT INTO t VALUES ('ok')", "BEGIN")
	statements, err := newDialect().Compile(ctx, conn, op.AlterEnum(op.Enum("mood", "sad", "ok"), op.Enum("mood", "sad")))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range statements {
		if _, err = conn.ExecContext(ctx, s); err != nil {
			break
		}
	}
	if err == nil || !strings.Contains(err.Error(), `invalid input value for enum mood: "ok"`) {
		t.Errorf("got %v", err)
	}
}

func TestAlteringAnEnumThatIsNotThereFails(t *testing.T) {
	conn, ctx := connect(t), context.Background()
	statements, err := newDialect().Compile(ctx, conn, op.AlterEnum(op.Enum("mood", "b", "a"), op.Enum("mood", "a", "b")))
	if err != nil || len(statements) == 0 {
		t.Fatalf("%q, %v", statements, err)
	}
	if _, err := conn.ExecContext(ctx, statements[0]); err == nil || !strings.Contains(err.Error(), `type "mood" does not exist`) {
		t.Errorf("got %v", err)
	}
}
