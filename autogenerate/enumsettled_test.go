package autogenerate_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmig/gmig/autogenerate"
	"github.com/gmig/gmig/gormschema"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// onPostgres is an empty database of the engine that has types.
func onPostgres() engine { return bothEngines()[1] }

func TestAnEnumThatNobodyListsNamesTheList(t *testing.T) {
	db := newDatabase(t, onPostgres())
	h := &history{t: t, dir: t.TempDir()}
	unlisted := application{models: people().models}
	_, err := h.run(db, unlisted, autogenerate.Answers{})
	if err == nil || !strings.Contains(err.Error(), `type "mood" does not exist`) || !strings.Contains(err.Error(), "gormschema.Enum") {
		t.Errorf("got %v", err)
	}
}

func TestAnEnumOfTheRevisionsMustStayListedWhileItIsUsed(t *testing.T) {
	for _, e := range bothEngines() {
		db := newDatabase(t, e)
		h := &history{t: t, dir: t.TempDir()}
		h.upgrade(db, h.compare(db, people(sadOK)))
		_, err := h.run(db, people(), autogenerate.Answers{})
		if err == nil || !strings.Contains(err.Error(), `"people.mood"`) || !strings.Contains(err.Error(), `gormschema.Enum("mood", "sad", "ok")`) {
			t.Errorf("%s: got %v", e.name, err)
		}
	}
}

// TestAnEnumThatIsNotOursIsLeftAlone has one that a model uses and one that none
// does, both made by hand.
func TestAnEnumThatIsNotOursIsLeftAlone(t *testing.T) {
	db := newDatabase(t, onPostgres())
	h := &history{t: t, dir: t.TempDir()}
	mustExec(t, db, "CREATE TYPE mood AS ENUM ('sad', 'ok')", "CREATE TYPE other AS ENUM ('a')")
	script := h.compare(db, people())
	if diff := cmp.Diff([]string{`create table "people"`}, descriptions(script.Up)); diff != "" {
		t.Errorf("up (-want +got):\n%s", diff)
	}
	if text, err := script.Upgrades(); err != nil || !strings.Contains(text, `op.Column("mood", op.Type("mood"))`) {
		t.Errorf("the column is written as\n%s, %v", text, err)
	}
	h.upgrade(db, script)
	if again := h.compare(db, people()); !again.Empty() || len(again.Warnings) > 0 {
		t.Errorf("compared again: %q, %q", again.Changes, again.Warnings)
	}
	// When it is listed, its values are the application's.
	script = h.compare(db, people(gormschema.Enum("mood", "sad", "ok", "great")))
	if diff := cmp.Diff([]string{grown}, descriptions(script.Up)); diff != "" {
		t.Errorf("up (-want +got):\n%s", diff)
	}
	if dropped := db.compare(nil); !slices.Contains(descriptions(dropped.Up), `drop enum "other"`) {
		t.Errorf("what nobody knows is dropped when that is asked: %q", descriptions(dropped.Up))
	}
}

type (
	account struct {
		ID     uint
		State  string   `gorm:"type:billing.state;default:new;check:chk_state,state <> 'old'"`
		Mood   string   `gorm:"type:mood"`
		States []string `gorm:"type:billing.state[]"`
	}
	bill struct {
		ID    uint
		State string `gorm:"type:billing.state;index:idx_new,where:state = 'new'"`
		Mood  string `gorm:"type:mood;default:ok"`
	}
)

func (account) TableName() string { return "accounts" }
func (bill) TableName() string    { return "billing.bills" }

