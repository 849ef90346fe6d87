package autogenerate_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmig/gmig/autogenerate"
)

// TestViewsThatStandInTheWayAreNamed changes what views read, on PostgreSQL, which
// refuses that.
func TestViewsThatStandInTheWayAreNamed(t *testing.T) {
	e := bothEngines()[1]
	type Room struct {
		ID   uint
		Name string
	}
	type Client struct {
		ID         uint
		Name, Note string
		Age        int
	}
	db := newDatabase(t, e)
	db.upgrade(db.compare([]any{&Client{}, &Room{}}))
	for _, statement := range []string{
		"CREATE SCHEMA reports",
		"CREATE VIEW names AS SELECT id, name FROM clients WHERE age > 3",
		"CREATE MATERIALIZED VIEW reports.all_names AS SELECT name FROM names UNION SELECT name FROM rooms",
	} {
		if err := db.Exec(statement).Error; err != nil {
			t.Fatal(err)
		}
	}
	after := func() []any {
		type Member struct {
			ID    uint
			Title string `gorm:"size:40"` // was clients.name
			Note  string `gorm:"size:40"`
		}
		return []any{&Member{}}
	}
	script, err := autogenerate.Run(context.Background(), db.DB, autogenerate.Input{Models: after(), DropUnknown: true, Answers: autogenerate.Answers{
		Renames: []autogenerate.Answer{{Of: "clients", Value: "members"}, {Of: "clients.name", Value: "title"}}}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range script.Warnings {
		if what, _, found := strings.Cut(w, " reads it"); found {
			got = append(got, what)
		}
	}
	want := []string{
		`drop table "rooms": the view "reports.all_names"`,
		`alter column "title" of table "members": the view "names"`,
		`drop column "age" of table "members": the view "names"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
	body, err := script.Upgrades()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(body, `the view "names" reads it`) != 2 {
		t.Errorf("the file does not carry the warnings:\n%s", body)
	}
}
