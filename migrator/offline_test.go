package migrator_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// everything is a history of three revisions that together have every
// operation, in both directions, data steps, and on SQLite rebuilds of tables
// that a trigger and a view refer to.
func everything() *versions.Set {
	books := op.CreateTable("books",
		op.Column("id", op.Uint(64)).AutoIncrement(),
		op.Column("title", op.String(64)),
		op.Column("author_id", op.Uint(64)),
		op.Column("pages", op.Int(32)).NotNull().Default("1"),
		op.Column("price", op.Decimal(10, 2)),
		op.PrimaryKey("id"))
	authors := op.CreateTable("authors",
		op.Column("id", op.Uint(64)).AutoIncrement(),
		op.Column("name", op.Text).NotNull().DefaultValue("it's -- unknown; yet"),
		op.PrimaryKey("id"),
		op.Unique("uni_authors_name", "name"))
	check := op.Check("chk_books_pages", "pages > 0")
	foreign := op.ForeignKey("fk_books_author", "author_id").References("writers", "id").OnDelete("CASCADE")
	title := op.Column("title", op.String(64))
	longTitle := op.Column("title", op.String(128)).NotNull().DefaultValue("none")
	when := time.Date(2026, 11, 22, 10, 22, 11, 123456000, time.FixedZone("", 3600))

	set := versions.NewSet(nil)
	set.Add(op.Revision{ID: "a1", Message: "create", Up: do(authors, books,
		op.CreateIndex("idx_books_title", "books", "title"),
		op.Exec("INSERT INTO authors (name) VALUES ('ada'); INSERT INTO authors (name) VALUES ('it''s ?') -- a comment"),
		op.Exec("INSERT INTO books (title, author_id) VALUES ('notes', 1)"),
		op.Exec("").On("sqlite", "CREATE TRIGGER counting AFTER INSERT ON books BEGIN UPDATE books SET pages = pages + 1; END"),
	), Down: do(op.DropTable("books"), op.DropTable("authors"))})
	set.Add(op.Revision{ID: "b2", Message: "change\nin two lines", Revises: []string{"a1"},
		Up: func(ctx context.Context, m *op.Migration) error {
			if err := m.Run(ctx,
				op.RenameTable("authors", "writers"),
				op.CommentTable("writers", "", "those who write"),
				op.AddColumn("writers", op.Column("born", op.Time)),
				op.RenameColumn("books", "pages", "sheets"),
				op.RenameColumn("books", "sheets", "pages"),
				op.AlterColumn("books", title, longTitle),
				op.AddConstraint("books", check),
				op.AddConstraint("books", foreign),
				op.DropColumn("books", "price"),
				op.DropIndex("idx_books_title", "books"),
				op.CreateIndex("idx_books_author", "books", "author_id", "title").Unique(),
			); err != nil {
				return err
			}
			return m.Exec(ctx, "UPDATE writers SET born = ?, name = ? WHERE id = ?", when, `o'\neill "?"`, 1)
		},
		Down: do(
			op.DropIndex("idx_books_author", "books"),
			op.CreateIndex("idx_books_title", "books", "title"),
			op.AddColumn("books", op.Column("price", op.Decimal(10, 2))),
			op.DropConstraint("books", foreign),
			op.DropConstraint("books", check),
			op.AlterColumn("books", longTitle, title),
			op.DropColumn("writers", "born"),
			op.CommentTable("writers", "those who write", ""),
			op.RenameTable("writers", "authors"),
		)})
	set.Add(op.Revision{ID: "c3", Message: "nothing", Revises: []string{"b2"}})
	return set
}

// rows are the data of everything at the head.
const rows = `SELECT 'version', version_num, '', '' FROM gmig_version
	UNION ALL SELECT 'writer', CAST(id AS text), name, CAST(born AS text) FROM writers
	UNION ALL SELECT 'book', CAST(id AS text), title, CAST(author_id AS text) FROM books ORDER BY 1, 2`