// TestEnumsInOtherSchemas has enums and tables in two schemas, each used from
// the other.
func TestEnumsInOtherSchemas(t *testing.T) {
	app := func(states ...string) application {
		return application{[]gormschema.EnumType{sadOK, gormschema.Enum("billing.state", states...)}, []any{&account{}, &bill{}}}
	}
	db := newDatabase(t, onPostgres())
	h := &history{t: t, dir: t.TempDir()}
	script := h.compare(db, app("new", "old"))
	want := []string{`run "CREATE SCHEMA IF NOT EXISTS \"billing\""`, `create enum "billing.state"`, `create enum "mood"`,
		`create table "accounts"`, `create table "billing.bills"`, `create index "idx_new" on table "billing.bills"`}
	if diff := cmp.Diff(want, descriptions(script.Up)); diff != "" {
		t.Errorf("up (-want +got):\n%s", diff)
	}
	h.upgrade(db, script)
	checkAutoMigrated(t, onPostgres(), db, app("new", "old"))
	if again := h.compare(db, app("new", "old")); !again.Empty() {
		t.Errorf("compared again: %q", again.Changes)
	}
	script = h.compare(db, app("old", "new"))
	h.upgrade(db, script)
	if again := h.compare(db, app("old", "new")); !again.Empty() || script.Empty() {
		t.Errorf("after %q, there is still: %q", script.Changes, again.Changes)
	}
	checkAutoMigrated(t, onPostgres(), db, app("old", "new"))
	db.downgrade()
	db.downgrade()
	var types int
	if err := db.Raw("SELECT count(*) FROM pg_type WHERE typtype = 'e'").Scan(&types).Error; err != nil || types != 0 {
		t.Errorf("%d enums are left, %v", types, err)
	}
}

// TestAColumnThatMissesItsCheckGetsIt compares with a table that AutoMigrate
// made, and with one whose check was changed by hand.
func TestAColumnThatMissesItsCheckGetsIt(t *testing.T) {
	for name, create := range map[string][]string{
		"AutoMigrate's":  {"CREATE TABLE `people` (`id` integer PRIMARY KEY AUTOINCREMENT,`mood` mood)"},
		"other values":   {"CREATE TABLE `people` (`id` integer PRIMARY KEY AUTOINCREMENT,`mood` text CONSTRAINT enum_mood CHECK (mood IN ('ok')))"},
		"another column": {"CREATE TABLE `people` (`id` integer PRIMARY KEY AUTOINCREMENT,`mood` text CONSTRAINT enum_mood CHECK (mood IN ('x')))", "CREATE TABLE a (m text CONSTRAINT enum_mood CHECK (m IN ('sad','ok')))"},
	} {
		t.Run(name, func(t *testing.T) {
			db := newDatabase(t, bothEngines()[0])
			h := &history{t: t, dir: t.TempDir()}
			mustExec(t, db, create...)
			script := h.compare(db, people(sadOK))
			h.upgrade(db, script)
			if err := db.Exec("INSERT INTO people (mood) VALUES ('angry')").Error; err == nil {
				t.Errorf("after %q, any value is taken", script.Changes)
			}
			mustExec(t, db, "INSERT INTO people (mood) VALUES ('sad')")
			if again := h.compare(db, people(sadOK)); !again.Empty() {
				t.Errorf("compared again: %q", again.Changes)
			}
		})
	}
}

func TestAnswersAboutValuesMustFit(t *testing.T) {
	db := newDatabase(t, bothEngines()[0])
	h := &history{t: t, dir: t.TempDir()}
	h.upgrade(db, h.compare(db, people(sadOK)))
	after := people(gormschema.Enum("mood", "sad", "great"))
	for of, part := range map[string]string{
		"mood.angry=great": `has no value "angry": it has "ok", "sad"`,
		"mood.ok=best":     `is no new value of enum "mood" in env.go: new are "great"`,
		"mood.sad=great":   `keeps its value "sad"`,
	} {
		of, value, _ := strings.Cut(of, "=")
		_, err := h.run(db, after, autogenerate.Answers{Renames: []autogenerate.Answer{{Of: of, Value: value}}})
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s to %s: got %v, want %s", of, value, err, part)
		}
	}
}

func TestValuesThatVanishAreWarnedOf(t *testing.T) {
	db := newDatabase(t, bothEngines()[0])
	h := &history{t: t, dir: t.TempDir()}
	h.upgrade(db, h.compare(db, people(sadOK)))
	script := h.compare(db, people(gormschema.Enum("mood", "sad", "great")))
	text, err := script.Upgrades()
	if err != nil {
		t.Fatal(err)
	}
	flat := strings.Join(strings.Fields(strings.ReplaceAll(text, "//", "")), " ")
	for _, part := range []string{`enum "mood" loses "ok"`, "--rename mood.ok=great"} {
		if len(script.Warnings) != 1 || !strings.Contains(script.Warnings[0], part) || !strings.Contains(flat, part) {
			t.Errorf("%q is not in %q and in\n%s", part, script.Warnings, text)
		}
	}
}

