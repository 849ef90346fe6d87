package migrator_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// branched is a history with a base and two branches, none of which may run.
func branched(t *testing.T) *versions.Set {
	set := versions.NewSet(nil)
	run := func(context.Context, *op.Migration) error {
		t.Error("a revision ran")
		return nil
	}
	set.Add(op.Revision{ID: "base1", Up: run, Down: run})
	set.Add(op.Revision{ID: "left1", Revises: []string{"base1"}, BranchLabels: []string{"left"}, Up: run, Down: run})
	set.Add(op.Revision{ID: "right1", Revises: []string{"base1"}, BranchLabels: []string{"right"}, Up: run, Down: run})
	return set
}

func TestStampChangesTheRowsAndRunsNothing(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx := context.Background()
		var logged []string
		m := newMigrator(t, open(), branched(t), migrator.OnStep(func(s versions.Step) { logged = append(logged, s.String()) }))
		result, err := m.Stamp(ctx, "left", "right@head")
		if err != nil {
			t.Fatal(err)
		}
		wantCurrent(t, m, "left1", "right1")
		if diff := cmp.Diff(logged, ids(result)); diff != "" || len(logged) != 2 {
			t.Errorf("logged %q, result %q", logged, ids(result))
		}
		if _, err := m.Stamp(ctx, "base1"); err != nil {
			t.Fatal(err)
		}
		wantCurrent(t, m, "base1")
		if _, err := m.Stamp(ctx, "base"); err != nil {
			t.Fatal(err)
		}
		wantCurrent(t, m)
	})
}

func TestStampKeepsEverythingAfterAnError(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		m := newMigrator(t, db, branched(t))
		if _, err := m.Stamp(ctx, "left", "nosuch"); err == nil || !strings.Contains(err.Error(), `"nosuch"`) {
			t.Errorf("stamping an unknown revision: %v", err)
		}
		if got := tables(t, db); len(got) != 0 {
			t.Errorf("tables left: %q", got)
		}
		if _, err := m.Stamp(ctx, "left", "right"); err != nil {
			t.Fatal(err)
		}
		if _, err := m.StampPurge(ctx, "nosuch"); err == nil {
			t.Error("purging for an unknown revision succeeded")
		}
		wantCurrent(t, m, "left1", "right1")
	})
}

func TestStampPurgeReplacesRowsThatNoFileHas(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		if _, err := newMigrator(t, db, history(do(), do())).Upgrade(ctx, "head"); err != nil {
			t.Fatal(err)
		}
		m := newMigrator(t, db, branched(t))
		if _, err := m.Stamp(ctx, "left"); err == nil || !strings.Contains(err.Error(), `"2"`) {
			t.Errorf("stamping over an unknown row: %v", err)
		}
		if _, err := m.StampPurge(ctx, "left"); err != nil {
			t.Fatal(err)
		}
		wantCurrent(t, m, "left1")
	})
}

func TestEnsureVersionCreatesTheTableOnce(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func() *gorm.DB) {
		ctx, db := context.Background(), open()
		m := newMigrator(t, db, branched(t))
		for range 2 {
			if err := m.EnsureVersion(ctx); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{versions.VersionTable}, tables(t, db)); diff != "" {
				t.Errorf("tables (-want +got):\n%s", diff)
			}
			if _, err := m.Stamp(ctx, "left"); err != nil {
				t.Fatal(err)
			}
		}
		wantCurrent(t, m, "left1")
	})
}
