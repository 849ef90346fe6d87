package autogenerate_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmig/gmig/autogenerate"
)

// asked notes the questions and answers them.
type asked struct {
	questions []string
	answers   map[string]string
}

func (a *asked) note(question string) (string, error) {
	a.questions = append(a.questions, question)
	return a.answers[question], nil
}

func (a *asked) Renamed(q autogenerate.RenameQuestion) (string, error) {
	return a.note(fmt.Sprintf("is %s %s one of %s", q.Table, q.New, strings.Join(q.Gone, " ")))
}

func (a *asked) Fill(q autogenerate.FillQuestion) (string, error) {
	return a.note(fmt.Sprintf("fill %s.%s %s, added %v", q.Table, q.Column, q.Type, q.Added))
}

func (a *asked) Using(q autogenerate.UsingQuestion) (string, error) {
	return a.note(fmt.Sprintf("make %s.%s %s from %s, else by %s", q.Table, q.Column, q.To, q.From, q.Default))
}

// questionsBefore and questionsAfter differ in all that there is to ask about,
// and in a thing of each kind that there is not.
func questionsBefore() []any {
	type Note struct {
		ID     uint
		Text   string
		Author string
	}
	type User struct {
		ID    uint
		Name  string
		Born  string
		Level string
		Nick  *string
		Score int32
	}
	return []any{&User{}, &Note{}}
}

func questionsAfter() []any {
	type Memo struct {
		ID     uint
		Text   string
		Author string
	}
	type Tag struct {
		ID    uint
		Label string
	}
	type User struct {
		ID       uint
		FullName string
		Active   bool
		Level    int32
		Nick     string `gorm:"not null"`
		Code     string `gorm:"not null"`
		Score    int64
	}
	return []any{&User{}, &Memo{}, &Tag{}}
}

func TestWhatOnlyTheUserKnowsIsAsked(t *testing.T) {
	for _, e := range bothEngines() {
		t.Run(e.name, func(t *testing.T) {
			db := newDatabase(t, e)
			db.upgrade(db.compare(questionsBefore()))
			ask := &asked{answers: map[string]string{
				"is  memos one of notes":                                         "notes",
				"is users full_name one of name born":                            "name",
				"make users.level integer from text, else by \"level\"::integer": "nullif(level, '')::integer",
				"fill users.nick text, added false":                              "'none'",
			}}
			script, err := autogenerate.Run(context.Background(), db.DB, autogenerate.Input{Models: questionsAfter(), DropUnknown: true, Ask: ask})
			if err != nil {
				t.Fatal(err)
			}
			want := []string{
				"is  memos one of notes",
				"is users full_name one of name born",
				"is users code one of born",
				"fill users.nick text, added false",
				"fill users.code text, added true",
			}
			up := []string{
				`rename table "notes" to "memos"`,
				`rename column "name" of table "users" to "full_name"`,
				`create table "tags"`,
				`add column "active" to table "users"`,
				`add column "code" to table "users"`,
				`alter column "level" of table "users"`,
				`fill column "nick" of table "users"`,
				`alter column "nick" of table "users"`,
				`alter column "score" of table "users"`,
				`drop column "born" of table "users"`,
			}
			if e.name == "postgres" {
				want = append(want, `make users.level integer from text, else by "level"::integer`)
			} else {
				// An integer of SQLite has no size.
				up = append(up[:8], up[9:]...)
			}
			if diff := cmp.Diff(want, ask.questions); diff != "" {
				t.Errorf("questions (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(up, descriptions(script.Up)); diff != "" {
				t.Errorf("operations (-want +got):\n%s", diff)
			}
			body, err := script.Upgrades()
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(body, "nullif(level, '')::integer") != (e.name == "postgres") {
				t.Errorf("the expression is not where it belongs:\n%s", body)
			}
			// What nobody answered is said.
			if all := strings.Join(script.Warnings, "\n"); !strings.Contains(all, `"users"."code" is NOT NULL`) || strings.Contains(all, "nick") {
				t.Errorf("warnings:\n%s", all)
			}
		})
	}
}

func TestAnAnswerThatFitsNothingIsRefused(t *testing.T) {
	answer := func(of, value string) []autogenerate.Answer { return []autogenerate.Answer{{Of: of, Value: value}} }
	for _, test := range []struct {
		answers autogenerate.Answers
		want    string
	}{
		{renamed("users.nam", "full_name"), `rename "users.nam" to "full_name": table "users" has no column "nam": those that the models do not have are "born", "name"`},
		{renamed("user", "members"), `rename "user" to "members": the database has no such table: those that the models do not have are "notes"`},
		{renamed("users.name", "fullname"), `rename "users.name" to "fullname": the models have no column "fullname" in table "users": new in it are "active", "code", "full_name"`},
		{renamed("notes", "mems"), `rename "notes" to "mems": the models have no table "mems": new in them are "memos", "tags"`},
		{renamed("users.name", "level"), `table "users": rename "name" to "level": there is a "level"`},
		{renamed("users.name", "nick", "users.nick", "level"), `rename in two revisions`},
		{renamed("notes.text", "body"), `rename "notes.text" to "body": the models have no table "notes"`},
		{renamed("users.name", "full_name", "users.born", "full_name"), `there is a "full_name"`},
		{autogenerate.Answers{Fills: answer("users.cod", "0")}, `fill "users.cod": no column of that name becomes NOT NULL`},
		{autogenerate.Answers{Fills: answer("users.code", "unknown")}, `fill "users.code": unknown is no column of table "users": write text in SQL's quotes, 'unknown'`},
		{autogenerate.Answers{Usings: answer("users.name", "1")}, `using "users.name": no column of that name changes its type`},
	} {
		db := newDatabase(t, bothEngines()[0])
		db.upgrade(db.compare(questionsBefore()))
		_, err := autogenerate.Run(context.Background(), db.DB, autogenerate.Input{Models: questionsAfter(), DropUnknown: true, Answers: test.answers})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: got %v", test.answers, err)
		}
	}
}
