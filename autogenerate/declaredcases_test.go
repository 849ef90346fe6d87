package autogenerate_test

import "time"

// declaredPairs are what models declare beside plain columns: computed columns,
// numbers, keys of several columns, embedded structs, relations of their own kind.
func declaredPairs() []pair {
	var all []pair
	user := []string{"INSERT INTO users (name) VALUES ('ada')"}
	const ada = "SELECT count(*) FROM users WHERE name = 'ada'"
	all = append(all, pair{
		name:   "a computed column comes and goes",
		before: plainUser,
		after: func() []any {
			type User struct {
				ID    uint
				Name  string
				Shout string `gorm:"->;type:text GENERATED ALWAYS AS (upper(name)) STORED"`
			}
			return []any{&User{}}
		},
		up: []string{`add column "shout" to table "users"`}, down: []string{`drop column "shout" of table "users"`},
		rows: user, rowsUp: "SELECT count(*) FROM users WHERE shout = 'ADA'", rowsLeft: ada,
	}, pair{
		name: "the columns of a primary key change their order",
		before: func() []any {
			type Seat struct {
				Row  int64  `gorm:"primaryKey;autoIncrement:false;priority:1"`
				Name string `gorm:"primaryKey;size:20"`
			}
			return []any{&Seat{}}
		},
		after: func() []any {
			type Seat struct {
				Name string `gorm:"primaryKey;size:20"`
				Row  int64  `gorm:"primaryKey;autoIncrement:false"`
			}
			return []any{&Seat{}}
		},
		up:   []string{`drop primary key (row, name) of table "seats"`, `add primary key (name, row) to table "seats"`},
		down: []string{`drop primary key (name, row) of table "seats"`, `add primary key (row, name) to table "seats"`},
		rows: []string{"INSERT INTO seats (row, name) VALUES (1, 'a')"}, rowsLeft: "SELECT count(*) FROM seats WHERE name = 'a'",
	}, pair{
		name:   "a table comes to refer to itself",
		before: plainUser,
		after: func() []any {
			type User struct {
				ID     uint
				Name   string
				BossID *uint
				Boss   *User
			}
			return []any{&User{}}
		},
		up:   []string{`add column "boss_id" to table "users"`, `add foreign key "fk_users_boss" to table "users"`},
		down: []string{`drop foreign key "fk_users_boss" of table "users"`, `drop column "boss_id" of table "users"`},
		rows: user, rowsLeft: ada,
	}, pair{
		name: "a foreign key of two columns comes and goes",
		before: func() []any {
			type Street struct {
				City string `gorm:"primaryKey;size:20"`
				Name string `gorm:"primaryKey;size:20"`
			}
			type House struct {
				ID         uint
				StreetCity string `gorm:"size:20"`
				StreetName string `gorm:"size:20"`
			}
			return []any{&Street{}, &House{}}
		},
		after: func() []any {
			type Street struct {
				City string `gorm:"primaryKey;size:20"`
				Name string `gorm:"primaryKey;size:20"`
			}
			type House struct {
				ID         uint
				StreetCity string `gorm:"size:20"`
				StreetName string `gorm:"size:20"`
				Street     Street `gorm:"foreignKey:StreetCity,StreetName;references:City,Name;constraint:OnDelete:CASCADE"`
			}
			return []any{&Street{}, &House{}}
		},
		up:       []string{`add foreign key "fk_houses_street" to table "houses"`},
		down:     []string{`drop foreign key "fk_houses_street" of table "houses"`},
		rows:     []string{"INSERT INTO streets (city, name) VALUES ('a', 'b')", "INSERT INTO houses (street_city, street_name) VALUES ('a', 'b')"},
		rowsLeft: "SELECT count(*) FROM houses",
	}, pair{
		name: "a join table becomes a model with more columns",
		before: func() []any {
			type Team struct {
				ID uint
			}
			type User struct {
				ID    uint
				Name  string
				Teams []Team `gorm:"many2many:user_teams"`
			}
			return []any{&User{}, &Team{}}
		},
		after: func() []any {
			type Team struct {
				ID uint
			}
			type User struct {
				ID    uint
				Name  string
				Teams []Team `gorm:"many2many:user_teams"`
			}
			type UserTeam struct {
				User   User
				Team   Team
				UserID uint   `gorm:"primaryKey"`
				TeamID uint   `gorm:"primaryKey"`
				Role   string `gorm:"size:20;default:member"`
			}
			return []any{&User{}, &Team{}, &UserTeam{}}
		},
		up:     []string{`add column "role" to table "user_teams"`},
		down:   []string{`drop column "role" of table "user_teams"`},
		rows:   append(user, "INSERT INTO teams (id) VALUES (7)", "INSERT INTO user_teams (user_id, team_id) SELECT id, 7 FROM users"),
		rowsUp: "SELECT count(*) FROM user_teams WHERE role = 'member'", rowsLeft: "SELECT count(*) FROM user_teams",
	}, pair{
		name:   "an embedded struct comes and goes with its indexes",
		before: plainUser,
		after: func() []any {
			type Place struct {
				City string `gorm:"size:40;index"`
				Zip  string `gorm:"size:10"`
			}
			type User struct {
				ID   uint
				Name string
				Home *Place `gorm:"embedded;embeddedPrefix:home_"`
			}
			return []any{&User{}}
		},
		up: []string{`add column "home_city" to table "users"`, `add column "home_zip" to table "users"`,
			`create index "idx_users_city" on table "users"`},
		down: []string{`drop index "idx_users_city" of table "users"`, `drop column "home_city" of table "users"`, `drop column "home_zip" of table "users"`},
		rows: user, rowsLeft: ada,
	}, pair{
		name:   "a polymorphic has-many comes and goes",
		before: plainUser,
		after: func() []any {
			type Toy struct {
				ID        uint
				OwnerID   uint
				OwnerType string `gorm:"size:30;index"`
			}
			type User struct {
				ID   uint
				Name string
				Toys []Toy `gorm:"polymorphic:Owner"`
			}
			return []any{&User{}, &Toy{}}
		},
		up: []string{`create table "toys"`, `create index "idx_toys_owner_type" on table "toys"`}, down: []string{`drop table "toys"`},
		rows: user, rowsLeft: ada,
	}, pair{
		name: "a time gains precision", only: "postgres",
		before: func() []any {
			type User struct {
				ID   uint
				Name string
				Born time.Time `gorm:"precision:0"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string
				Born time.Time `gorm:"precision:3"`
			}
			return []any{&User{}}
		},
		up: []string{`alter column "born" of table "users"`}, down: []string{`alter column "born" of table "users"`},
		rows: user, rowsLeft: ada,
	}, pair{
		name: "a key becomes numbered, and no number comes twice", only: "sqlite",
		before: func() []any {
			type User struct {
				ID   uint `gorm:"primaryKey;autoIncrement:false"`
				Name string
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint `gorm:"primaryKey;autoIncrement"`
				Name string
			}
			return []any{&User{}}
		},
		up: []string{`alter column "id" of table "users"`}, down: []string{`alter column "id" of table "users"`},
		rows: user, rowsLeft: ada,
	}, pair{
		name: "a column becomes an array", only: "postgres",
		before: func() []any {
			type User struct {
				ID   uint
				Name string
				Tags string `gorm:"type:text[]"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string
				Tags string `gorm:"type:varchar(20)[]"`
			}
			return []any{&User{}}
		},
		up: []string{`alter column "tags" of table "users"`}, down: []string{`alter column "tags" of table "users"`},
		rows: []string{"INSERT INTO users (name, tags) VALUES ('ada', '{x}')"}, rowsLeft: "SELECT count(*) FROM users WHERE tags[1] = 'x'",
	}, pair{
		name: "a column becomes computed from one that changes its type",
		before: func() []any {
			type User struct {
				ID   uint
				Name string
				Loud float64
				Nick time.Time
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string
				Loud string `gorm:"->;type:text GENERATED ALWAYS AS (upper(nick)) STORED"`
				Nick string
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "nick" of table "users"`, `alter column "loud" of table "users"`},
		down: []string{`alter column "loud" of table "users"`, `alter column "nick" of table "users"`},
		rows: user, rowsLeft: ada,
	})
	return all
}