// TestAValueIsUsableInItsOwnRevision is about the rows that leave a value which
// goes, for which the user adds a statement in between.
func TestAValueIsUsableInItsOwnRevision(t *testing.T) {
	for _, e := range bothEngines() {
		db := newDatabase(t, e)
		h := &history{t: t, dir: t.TempDir()}
		h.upgrade(db, h.compare(db, people(sadOK)))
		mustExec(t, db, "INSERT INTO people (mood) VALUES ('ok')")
		script := h.compare(db, people(gormschema.Enum("mood", "sad", "great")))
		script.Up = slices.Insert(script.Up, 1, op.Operation(op.Exec("UPDATE people SET mood = 'great' WHERE mood = 'ok'")))
		h.upgrade(db, script)
		var mood string
		if err := db.Raw("SELECT mood FROM people").Scan(&mood).Error; err != nil || mood != "great" {
			t.Errorf("%s: the row has %q, %v", e.name, mood, err)
		}
	}
}

func TestEnumsThatNoDatabaseTakesAreRefused(t *testing.T) {
	db := newDatabase(t, bothEngines()[0])
	for part, enums := range map[string][]gormschema.EnumType{
		`listed twice`:         {sadOK, gormschema.Enum("mood", "a")},
		`has no name`:          {gormschema.Enum("", "a")},
		`"mood" has no values`: {gormschema.Enum[string]("mood")},
		`value "a" twice`:      {gormschema.Enum("mood", "a", "a")},
	} {
		_, err := autogenerate.Run(context.Background(), db.DB, autogenerate.Input{Models: people().models, Enums: enums})
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("got %v, want %s", err, part)
		}
	}
}

// TestAnEnumThatIsLeftOutIsNotTouched has a history that created the enum, which
// SQLite knows of by the history alone once no column has it.
func TestAnEnumThatIsLeftOutIsNotTouched(t *testing.T) {
	for _, e := range bothEngines() {
		db := newDatabase(t, e)
		h := &history{t: t, dir: t.TempDir()}
		h.upgrade(db, h.compare(db, people(sadOK)))
		h.upgrade(db, h.compare(db, application{[]gormschema.EnumType{sadOK}, peopleWithoutMood().models}))
		files, err := versions.ReadDir(h.dir)
		if err != nil {
			t.Fatal(err)
		}
		script, err := autogenerate.Run(context.Background(), db.DB, autogenerate.Input{
			Models: peopleWithoutMood().models, Files: files,
			Hooks: autogenerate.Hooks{Include: func(o autogenerate.Object) bool { return o.Kind != autogenerate.Enum }},
		})
		if err != nil {
			t.Fatal(err)
		}
		if !script.Empty() {
			t.Errorf("%s: %q", e.name, script.Changes)
		}
		if dropped := h.compare(db, peopleWithoutMood()); !slices.Equal(descriptions(dropped.Up), []string{`drop enum "mood"`}) {
			t.Errorf("%s: without the hook: %q", e.name, descriptions(dropped.Up))
		}
	}
}

// TestEnumsOfTheReplayedRevisions compares with what the files lead to, whatever
// the database has.
func TestEnumsOfTheReplayedRevisions(t *testing.T) {
	for _, e := range bothEngines() {
		db := newDatabase(t, e)
		h := &history{t: t, dir: t.TempDir()}
		h.upgrade(db, h.compare(db, peopleDefault(sadOK, "ok")))
		after := peopleDefault(gormschema.Enum("mood", "sad", "ok", "great"), "great")
		h.upgrade(db, h.compare(db, after))
		db.downgrade()
		files, err := versions.ReadDir(h.dir)
		if err != nil {
			t.Fatal(err)
		}
		script, err := autogenerate.Run(context.Background(), db.DB, autogenerate.Input{
			Models: after.models, Enums: after.enums, Files: files, Replay: db.migrator().Replay,
		})
		if err != nil {
			t.Fatal(err)
		}
		if !script.Empty() {
			t.Errorf("%s: %q", e.name, script.Changes)
		}
	}
}
