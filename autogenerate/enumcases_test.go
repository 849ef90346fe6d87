package autogenerate_test

import (
	"github.com/gmig/gmig/autogenerate"
	"github.com/gmig/gmig/gormschema"
)

// enumPair is a kind of change of an enum.
type enumPair struct {
	name          string
	before, after application
	up, down      []string
	changes       []string
	// rows are inserted before the upgrade; rowsLeft counts what of them must be
	// there afterwards, and refused are statements that must fail then.
	rows     []string
	rowsLeft string
	refused  []string
	answers  autogenerate.Answers
}

// people is a table of people who have a mood, with a tag for it.
func people(enums ...gormschema.EnumType) application {
	type Person struct {
		ID   uint
		Mood string `gorm:"type:mood"`
	}
	return application{enums, []any{&Person{}}}
}

func peopleDefault(enum gormschema.EnumType, tag string) application {
	switch tag {
	case "ok":
		type Person struct {
			ID   uint
			Mood string `gorm:"type:mood;default:ok"`
		}
		return application{[]gormschema.EnumType{enum}, []any{&Person{}}}
	case "great":
		type Person struct {
			ID   uint
			Mood string `gorm:"type:mood;default:great;not null"`
		}
		return application{[]gormschema.EnumType{enum}, []any{&Person{}}}
	}
	return application{}
}

var sadOK = gormschema.Enum("mood", "sad", "ok")

func nobody() application { return application{models: none()} }

func peopleWithoutMood() application {
	type Person struct{ ID uint }
	return application{models: []any{&Person{}}}
}

func peopleAndPets(enum gormschema.EnumType) application {
	type Person struct {
		ID    uint
		Mood  string `gorm:"type:mood;default:ok;check:chk_mood,mood <> 'sad'"`
		Other string `gorm:"type:mood;index:idx_ok,where:other = 'ok'"`
		Moods string `gorm:"type:mood[]"`
	}
	type Pet struct {
		ID   uint
		Mood string `gorm:"type:mood;uniqueIndex"`
	}
	return application{[]gormschema.EnumType{enum}, []any{&Person{}, &Pet{}}}
}

const (
	grown      = `alter enum "mood" to (sad, ok, great)`
	shrunk     = `alter enum "mood" to (sad, ok)`
	personIsOK = "SELECT count(*) FROM people WHERE id = 1 AND mood = 'ok'"
)

