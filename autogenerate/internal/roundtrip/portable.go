package roundtrip

import (
	"fmt"
	"strings"

	"github.com/gmig/gmig/autogenerate"
	"github.com/gmig/gmig/op"
)

// tryPortable writes a history on one engine and runs it on the other, forth and
// back.
func (p Pair) tryPortable(from, to slot, wanted *references) Result {
	t := &trial{pair: p, place: to, wanted: wanted, history: newHistory("sqlite", "postgres")}
	result := t.run([]stage{
		{"AutoMigrate takes the models", t.prepare},
		{"the history is written", func() error { return t.write(from) }},
		{"the first revision makes on the other engine what AutoMigrate makes", t.createFromHistory},
		{"the rows go in on the other engine", t.insert},
		{"the second revision makes on the other engine what AutoMigrate makes", t.upgradeFromHistory},
		{"the rows are kept on the other engine", t.keepsRows},
		{"nothing is left to do on the other engine", t.finished},
		{"the downgrade leads back on the other engine", t.goBack},
		{"the downgrade to the base leaves nothing on the other engine", t.toBaseOnly},
	})
	result.Engine = from.engine + " to " + to.engine
	return result
}

// write makes the revisions on the first engine.
func (t *trial) write(from slot) error {
	db, err := from.empty()
	if err != nil {
		return err
	}
	defer db.close()
	for _, models := range [][]any{t.pair.Before(), t.pair.After()} {
		script, err := t.history.compare(db, models)
		if err != nil {
			return err
		}
		if script.Empty() {
			continue
		}
		if err := t.history.add(script); err != nil {
			return err
		}
		if err := t.history.upgrade(db); err != nil {
			return fmt.Errorf("%w\n%s", err, describe(script.Up))
		}
	}
	return nil
}

func (t *trial) createFromHistory() (err error) {
	if t.db, err = t.place.empty(); err != nil {
		return err
	}
	if len(t.history.files) > 0 {
		if err := t.history.upgrade(t.db); err != nil {
			return t.withFile(0, err)
		}
	}
	return t.withFile(0, t.is(t.before.lines))
}

func (t *trial) upgradeFromHistory() error {
	if len(t.history.files) > 1 {
		if err := t.history.upgrade(t.db); err != nil {
			return t.withFile(1, err)
		}
	}
	return t.withFile(1, t.is(t.after.lines))
}

// withFile adds the text of a revision to an error.
func (t *trial) withFile(n int, err error) error {
	if err == nil || n >= len(t.history.files) {
		return err
	}
	text := string(t.history.files[string(rune('a'+n))+".go"].Data)
	_, body, _ := strings.Cut(text, "func upgrade")
	return fmt.Errorf("%w\n%s", err, body)
}

func (t *trial) finished() error {
	script, err := t.history.compare(t.db, t.pair.After())
	if err != nil {
		return err
	}
	if !script.Empty() {
		return fmt.Errorf("there is still: %q\n%s", script.Changes, describe(script.Up))
	}
	return nil
}

func (t *trial) toBaseOnly() error {
	if len(t.history.files) == 0 {
		return nil
	}
	if err := t.history.downgrade(t.db); err != nil {
		return err
	}
	return t.is(nil)
}

// describe is what a script does, as Go.
func describe(ops []op.Operation) string {
	text, err := (&autogenerate.Script{Up: ops}).Upgrades()
	if err != nil {
		return err.Error()
	}
	return text
}
