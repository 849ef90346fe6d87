package autogenerate_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"
)

// What stands in the models of real applications, in one place.

type wildCode struct {
	Code  string `gorm:"primaryKey;unique;type:char(64)"`
	Small int    `gorm:"size:16"`
	Tiny  uint8
	Flag  bool    `gorm:"type:bool;default:false"`
	Big   int64   `gorm:"type:int8"`
	Real  float64 `gorm:"type:float8"`
	Price string  `gorm:"type:numeric(10,2);default:0.00"`
	Note  *string `gorm:"type:character varying(40)"`
	At    time.Time
	Gone  string `gorm:"-:migration"`
}

// wildNine has a key of nine columns, some of them pointers.
type wildNine struct {
	A, B, C *string `gorm:"primaryKey;size:10"`
	D, E, F int     `gorm:"primaryKey;autoIncrement:false"`
	G, H, I uint16  `gorm:"primaryKey;autoIncrement:false"`
}

type wildPart struct {
	Org    string      `gorm:"primaryKey;size:20"`
	Number int         `gorm:"primaryKey;autoIncrement:false"`
	Pieces []wildPiece `gorm:"foreignKey:PartOrg,PartNumber;references:Org,Number"`
}

type wildPiece struct {
	ID         uint
	PartOrg    string `gorm:"size:20;index:a_name_of_an_index_that_is_longer_than_the_sixty_three_bytes_of_postgresql"`
	PartNumber int
	*wildSize  `gorm:"embedded;embeddedPrefix:size_"`
	Notes      []wildNote     `gorm:"polymorphic:Owner"`
	DeletedAt  gorm.DeletedAt `gorm:"index"`
}

type wildSize struct {
	Width  int `gorm:"check:chk_width,size_width > 0"`
	Height int
}

type wildNote struct {
	ID        uint
	OwnerID   uint   `gorm:"index:idx_owner,priority:2"`
	OwnerType string `gorm:"size:40;index:idx_owner,priority:1"`
	Text      string `gorm:"comment:it's what was said"`
	ParentID  *uint
	Parent    *wildNote
	Replies   []wildNote `gorm:"foreignKey:ParentID"`
}

// wildLog has no primary key.
type wildLog struct {
	Line  string
	Level int8   `gorm:"column:LogLevel;not null;default:1"`
	Host  string `gorm:"size:60;uniqueIndex:idx_host,where:host <> ''"`
}

func wildModels() []any {
	return []any{&wildNote{}, &wildPiece{}, (*wildPart)(nil), &wildNine{}, wildCode{}, &wildLog{}, &wildNote{}}
}

func TestWhatRealModelsDoComesOutAsAutoMigrateMakesIt(t *testing.T) {
	for _, e := range bothEngines() {
		t.Run(e.name, func(t *testing.T) {
			db := newDatabase(t, e)
			empty := schema(t, db.DB)
			db.upgrade(db.compare(wildModels()))
			if again := db.compare(wildModels()); !again.Empty() {
				t.Errorf("compared again, there is still: %q", again.Changes)
			}
			if diff := cmp.Diff(autoMigrated(t, e, []any{&wildNote{}, &wildPiece{}, &wildPart{}, &wildNine{}, &wildCode{}, &wildLog{}}), schema(t, db.DB)); diff != "" {
				t.Errorf("the upgraded schema is not AutoMigrate's (-want +got):\n%s", diff)
			}
			db.downgrade()
			if diff := cmp.Diff(empty, schema(t, db.DB)); diff != "" {
				t.Errorf("left behind (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhatAnOlderGORMOrAHandMadeIsKept begins with a database that was not
// made by today's AutoMigrate: constraints have the names of older versions, and
// objects stand beside the models.
func TestWhatAnOlderGORMOrAHandMadeIsKept(t *testing.T) {
	type Team struct {
		ID   uint
		Name string `gorm:"unique;not null"`
	}
	type User struct {
		ID     uint
		TeamID uint
		Team   Team
	}
	statements := map[string][]string{
		"postgres": {
			"CREATE TABLE teams (id bigserial PRIMARY KEY, name text NOT NULL UNIQUE)", // teams_name_key
			"CREATE TABLE users (id bigserial PRIMARY KEY, team_id bigint REFERENCES teams (id))",
			"CREATE VIEW team_names AS SELECT name FROM teams", "CREATE MATERIALIZED VIEW counts AS SELECT count(*) FROM users",
			"CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
			"CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()",
			"CREATE TABLE events (at date) PARTITION BY RANGE (at)", "CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
			"CREATE INDEX by_hand ON users (team_id) WHERE team_id > 5", "CREATE SEQUENCE numbers", "CREATE TYPE mood AS ENUM ('sad')",
		},
		"sqlite": {
			"CREATE TABLE teams (id integer PRIMARY KEY AUTOINCREMENT, name text NOT NULL UNIQUE)",
			"CREATE TABLE users (id integer PRIMARY KEY AUTOINCREMENT, team_id integer REFERENCES teams (id))",
			"CREATE VIEW team_names AS SELECT name FROM teams",
			"CREATE TRIGGER touch AFTER UPDATE ON users BEGIN SELECT 1; END",
			"CREATE TABLE events (at date)", "CREATE INDEX by_hand ON users (team_id) WHERE team_id > 5",
		},
	}
	for _, e := range bothEngines() {
		db := newDatabase(t, e)
		for _, statement := range statements[e.name] {
			if err := db.Exec(statement).Error; err != nil {
				t.Fatal(err)
			}
		}
		script := db.keeping([]any{&User{}, &Team{}})
		if !script.Empty() {
			t.Errorf("%s: %q", e.name, script.Changes)
		}
		all := strings.Join(script.Warnings, "\n")
		for _, named := range []string{`table "events"`, `index "by_hand" of table "users"`} {
			if !strings.Contains(all, named) {
				t.Errorf("%s: %s is not named in:\n%s", e.name, named, all)
			}
		}
	}
}

// wildLinks are models with several relations, which GORM keeps in a map.
func wildLinks() []any {
	type Place struct{ ID uint }
	type Trip struct {
		ID                          uint
		FromID, ToID, ViaID, HomeID *uint
		From, To, Via, Home         *Place
		Stops                       []*Place `gorm:"many2many:trip_stops"`
		A, B                        string   `gorm:"unique"`
		C                           int      `gorm:"check:c > 0;check:c_low,c < 9"`
		D                           int      `gorm:"check:d > 0"`
	}
	return []any{&Trip{}, &Place{}}
}

// TestTheFileIsTheSameEveryTime compares again and again: GORM goes through
// maps in another order each time.
func TestTheFileIsTheSameEveryTime(t *testing.T) {
	for _, e := range bothEngines() {
		db := newDatabase(t, e)
		first := ""
		for i := range 8 {
			script := db.compare(append(wildModels(), wildLinks()...))
			up, err := script.Upgrades()
			if err != nil {
				t.Fatal(err)
			}
			down, err := script.Downgrades()
			if err != nil {
				t.Fatal(err)
			}
			if text := up + down; i == 0 {
				first = text
			} else if diff := cmp.Diff(first, text); diff != "" {
				t.Errorf("%s, time %d (-first +now):\n%s", e.name, i+1, diff)
			}
		}
	}
}