func enumPairs() []enumPair {
	somebody := []string{"INSERT INTO people (mood) VALUES ('ok')"}
	refused := []string{"INSERT INTO people (mood) VALUES ('angry')"}
	return []enumPair{{
		name:   "an enum comes and goes",
		before: nobody(), after: people(sadOK),
		up:      []string{`create enum "mood"`, `create table "people"`},
		down:    []string{`drop table "people"`, `drop enum "mood"`},
		changes: []string{`added enum "mood"`, `added table "people"`},
	}, {
		name:   "a column gets an enum",
		before: peopleWithoutMood(), after: people(sadOK),
		up:       []string{`create enum "mood"`, `add column "mood" to table "people"`},
		down:     []string{`drop column "mood" of table "people"`, `drop enum "mood"`},
		changes:  []string{`added enum "mood"`, `added column "people"."mood"`},
		rows:     []string{"INSERT INTO people (id) VALUES (1)"},
		rowsLeft: "SELECT count(*) FROM people WHERE id = 1 AND mood IS NULL",
		refused:  refused,
	}, {
		name:   "a column loses its enum",
		before: people(sadOK), after: peopleWithoutMood(),
		up:       []string{`drop column "mood" of table "people"`, `drop enum "mood"`},
		down:     []string{`create enum "mood"`, `add column "mood" to table "people"`},
		changes:  []string{`removed enum "mood"`, `removed column "people"."mood"`},
		rows:     somebody,
		rowsLeft: "SELECT count(*) FROM people WHERE id = 1",
	}, {
		name:   "a value at the end",
		before: people(sadOK), after: people(gormschema.Enum("mood", "sad", "ok", "great")),
		up: []string{grown}, down: []string{shrunk},
		changes: []string{`added value "great" of enum "mood"`},
		rows:    somebody, rowsLeft: personIsOK, refused: refused,
	}, {
		name:   "values in the middle and at the front",
		before: people(sadOK), after: people(gormschema.Enum("mood", "angry", "sad", "it's", "so so", "ok")),
		up:      []string{`alter enum "mood" to (angry, sad, it's, so so, ok)`},
		down:    []string{shrunk},
		changes: []string{`added value "angry" of enum "mood"`, `added value "it's" of enum "mood"`, `added value "so so" of enum "mood"`},
		rows:    somebody, rowsLeft: personIsOK,
		refused: []string{"INSERT INTO people (mood) VALUES ('great')"},
	}, {
		name:   "a value goes",
		before: people(gormschema.Enum("mood", "sad", "ok", "great")), after: people(sadOK),
		up: []string{shrunk}, down: []string{grown},
		changes: []string{`removed value "great" of enum "mood"`},
		rows:    somebody, rowsLeft: personIsOK,
		refused: []string{"INSERT INTO people (mood) VALUES ('great')"},
	}, {
		name:   "the order changes",
		before: people(sadOK), after: people(gormschema.Enum("mood", "ok", "sad")),
		up:      []string{`alter enum "mood" to (ok, sad)`},
		down:    []string{shrunk},
		changes: []string{`changed order of enum "mood"`},
		rows:    somebody, rowsLeft: personIsOK, refused: refused,
	}, {
		name:   "a value takes the place of another",
		before: people(sadOK), after: people(gormschema.Enum("mood", "great", "ok")),
		up:      []string{`alter enum "mood" to (great, sad, ok) anew`, `alter enum "mood" to (great, ok)`},
		down:    []string{`alter enum "mood" to (sad, great, ok) anew`, shrunk},
		changes: []string{`added value "great" of enum "mood"`, `removed value "sad" of enum "mood"`},
		rows:    somebody, rowsLeft: personIsOK,
		refused: []string{"INSERT INTO people (mood) VALUES ('sad')"},
	}, {
		name:   "a new value is the default",
		before: peopleDefault(sadOK, "ok"), after: peopleDefault(gormschema.Enum("mood", "sad", "ok", "great"), "great"),
		up:      []string{grown, `fill column "mood" of table "people"`, `alter column "mood" of table "people"`},
		down:    []string{`alter column "mood" of table "people"`, shrunk},
		changes: []string{`added value "great" of enum "mood"`, `changed nullability of "people"."mood" from NULL to NOT NULL`, `changed default of "people"."mood" from 'ok' to 'great'`},
		rows:    []string{"INSERT INTO people (id) VALUES (1)"}, rowsLeft: personIsOK, refused: refused,
	}, {
		name:   "the default goes with its value",
		before: peopleDefault(sadOK, "ok"), after: peopleDefault(gormschema.Enum("mood", "sad", "great"), "great"),
		up: []string{`alter enum "mood" to (sad, great, ok) anew`, `fill column "mood" of table "people"`, `alter column "mood" of table "people"`,
			`alter enum "mood" to (sad, great)`},
		down: []string{`alter enum "mood" to (sad, ok, great) anew`, `alter column "mood" of table "people"`, shrunk},
		changes: []string{`added value "great" of enum "mood"`, `removed value "ok" of enum "mood"`,
			`changed nullability of "people"."mood" from NULL to NOT NULL`, `changed default of "people"."mood" from 'ok' to 'great'`},
		rows:     []string{"INSERT INTO people (mood) VALUES ('sad')"},
		rowsLeft: "SELECT count(*) FROM people WHERE mood = 'sad'", refused: []string{"INSERT INTO people (mood) VALUES ('ok')"},
	}, {
		name:   "a rebuilt enum is used everywhere",
		before: peopleAndPets(gormschema.Enum("mood", "sad", "ok", "great")), after: peopleAndPets(sadOK),
		up: []string{shrunk}, down: []string{grown},
		changes:  []string{`removed value "great" of enum "mood"`},
		rows:     []string{"INSERT INTO people (other, moods) VALUES ('ok', '{sad,ok}')", "INSERT INTO pets (mood) VALUES ('sad')"},
		rowsLeft: "SELECT count(*) FROM people WHERE mood = 'ok' AND other = 'ok' AND moods = '{sad,ok}'",
		refused:  []string{"INSERT INTO people (mood) VALUES ('sad')", "INSERT INTO pets (mood) VALUES ('sad')", "INSERT INTO people (other) VALUES ('great')"},
	}, {
		name:   "a value is renamed",
		before: peopleDefault(sadOK, "ok"), after: peopleDefault(gormschema.Enum("mood", "sad", "great"), "great"),
		answers: autogenerate.Answers{Renames: []autogenerate.Answer{{Of: "mood.ok", Value: "great"}}},
		up: []string{`rename value "ok" of enum "mood" to "great"`, `fill column "mood" of table "people"`,
			`alter column "mood" of table "people"`},
		down:     []string{`alter column "mood" of table "people"`, `rename value "great" of enum "mood" to "ok"`},
		changes:  []string{`renamed value "ok" of enum "mood" to "great"`, `changed nullability of "people"."mood" from NULL to NOT NULL`},
		rows:     []string{"INSERT INTO people (id) VALUES (1)"},
		rowsLeft: "SELECT count(*) FROM people WHERE id = 1 AND mood = 'great'",
		refused:  []string{"INSERT INTO people (mood) VALUES ('ok')"},
	}, {
		name:   "a text becomes an enum",
		before: peopleInWords(), after: people(sadOK),
		up:      []string{`create enum "mood"`, `alter column "mood" of table "people"`},
		down:    []string{`alter column "mood" of table "people"`, `drop enum "mood"`},
		changes: []string{`added enum "mood"`, `changed type of "people"."mood" from text to mood`},
		rows:    somebody, rowsLeft: personIsOK, refused: refused,
	}, {
		name:   "an enum becomes another",
		before: people(sadOK), after: peopleFeeling(),
		up:      []string{`create enum "feeling"`, `alter column "mood" of table "people"`, `drop enum "mood"`},
		down:    []string{`create enum "mood"`, `alter column "mood" of table "people"`, `drop enum "feeling"`},
		changes: []string{`added enum "feeling"`, `removed enum "mood"`, `changed type of "people"."mood" from mood to feeling`},
		rows:    somebody, rowsLeft: personIsOK, refused: refused,
	}}
}

func peopleInWords() application {
	type Person struct {
		ID   uint
		Mood string
	}
	return application{models: []any{&Person{}}}
}

func peopleFeeling() application {
	type Person struct {
		ID   uint
		Mood string `gorm:"type:feeling"`
	}
	return application{[]gormschema.EnumType{gormschema.Enum("feeling", "ok", "fine")}, []any{&Person{}}}
}