func TestAScriptDoesWhatTheRunDoes(t *testing.T) {
	tests := []struct {
		name     string
		run      []string // upgrades, or downgrades with "-" in front, before the script
		down     bool
		from, to string
	}{
		{"everything from nothing", nil, false, "", "head"},
		{"the upper part", []string{"a1"}, false, "a1", "head"},
		{"one step", []string{"b2"}, false, "b2", "+1"},
		{"all the way back", []string{"head"}, true, "head", "base"},
		{"a part of the way back", []string{"head"}, true, "c3", "a1"},
	}
	onEachTarget(t, func(t *testing.T, empty func() target) {
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				ctx := context.Background()
				byRun, byScript := empty(), empty()
				run := byRun.online(t, everything())
				for _, database := range []target{byRun, byScript} {
					for _, to := range tt.run {
						if _, err := database.online(t, everything()).Upgrade(ctx, to); err != nil {
							t.Fatal(err)
						}
					}
				}
				move, write := run.Upgrade, (*migrator.Offline).Upgrade
				if tt.down {
					move, write = run.Downgrade, (*migrator.Offline).Downgrade
				}
				if _, err := move(ctx, tt.to); err != nil {
					t.Fatal(err)
				}
				script, err := write(byScript.offline(t, everything()), ctx, tt.from, tt.to)
				if err != nil {
					t.Fatal(err)
				}
				again, err := write(byScript.offline(t, everything()), ctx, tt.from, tt.to)
				if err != nil || again != script {
					t.Errorf("the same script is written in two ways (error %v):\n%s", err, cmp.Diff(script, again))
				}
				byScript.feed(t, script)
				if diff := cmp.Diff(byRun.schema(t), byScript.schema(t)); diff != "" {
					t.Errorf("schema (-run +script):\n%s\n%s", diff, script)
				}
				query := "SELECT version_num FROM gmig_version"
				if !tt.down {
					query = rows
				}
				if diff := cmp.Diff(byRun.lines(t, query), byScript.lines(t, query)); diff != "" {
					t.Errorf("rows (-run +script):\n%s\n%s", diff, script)
				}
			})
		}
	})
}

func TestAStampScriptWritesRows(t *testing.T) {
	onEachTarget(t, func(t *testing.T, empty func() target) {
		ctx := context.Background()
		d := empty()
		offline := func() *migrator.Offline { return d.offline(t, branched(t)) }
		feed := func(script string, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			d.feed(t, script)
		}
		feed(offline().Stamp(ctx, "", "left", "right"))
		m := d.online(t, branched(t))
		wantCurrent(t, m, "left1", "right1")
		feed(offline().StampPurge(ctx, "left"))
		wantCurrent(t, m, "left1")
		feed(offline().Stamp(ctx, "left", "base1"))
		wantCurrent(t, m, "base1")

		d = empty()
		feed(offline().EnsureVersion(ctx))
		wantCurrent(t, d.online(t, branched(t)))
		feed(offline().StampPurge(ctx, "left"))
	})
}

func TestTheFormOfAScript(t *testing.T) {
	ctx := context.Background()
	set := history(do(createUsers()), do(op.Exec("UPDATE users SET name = 'x' -- why")))
	got, err := target{engine: "postgres"}.offline(t, set).Upgrade(ctx, "", "head")
	if err != nil {
		t.Fatal(err)
	}
	want := `-- Running upgrade  -> 1, step
BEGIN;
SET LOCAL lock_timeout = 5000;
SET LOCAL statement_timeout = 3600000;
CREATE TABLE IF NOT EXISTS "gmig_version" (
	"version_num" varchar(255) NOT NULL,
	"applied_at" timestamptz,
	"checksum" varchar(64),
	"progress" integer,
	PRIMARY KEY ("version_num")
);
DO $gmig$BEGIN
	IF NOT (NOT EXISTS (SELECT 1 FROM "gmig_version")) THEN RAISE EXCEPTION 'the database is not at the base: see where it is with gmig current'; END IF;
END$gmig$;
CREATE TABLE "users" (
	"id" bigserial,
	"name" text,
	PRIMARY KEY ("id")
);
INSERT INTO "gmig_version" ("version_num", "applied_at", "checksum") VALUES ('1', CURRENT_TIMESTAMP, NULL);
COMMIT;

-- Running upgrade 1 -> 2, step
BEGIN;
SET LOCAL lock_timeout = 5000;
SET LOCAL statement_timeout = 3600000;
DO $gmig$BEGIN
	IF NOT ((SELECT count(*) FROM "gmig_version") = 1 AND (SELECT count(*) FROM "gmig_version" WHERE "version_num" IN ('1') AND "progress" IS NULL) = 1) THEN RAISE EXCEPTION 'the database is not at "1": see where it is with gmig current'; END IF;
END$gmig$;
UPDATE users SET name = 'x' -- why
;
UPDATE "gmig_version" SET "version_num" = '2', "applied_at" = CURRENT_TIMESTAMP, "checksum" = NULL WHERE "version_num" = '1';
COMMIT;
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("PostgreSQL (-want +got):\n%s", diff)
	}
	got, err = target{engine: "sqlite"}.offline(t, set).Upgrade(ctx, "1", "2")
	if err != nil {
		t.Fatal(err)
	}
	want = "-- Running upgrade 1 -> 2, step\n" +
		"PRAGMA foreign_keys = 0;\nPRAGMA legacy_alter_table = 0;\nBEGIN IMMEDIATE;\n" +
		"CREATE TABLE temp.gmig_require (met CONSTRAINT `the database is not at \"1\": see where it is with gmig current` CHECK (met));\n" +
		"INSERT INTO temp.gmig_require VALUES ((SELECT count(*) FROM `gmig_version`) = 1 AND (SELECT count(*) FROM `gmig_version` WHERE `version_num` IN ('1') AND `progress` IS NULL) = 1);\n" +
		"DROP TABLE temp.gmig_require;\n" +
		"UPDATE users SET name = 'x' -- why\n;\n" +
		"UPDATE `gmig_version` SET `version_num` = '2', `applied_at` = CURRENT_TIMESTAMP, `checksum` = NULL WHERE `version_num` = '1';\n" +
		"COMMIT;\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("SQLite (-want +got):\n%s", diff)
	}
}

