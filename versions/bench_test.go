package versions

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/templates"
)

// longHistories are of the sizes that a large application reaches in ten years,
// and of the shapes on which graph walks become quadratic.
var longHistories = []struct {
	name string
	make func() []op.Revision
}{
	{"linear5000", func() []op.Revision { return line(5000) }},
	{"diamonds1666", diamonds},
	{"heads200", wide},
	{"dependent5000", dependent},
}

func numberedID(i int) string { return fmt.Sprintf("%012x", i*7919%5003) }

func line(count int) []op.Revision {
	revisions := make([]op.Revision, count)
	for i := range revisions {
		revisions[i] = op.Revision{ID: numberedID(i), Message: "step"}
		if i > 0 {
			revisions[i].Revises = []string{numberedID(i - 1)}
		}
	}
	return revisions
}

// diamonds are 1,666 splits, each merged at once, one on the other, the top of
// one being the bottom of the next: 4,999 revisions.
func diamonds() []op.Revision {
	revisions := []op.Revision{{ID: numberedID(0)}}
	for i := 1; len(revisions) < 4999; i += 3 {
		top := revisions[len(revisions)-1].ID
		revisions = append(revisions,
			op.Revision{ID: numberedID(i), Revises: []string{top}},
			op.Revision{ID: numberedID(i + 1), Revises: []string{top}},
			op.Revision{ID: numberedID(i + 2), Revises: []string{numberedID(i), numberedID(i + 1)}})
	}
	return revisions
}

// wide are 200 labelled branches of 25 revisions on one base.
func wide() []op.Revision {
	revisions := []op.Revision{{ID: numberedID(0)}}
	for branch := range 200 {
		parent := numberedID(0)
		for i := range 25 {
			r := op.Revision{ID: numberedID(1 + branch*25 + i), Revises: []string{parent}}
			if i == 0 {
				r.BranchLabels = []string{fmt.Sprintf("branch%d", branch)}
			}
			revisions = append(revisions, r)
			parent = r.ID
		}
	}
	return revisions
}

// dependent are two lines of which each revision of one depends on its
// neighbour in the other.
func dependent() []op.Revision {
	left, right := line(2500), line(2500)
	for i := range right {
		right[i].ID = "d" + right[i].ID
		for j, id := range right[i].Revises {
			right[i].Revises[j] = "d" + id
		}
		right[i].DependsOn = []string{left[i].ID}
	}
	return append(left, right...)
}

func BenchmarkHistory(b *testing.B) {
	for _, h := range longHistories {
		revisions := h.make()
		g, err := NewGraph(revisions)
		if err != nil {
			b.Fatal(err)
		}
		at := g.RealHeads()
		for _, work := range []struct {
			name string
			do   func() error
		}{
			{"load", func() error { _, err := NewGraph(revisions); return err }},
			{"upgrade", func() error { _, err := g.Upgrade(nil, "heads"); return err }},
			{"downgrade", func() error { _, err := g.Downgrade(at, "base"); return err }},
			{"current", func() error { _, err := g.Current(at); return err }},
			{"stamp", func() error { _, err := g.Stamp(nil, "heads"); return err }},
			{"history", func() error { _, err := g.Walk(""); return err }},
		} {
			b.Run(h.name+"/"+work.name, func(b *testing.B) {
				for b.Loop() {
					if err := work.do(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkReadFiles(b *testing.B) {
	fsys := fstest.MapFS{}
	for _, r := range line(5000) {
		text, err := Render(templates.Revision, Draft{
			ID: r.ID, Revises: r.Revises, Message: r.Message, Created: created,
			Upgrades: `return m.Run(ctx, op.CreateTable("t", op.Column("id", op.Uint(64))), op.CreateIndex("i", "t", "id"))`,
		})
		if err != nil {
			b.Fatal(err)
		}
		fsys[r.ID+".go"] = &fstest.MapFile{Data: text}
	}
	b.ResetTimer()
	for b.Loop() {
		files, err := ReadFS(fsys)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := FilesGraph(files); err != nil {
			b.Fatal(err)
		}
	}
}
