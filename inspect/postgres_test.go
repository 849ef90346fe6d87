package inspect_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	_ "github.com/jackc/pgx/v5/stdlib"
	pg "gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/utils/tests"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/postgres"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/internal/testdb"
	"github.com/gmig/gmig/op"
)

func TestMain(m *testing.M) { os.Exit(testdb.Main(m)) }

func postgresDialect() dialect.Dialect { return postgres.New(pg.New(pg.Config{})) }

// pgDatabase is an empty database, its URL and a pinned connection to it.
type pgDatabase struct {
	*sql.Conn
	url string
}

func newPostgres(t testing.TB) pgDatabase {
	t.Helper()
	url := testdb.Postgres(t)
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(); db.Close() })
	return pgDatabase{Conn: conn, url: url}
}

func (p pgDatabase) run(t testing.TB, script string) {
	t.Helper()
	// Without arguments pgx takes several statements at once.
	if _, err := p.ExecContext(context.Background(), script); err != nil {
		t.Fatalf("%s: %v", script, err)
	}
}

func (p pgDatabase) inspect(t testing.TB, schema string) *inspect.Schema {
	t.Helper()
	s, err := inspect.Postgres(context.Background(), p, postgresDialect(), schema)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// create runs the operations that create a schema, as a revision file would
// have them: foreign keys last, as the tables may refer to each other.
func (p pgDatabase) create(t testing.TB, s *inspect.Schema) {
	t.Helper()
	var tables, indexes, keys []op.Operation
	for _, table := range s.Tables {
		o := table.Create()
		for _, k := range o.ForeignKeys {
			keys = append(keys, op.AddConstraint(o.Name, k))
		}
		o.ForeignKeys = nil
		tables = append(tables, o)
		for _, i := range table.Indexes {
			indexes = append(indexes, i.File)
		}
	}
	for _, o := range append(append(tables, indexes...), keys...) {
		statements, err := postgresDialect().Compile(context.Background(), p, o)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range statements {
			p.run(t, s)
		}
	}
}

// engine is a schema as it is compared: the canonical spellings alone.
func engine(s *inspect.Schema) map[string]any {
	all := map[string]any{}
	for _, t := range s.Tables {
		parts := map[string]any{"comment": t.Remark, "options": t.Options, "key": t.PrimaryKey.Engine}
		for _, c := range t.Columns {
			parts["column "+c.Engine.Name] = c.Engine
		}
		for _, c := range t.Uniques {
			parts["unique "+c.Engine.Name] = c.Engine
		}
		for _, c := range t.ForeignKeys {
			parts["foreign key "+c.Engine.Name] = c.Engine
		}
		for _, c := range t.Checks {
			parts["check "+c.Engine.Name] = c.Engine
		}
		for _, c := range t.Indexes {
			parts["index "+c.Engine.Name] = c.Engine
		}
		all[t.Name] = parts
	}
	return all
}

// preamble is what the test schemas find in public, where users keep it.
const preamble = `
CREATE EXTENSION citext;
CREATE EXTENSION pg_trgm;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE SEQUENCE numbers;
CREATE FUNCTION twice(n bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT n * 2';
CREATE COLLATION "my.coll" (provider = libc, locale = 'C');`

// schemas are what a round trip must bring back.
var schemas = map[string]string{
	"types": `CREATE TABLE t (a smallint, b integer, c bigint, d real, e double precision, f numeric, g numeric(10),
		h numeric(10,2), i text, j varchar, k varchar(20), l char, m char(64), n bytea, o boolean, p date, q timestamp,
		r timestamp(3), s timestamptz, s3 timestamptz(3), s0 timestamptz(0), u time, v timetz(2), w interval, x uuid, y json,
		z jsonb, aa text[], ab integer[][], ac varchar(10)[], ad int4range, ae inet, af bit(3), ag varbit(5), ah mood,
		ai email, aj mood[], ak xml, al point, am money, an tsvector, ao "char", ap interval day to second(3), aq name,
		ar numeric(5,0), "as" numeric(20,20), at email[], au citext, av citext[])`,
	"defaults": `CREATE TABLE t (a integer DEFAULT 0, b integer DEFAULT -5, c bigint DEFAULT 5000000000, d bigint DEFAULT '7',
		e numeric(10,2) DEFAULT 0.00, f numeric DEFAULT 1.5, g numeric DEFAULT -1.5, g0 numeric DEFAULT -3, h text DEFAULT 'x', i text DEFAULT '',
		j text DEFAULT 'it''s \ "q" $1 ?', k varchar(9) DEFAULT 'new', l boolean DEFAULT true, m boolean DEFAULT 'f', n timestamptz DEFAULT now(),
		o timestamptz DEFAULT '2020-01-01 00:00:00+00', p date DEFAULT CURRENT_DATE, q jsonb DEFAULT '{}', r uuid DEFAULT gen_random_uuid(),
		s text[] DEFAULT '{a,b}', t text DEFAULT ('a' || 'b'), u mood DEFAULT 'ok', v integer DEFAULT nextval('numbers'), w double precision DEFAULT 0.1,
		x char(3) DEFAULT 'ab', y email DEFAULT 'a@b', z bytea DEFAULT '\xcafe', aa text DEFAULT NULL, ab interval DEFAULT '1 day',
		ac text DEFAULT E'line\nline', ad real DEFAULT 1e10, ae bigint DEFAULT twice(4), af bigint DEFAULT -5000000000, ag smallint DEFAULT 3,
		ah regclass DEFAULT 'numbers'::regclass, ai numeric DEFAULT 12345678901234567890, aj text DEFAULT 'x'::varchar, ak double precision DEFAULT '-0.5', al integer DEFAULT (1 + 2) * 3, am text DEFAULT ('x'))`,
	"numbered": `CREATE TABLE a (id serial PRIMARY KEY); CREATE TABLE b (id bigserial PRIMARY KEY, n smallserial);
		CREATE TABLE c (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n integer GENERATED BY DEFAULT AS IDENTITY);
		CREATE TABLE "ürünler" (id serial, "Größe" bigserial, PRIMARY KEY (id))`,
	"generated": `CREATE TABLE t (a bigint, b bigint GENERATED ALWAYS AS (a * 2) STORED, c text GENERATED ALWAYS AS (lower(a::text)) STORED,
		d bigint GENERATED ALWAYS AS ((a + 1) * (a + 2)) STORED NOT NULL)`,
	"collations": `CREATE TABLE t (a text COLLATE "C", b varchar(5) COLLATE "POSIX", c text COLLATE "my.coll", d text);
		CREATE INDEX i1 ON t (a); CREATE INDEX i2 ON t (d COLLATE "C"); CREATE INDEX i3 ON t (lower(a)); CREATE INDEX i4 ON t (lower(d) COLLATE "my.coll" text_pattern_ops DESC)`,
	"keys": `CREATE TABLE a (x bigint, y bigint, z bigint, PRIMARY KEY (y, x)); CREATE TABLE b (id bigint, CONSTRAINT b_key PRIMARY KEY (id));
		CREATE TABLE c (a bigint, b bigint, CONSTRAINT u1 UNIQUE (b, a), CONSTRAINT u2 UNIQUE (a) DEFERRABLE, CONSTRAINT u3 UNIQUE (b) DEFERRABLE INITIALLY DEFERRED, UNIQUE NULLS NOT DISTINCT (a, b));
		CREATE TABLE "a very long table name with spaces, and more than sixty-three b" (id bigint PRIMARY KEY)`,
	"foreign keys": `CREATE TABLE a (x bigint, y bigint, b_id bigint, parent_x bigint, parent_y bigint, PRIMARY KEY (x, y));
		CREATE TABLE b (id bigint PRIMARY KEY, x bigint, y bigint, FOREIGN KEY (x, y) REFERENCES a ON DELETE CASCADE ON UPDATE SET NULL);
		ALTER TABLE a ADD CONSTRAINT fk1 FOREIGN KEY (b_id) REFERENCES b ON DELETE RESTRICT DEFERRABLE;
		ALTER TABLE a ADD CONSTRAINT fk2 FOREIGN KEY (parent_x, parent_y) REFERENCES a (x, y) ON DELETE SET DEFAULT DEFERRABLE INITIALLY DEFERRED;
		CREATE TABLE c (id bigint, x bigint, y bigint, FOREIGN KEY (x, y) REFERENCES a (x, y) ON DELETE SET NULL (y))`,
	"checks": `CREATE TABLE t (a integer, b text, CONSTRAINT c1 CHECK (a > 0), CHECK (b IN ('x', 'y)', '(')), CONSTRAINT c3 CHECK (true),
		CONSTRAINT c4 CHECK ((a > 1) AND (length(b) > 2)), CONSTRAINT c5 CHECK ((a > 1) OR (b ~ E'\\(')), CONSTRAINT c6 CHECK (b NOT LIKE '%'')'))`,
	"indexes": `CREATE TABLE t (a integer, b text, c text, d jsonb, e integer[], f timestamptz, g varchar(10), h int4range, "i j" text, k citext);
		CREATE INDEX i1 ON t (a); CREATE UNIQUE INDEX i2 ON t (a, b DESC); CREATE INDEX i3 ON t (a DESC NULLS LAST, f NULLS FIRST);
		CREATE INDEX i4 ON t (lower(b)); CREATE INDEX i5 ON t ((b || c), a); CREATE INDEX i6 ON t USING gin (d); CREATE INDEX i7 ON t USING gin (d jsonb_path_ops);
		CREATE INDEX i8 ON t (b text_pattern_ops); CREATE INDEX i9 ON t (a) INCLUDE (b, "i j"); CREATE UNIQUE INDEX i10 ON t (a, f) NULLS NOT DISTINCT WHERE (a > 5);
		CREATE INDEX i11 ON t (a) WITH (fillfactor = 70, deduplicate_items = off) WHERE b IS NOT NULL; CREATE INDEX i12 ON t USING hash (b); CREATE INDEX i13 ON t USING brin (f) WITH (pages_per_range = 16);
		CREATE INDEX i14 ON t USING gin (e); CREATE INDEX i15 ON t USING gist (h); COMMENT ON INDEX i1 IS 'it''s an index'; CREATE INDEX i16 ON t (g);
		CREATE INDEX i17 ON t (g varchar_pattern_ops); CREATE UNIQUE INDEX "I 18" ON t ("i j"); CREATE INDEX i19 ON t ((d ->> 'x'));
		CREATE INDEX i23 ON t (k); CREATE INDEX i24 ON t (k citext_pattern_ops); CREATE INDEX i25 ON t (k text_ops);
		CREATE INDEX i20 ON t (((a + 1) * (a + 2))); CREATE INDEX i21 ON t USING gin (b gin_trgm_ops); CREATE INDEX i22 ON t USING gist (b gist_trgm_ops (siglen = 32))`,
	"comments":   `CREATE TABLE t (a integer, "b c" text); COMMENT ON TABLE t IS 'the ''table'' \ of tests'; COMMENT ON COLUMN t.a IS E'two\nlines'; COMMENT ON COLUMN t."b c" IS 'ünï'`,
	"partitions": `CREATE TABLE t (at timestamptz NOT NULL, id bigint, PRIMARY KEY (id, at)) PARTITION BY RANGE (at); CREATE INDEX i ON t (id)`,
	"options":    `CREATE TABLE t (id bigint) WITH (fillfactor = 70, autovacuum_enabled = false)`,
	"names": `CREATE TABLE "T""q" ("a.b" bigint, "c""d" text, "select" text, "A" text, a text, CONSTRAINT "chk.1" CHECK ("a.b" > 0));
		CREATE INDEX "i.x" ON "T""q" ("c""d"); CREATE TABLE "order" (id bigserial PRIMARY KEY, "user" bigint); CREATE TABLE none ()`,
}

func TestPostgresRoundTrip(t *testing.T) {
	for name, script := range schemas {
		t.Run(name, func(t *testing.T) {
			a, b := newPostgres(t), newPostgres(t)
			a.run(t, preamble)
			b.run(t, preamble)
			a.run(t, script)
			roundTrip(t, a, b)
		})
	}
}

// roundTrip creates in b what is in a, and compares.
func roundTrip(t *testing.T, a, b pgDatabase) {
	t.Helper()
	want := a.inspect(t, "")
	b.create(t, want)
	got := b.inspect(t, "")
	if diff := cmp.Diff(engine(want), engine(got)); diff != "" {
		t.Errorf("inspected again (-want +got):\n%s", diff)
	}
	if changes := atlasChanges(t, a, b); len(changes) > 0 {
		t.Errorf("Atlas sees differences: %v", changes)
	}
	if diff := cmp.Diff(testdb.Dump(t, a.url), testdb.Dump(t, b.url)); diff != "" {
		t.Errorf("pg_dump (-want +got):\n%s", diff)
	}
}

func gormModels() []any {
	return []any{&tests.User{}, &tests.Account{}, &tests.Pet{}, &tests.Company{}, &tests.Toy{}, &tests.Language{},
		&tests.Coupon{}, &tests.CouponProduct{}, &tests.Order{}, &tests.Parent{}, &tests.Child{}, &tests.Tools{}}
}

func autoMigrate(t testing.TB, conn gorm.ConnPool, models ...any) {
	t.Helper()
	db, err := gorm.Open(pg.New(pg.Config{Conn: conn}), &gorm.Config{Logger: logger.Default.LogMode(logger.Silent)})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.AutoMigrate(models...); err != nil {
		t.Fatal(err)
	}
}

func TestPostgresRoundTripOfGORMsModels(t *testing.T) {
	a, b := newPostgres(t), newPostgres(t)
	autoMigrate(t, a.Conn, gormModels()...)
	if n := len(a.inspect(t, "").Tables); n < 12 {
		t.Fatalf("only %d tables", n)
	}
	roundTrip(t, a, b)
}

// A shadow schema is compared with the schema that it stands for.
func TestPostgresTextsAreFreeOfTheSchema(t *testing.T) {
	for name, script := range schemas {
		t.Run(name, func(t *testing.T) {
			a := newPostgres(t)
			a.run(t, preamble)
			a.run(t, script)
			a.run(t, "CREATE SCHEMA gmig_shadow")
			a.run(t, "SET search_path = gmig_shadow, public")
			a.run(t, script)
			shadow := a.inspect(t, "")
			named := a.inspect(t, "public")
			a.run(t, "SET search_path = public")
			live := a.inspect(t, "")
			if len(shadow.Tables) == 0 {
				t.Fatal("the shadow is empty")
			}
			if diff := cmp.Diff(engine(live), engine(shadow)); diff != "" {
				t.Errorf("live against shadow (-live +shadow):\n%s", diff)
			}
			if diff := cmp.Diff(engine(live), engine(named)); diff != "" {
				t.Errorf("from another search path (-live +named):\n%s", diff)
			}
		})
	}
}

func TestPostgresInspectsThirtyTablesFast(t *testing.T) {
	a := newPostgres(t)
	for i := range 30 {
		a.run(t, strings.ReplaceAll(`CREATE TABLE $ (id bigserial PRIMARY KEY, a text, b text DEFAULT 'x', c varchar(10) UNIQUE, d timestamptz,
			e timestamptz, f numeric(10,2) CHECK (f > 0), g boolean, h bigint REFERENCES $); CREATE INDEX ON $ (d); CREATE INDEX ON $ (e)`,
			"$", fmt.Sprintf("table%d", i)))
	}
	a.inspect(t, "")
	best := time.Hour
	for range 5 {
		started := time.Now()
		a.inspect(t, "")
		best = min(best, time.Since(started))
	}
	t.Logf("30 tables in %v", best)
	if best > 250*time.Millisecond { // far above what it takes, for busy machines
		t.Errorf("30 tables took %v", best)
	}
}