func TestARevisionThatReadsDataIsRefusedByName(t *testing.T) {
	reading := func(ctx context.Context, m *op.Migration) error {
		return m.DB().Exec("UPDATE users SET name = 'read'").Error
	}
	asking := func(ctx context.Context, m *op.Migration) error {
		if m.Offline() {
			return m.Exec(ctx, "UPDATE users SET name = 'written'")
		}
		return reading(ctx, m)
	}
	onEachTarget(t, func(t *testing.T, empty func() target) {
		ctx := context.Background()
		d, set := empty(), history(do(createUsers()), reading, asking)
		script, err := d.offline(t, set).Upgrade(ctx, "", "head")
		var data *migrator.OfflineDataError
		if !errors.As(err, &data) || data.Step.Revision.ID != "2" || script != "" {
			t.Errorf("script %q, error %v, want an OfflineDataError of revision 2", script, err)
		}
		if err != nil && !strings.Contains(err.Error(), `revision "2" works through m.DB()`) {
			t.Errorf("the error does not name the revision: %v", err)
		}
		// Before the start of a script it does no harm.
		script, err = d.offline(t, set).Upgrade(ctx, "2", "head")
		if err != nil || !strings.Contains(script, "'written';") {
			t.Errorf("script %q, error %v", script, err)
		}
	})
}

func TestAScriptIsRefused(t *testing.T) {
	unnamed := op.DropConstraint("users", op.Check("", "id > 0"))
	onEachTarget(t, func(t *testing.T, empty func() target) {
		ctx := context.Background()
		set := history(do(createUsers()), do(unnamed), func(ctx context.Context, m *op.Migration) error {
			return m.Exec(ctx, "UPDATE users SET name = ?", []byte{0, 1})
		})
		d := empty()
		for _, tt := range []struct{ from, to, want string }{
			{"", "nosuch", `"nosuch"`},
			{"nosuch", "head", "where the script starts: "},
			{"", "2", `writing upgrade 1 -> 2, step as SQL: drop check (id > 0) of table "users"`},
			{"2", "3", "binary data"},
			{"1", "base", `range "1:base" leads downwards, "base" is below "1": write that script with gmig downgrade --sql`},
			{"3", "1", `range "3:1" leads downwards`},
		} {
			if d.engine == "sqlite" && tt.from == "2" {
				continue // the replica cannot come so far: the table has no such check
			}
			if d.engine == "postgres" && tt.to == "2" {
				continue // the server is asked when the script runs
			}
			script, err := d.offline(t, set).Upgrade(ctx, tt.from, tt.to)
			if err == nil || script != "" || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s:%s: script %q, error %v, want %q", tt.from, tt.to, script, err, tt.want)
			}
		}
		if script, err := d.offline(t, set).Upgrade(ctx, "1", "1"); script != "" || err != nil {
			t.Errorf("with nothing to do: script %q, error %v", script, err)
		}
	})
}

func TestRevisionsReadTheirArguments(t *testing.T) {
	var seen []string
	set := history(func(ctx context.Context, m *op.Migration) error {
		_, ok := m.LookupX("none")
		_, empty := m.LookupX("empty")
		seen = append(seen, m.X("tenant"), m.Tag(), m.X("none"))
		if ok || !empty {
			t.Errorf("none: %v, empty: %v", ok, empty)
		}
		return nil
	})
	arguments := migrator.WithArguments(op.Arguments{X: map[string]string{"tenant": "acme", "empty": ""}, Tag: "blue"})
	onEachTarget(t, func(t *testing.T, empty func() target) {
		seen = nil
		if _, err := empty().online(t, set, arguments).Upgrade(context.Background(), "head"); err != nil {
			t.Fatal(err)
		}
		if _, err := empty().offline(t, set, arguments).Upgrade(context.Background(), "", "head"); err != nil {
			t.Fatal(err)
		}
		if want := []string{"acme", "blue", "", "acme", "blue", ""}; !slices.Equal(seen, want) {
			t.Errorf("the revision read %q, want %q", seen, want)
		}
	})
}
