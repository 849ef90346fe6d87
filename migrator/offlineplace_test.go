package migrator_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmig/gmig/migrator"
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
