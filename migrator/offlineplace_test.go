package migrator_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmig/gmig/internal/testdb"
	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

func TestAScriptStopsWhereTheDatabaseIsElsewhere(t *testing.T) {
	tests := []struct {
		name, at, want string
		write          func(context.Context, *migrator.Offline) (string, error)
	}{
		{"upgrade from before", "a1", `the database is not at "b2"`, func(ctx context.Context, o *migrator.Offline) (string, error) {
			return o.Upgrade(ctx, "b2", "head")
		}},
		{"upgrade again", "b2", `the database is not at "a1"`, func(ctx context.Context, o *migrator.Offline) (string, error) {
			return o.Upgrade(ctx, "a1", "head")
		}},
		{"upgrade from nothing", "a1", "the database is not at the base", func(ctx context.Context, o *migrator.Offline) (string, error) {
			return o.Upgrade(ctx, "", "head")
		}},
		{"downgrade", "a1", `the database is not at "c3"`, func(ctx context.Context, o *migrator.Offline) (string, error) {
			return o.Downgrade(ctx, "c3", "base")
		}},
		{"stamp", "a1", `the database is not at "c3"`, func(ctx context.Context, o *migrator.Offline) (string, error) {
			return o.Stamp(ctx, "c3", "b2")
		}},
	}
	onEachTarget(t, func(t *testing.T, empty func() target) {
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				ctx := context.Background()
				d := empty()
				if _, err := d.online(t, everything()).Upgrade(ctx, tt.at); err != nil {
					t.Fatal(err)
				}
				before := d.schema(t)
				script, err := tt.write(ctx, d.offline(t, everything()))
				if err != nil {
					t.Fatal(err)
				}
				out, err := d.tryFeed(script, true)
				if err == nil || !strings.Contains(out, tt.want) {
					t.Errorf("the program ends with %v and says\n%s\nwithout %q", err, out, tt.want)
				}
				if d.engine == "postgres" && tt.name == "upgrade from before" {
					// If nobody says that psql must stop, it passes over what does not fit.
					if out, err := d.tryFeed(script, false); err != nil || !strings.Contains(out, tt.want) {
						t.Errorf("psql ends with %v and says\n%s\nwithout %q", err, out, tt.want)
					}
				}
				if diff := cmp.Diff(before, d.schema(t)); diff != "" {
					t.Errorf("schema (-before +after):\n%s", diff)
				}
				wantCurrent(t, d.online(t, everything()), tt.at)
			})
		}
	})
}

// PostgreSQL enforces foreign keys while it works; on SQLite a run looks at the
// end, and so does a script.
func TestAScriptStopsBeforeRowsReferToNone(t *testing.T) {
	ctx := context.Background()
	set := func() *versions.Set {
		return history(do(
			op.CreateTable("parents", op.Column("id", op.Int(64)), op.Column("name", op.Text), op.PrimaryKey("id")),
			op.CreateTable("children", op.Column("parent_id", op.Int(64)),
				op.ForeignKey("fk_parent", "parent_id").References("parents", "id")),
			// No row can meet this key, since names are not unique.
			op.CreateTable("namesakes", op.Column("name", op.Text),
				op.ForeignKey("fk_name", "name").References("parents", "name")),
		), do(op.Exec("DELETE FROM parents WHERE id = 1")))
	}
	d := target{"sqlite", testdb.SQLite(t)}
	if _, err := d.online(t, set()).Upgrade(ctx, "1"); err != nil {
		t.Fatal(err)
	}
	d.lines(t, "INSERT INTO parents VALUES (1, 'ada'); INSERT INTO children VALUES (1), (9)")
	script, err := d.offline(t, set()).Upgrade(ctx, "1", "2")
	if err != nil {
		t.Fatal(err)
	}
	const want = "rows would refer to none"
	if out, err := d.tryFeed(script, true); err == nil || !strings.Contains(out, want) {
		t.Errorf("sqlite3 ends with %v and says\n%s\nwithout %q", err, out, want)
	}
	if got := d.lines(t, "SELECT version_num FROM gmig_version; SELECT count(*) FROM parents"); got != "1\n1\n" {
		t.Errorf("after the script the database has %q", got)
	}
	d.lines(t, "DELETE FROM children WHERE parent_id = 1")
	d.feed(t, script) // What was broken before is no reason to stop.
}
