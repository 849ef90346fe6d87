package roundtrip

import (
	"context"
	"fmt"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"github.com/gmig/gmig/autogenerate"
	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/templates"
	"github.com/gmig/gmig/versions"
)

// history is the revisions of an application, as files and as what they run.
type history struct {
	set   *versions.Set
	files fstest.MapFS
	last  string // the newest revision, empty for none
	// engines are those that the application supports.
	engines []string
}

func newHistory(engines ...string) *history {
	return &history{set: versions.NewSet(nil), files: fstest.MapFS{}, engines: engines}
}

// compare is what autogenerate finds between a database and the models.
func (h *history) compare(db *database, models []any) (*autogenerate.Script, error) {
	files, err := versions.ReadFS(h.files)
	if err != nil {
		return nil, err
	}
	dialectors := map[string]gorm.Dialector{}
	for _, e := range h.engines {
		if dialectors[e] = postgres.Open(""); e == "sqlite" {
			dialectors[e] = sqlite.Open("")
		}
	}
	script, err := autogenerate.Run(context.Background(), db.DB, autogenerate.Input{Models: models, Files: files, Dialectors: dialectors})
	if n := db.inUse(); err == nil && n > 0 {
		return nil, fmt.Errorf("autogenerate left %d connections in use", n)
	}
	return script, err
}

// add makes a revision of a script. Its file must say what the script does.
func (h *history) add(script *autogenerate.Script) error {
	id := string(rune('a' + len(h.files)))
	draft := versions.Draft{ID: id, Message: "version", Created: time.Unix(0, 0)}
	r := op.Revision{ID: id, Up: runs(script.Up), Down: runs(script.Down)}
	if h.last != "" {
		draft.Revises, r.Revises = []string{h.last}, []string{h.last}
	}
	h.last = id
	var err error
	if draft.Upgrades, err = script.Upgrades(); err != nil {
		return err
	}
	if draft.Downgrades, err = script.Downgrades(); err != nil {
		return err
	}
	text, err := versions.Render(templates.Revision, draft)
	if err != nil {
		return err
	}
	h.files[id+".go"] = &fstest.MapFile{Data: text}
	h.set.Add(r)
	files, err := versions.ReadFS(h.files)
	if err != nil {
		return err
	}
	for _, f := range files {
		if f.Err != nil {
			return fmt.Errorf("reading the revision: %w\n%s", f.Err, text)
		}
		if f.Revision.ID != id {
			continue
		}
		if diff := cmp.Diff(script.Up, f.Upgrade); diff != "" || !f.Plain {
			return fmt.Errorf("the file does not say what the script does (-script +file):\n%s\n%s", diff, text)
		}
	}
	return nil
}

// upgrade runs one revision.
func (h *history) upgrade(db *database) error {
	m, err := migrator.New(db.DB, h.set)
	if err != nil {
		return err
	}
	_, err = m.Upgrade(context.Background(), "+1")
	return err
}

// downgrade takes one revision back.
func (h *history) downgrade(db *database) error {
	m, err := migrator.New(db.DB, h.set)
	if err != nil {
		return err
	}
	_, err = m.Downgrade(context.Background(), "-1")
	return err
}

// runs runs operations as the rendered file does: some outside of a transaction.
func runs(ops []op.Operation) op.Func {
	return func(ctx context.Context, m *op.Migration) error {
		for _, o := range ops {
			run := m.Run
			create, isCreate := o.(*op.CreateIndexOp)
			drop, isDrop := o.(*op.DropIndexOp)
			if isCreate && create.Online || isDrop && drop.Online {
				run = m.Autocommit
			}
			if err := run(ctx, o); err != nil {
				return err
			}
		}
		return nil
	}
}
