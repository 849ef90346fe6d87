package autogenerate_test

import (
	"slices"
	"time"

	"github.com/gmig/gmig/autogenerate"
)

// pair is a kind of change: models before and after, and the operations that
// lead from one to the other and back.
type pair struct {
	name          string
	only          string // the engine, empty for both
	before, after func() []any
	// given are statements that make what the models lean on and do not declare:
	// extensions, domains, schemas, which are named in schemas too.
	given, schemas []string
	// options are those of all tables, gorm:table_options, before and after.
	options  [2]string
	up, down []string
	// rows are inserted before the upgrade; rowsLeft counts what of them must
	// be there after the upgrade and after the downgrade.
	rows     []string
	rowsLeft string
	// rowsUp counts after the upgrade, if that takes another query.
	rowsUp string
	// answers are given beforehand.
	answers autogenerate.Answers
}

func none() []any { return nil }

// plainUser is what most pairs begin with.
func plainUser() []any {
	type User struct {
		ID   uint
		Name string
	}
	return []any{&User{}}
}

var (
	twoUsers = []string{"INSERT INTO users (name) VALUES ('ada')", "INSERT INTO users (name) VALUES ('emil')"}
	adaIsOne = "SELECT count(*) FROM users WHERE id = 1 AND name = 'ada'"
)

func pairs() []pair {
	return slices.Concat(tablePairs(), schemaPairs(), optionPairs(), columnPairs(), typePairs(), defaultPairs(), numberPairs(), constraintPairs(), namedPairs(), keyPairs(),
		foreignKeyPairs(), declaredPairs(), indexPairs(), facetPairs(), furtherIndexPairs(), answeredPairs())
}

func tablePairs() []pair {
	return []pair{{
		name:   "a table comes and goes",
		before: none, after: plainUser,
		up: []string{`create table "users"`}, down: []string{`drop table "users"`},
	}, {
		name:   "tables refer to each other in a circle",
		before: none,
		after: func() []any {
			type Team struct {
				ID        uint
				CaptainID *uint
			}
			type Member struct {
				ID     uint
				TeamID *uint
				Team   *Team
				Led    []Team `gorm:"foreignKey:CaptainID"`
			}
			return []any{&Team{}, &Member{}}
		},
		up:   []string{`create table "teams"`, `create table "members"`, `add foreign key "fk_members_led" to table "teams"`},
		down: []string{`drop foreign key "fk_members_led" of table "teams"`, `drop table "members"`, `drop table "teams"`},
	}, {
		name:   "a many2many brings its join table",
		before: plainUser,
		after: func() []any {
			type Language struct {
				ID   uint
				Name string
			}
			type User struct {
				ID        uint
				Name      string
				Languages []Language `gorm:"many2many:user_languages"`
			}
			return []any{&User{}, &Language{}}
		},
		up:   []string{`create table "languages"`, `create table "user_languages"`},
		down: []string{`drop table "user_languages"`, `drop table "languages"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name:   "a new table refers to one that changes",
		before: plainUser,
		after: func() []any {
			type Post struct {
				ID     uint
				UserID uint
			}
			type User struct {
				ID    uint
				Name  string `gorm:"not null"`
				Posts []Post
			}
			return []any{&User{}, &Post{}}
		},
		up:   []string{`create table "posts"`, `alter column "name" of table "users"`},
		down: []string{`drop table "posts"`, `alter column "name" of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}}
}

func columnPairs() []pair {
	return []pair{{
		name:   "a column comes and goes",
		before: plainUser,
		after: func() []any {
			type User struct {
				ID   uint
				Name string
				Age  int8
				Born *time.Time
			}
			return []any{&User{}}
		},
		up:   []string{`add column "age" to table "users"`, `add column "born" to table "users"`},
		down: []string{`drop column "age" of table "users"`, `drop column "born" of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name:   "a required column with a default",
		before: plainUser,
		after: func() []any {
			type User struct {
				ID     uint
				Name   string
				Active bool   `gorm:"not null;default:true"`
				State  string `gorm:"not null;default:new;size:16"`
				Level  int    `gorm:"not null;default:3"`
			}
			return []any{&User{}}
		},
		up:   []string{`add column "active" to table "users"`, `add column "state" to table "users"`, `add column "level" to table "users"`},
		down: []string{`drop column "active" of table "users"`, `drop column "state" of table "users"`, `drop column "level" of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name:   "a column's type changes",
		before: plainUser,
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:varchar(40)"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name:   "a column becomes required",
		before: plainUser,
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"not null"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name:   "a default comes, as a literal and as an expression",
		before: plainUser,
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"default:it's \"new\""`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "a default changes",
		before: func() []any {
			type User struct {
				ID   uint
				Name string
				Age  int `gorm:"default:1"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string
				Age  int `gorm:"default:2"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "age" of table "users"`},
		down: []string{`alter column "age" of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "a comment comes", only: "postgres",
		before: plainUser,
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"comment:what it's called"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
	}, {
		name: "a size changes that only PostgreSQL knows", only: "postgres",
		before: plainUser,
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"size:80"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}}
}
