package autogenerate_test

// keyPairs are changes of keys, and of what stands in their way.
func keyPairs() []pair {
	return []pair{{
		name: "a primary key changes while the table that referred to it goes",
		before: func() []any {
			type Language struct {
				Code string `gorm:"primaryKey;size:8"`
			}
			type User struct {
				Name      string     `gorm:"primaryKey;size:20"`
				Tenant    string     `gorm:"not null"`
				Languages []Language `gorm:"many2many:user_languages"`
			}
			return []any{&User{}, &Language{}}
		},
		after: func() []any {
			type Language struct {
				Code string `gorm:"primaryKey;size:8"`
			}
			type User struct {
				Name   string `gorm:"primaryKey;size:20"`
				Tenant string `gorm:"primaryKey;not null"`
			}
			return []any{&User{}, &Language{}}
		},
		up: []string{`drop table "user_languages"`, `drop primary key (name) of table "users"`, `add primary key (name, tenant) to table "users"`},
		down: []string{`drop primary key (name, tenant) of table "users"`, `create table "user_languages"`, `add primary key (name) to table "users"`,
			`add foreign key "fk_user_languages_user" to table "user_languages"`},
		rows: []string{"INSERT INTO users (name, tenant) VALUES ('ada', 'x')"}, rowsLeft: "SELECT count(*) FROM users WHERE name = 'ada'",
	}, {
		name: "a primary key is called unique too",
		before: func() []any {
			type User struct {
				Name string `gorm:"primaryKey;size:20"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				Name string `gorm:"primaryKey;size:20;unique"`
			}
			return []any{&User{}}
		},
		up:   []string{`add unique constraint "uni_users_name" to table "users"`},
		down: []string{`drop unique constraint "uni_users_name" of table "users"`},
		rows: []string{"INSERT INTO users (name) VALUES ('ada')"}, rowsLeft: "SELECT count(*) FROM users WHERE name = 'ada'",
	}, {
		name: "a key is no longer numbered", only: "postgres",
		before: func() []any {
			type User struct {
				ID   uint `gorm:"primaryKey"`
				Name string
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint `gorm:"primaryKey;autoIncrement:false"`
				Name string
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "id" of table "users"`},
		down: []string{`alter column "id" of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "a column changes under one that is computed from it", only: "postgres",
		before: func() []any {
			type User struct {
				ID    uint
				Name  string
				Rank  int16
				Twice int64 `gorm:"type:bigint GENERATED ALWAYS AS (rank * 2) STORED;index"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID    uint
				Name  string
				Rank  int64
				Twice int64 `gorm:"type:bigint GENERATED ALWAYS AS (rank * 2) STORED;index"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "rank" of table "users"`},
		down: []string{`alter column "rank" of table "users"`},
		rows: []string{"INSERT INTO users (name, rank) VALUES ('ada', 21)"}, rowsLeft: adaIsOne + " AND twice = 42",
	}, {
		name: "a computed column goes while its base changes",
		before: func() []any {
			type User struct {
				ID   uint
				Name string
				Rank string
				Loud string `gorm:"type:text GENERATED ALWAYS AS (upper(rank)) STORED"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string
				Rank int64
			}
			return []any{&User{}}
		},
		up:   []string{`drop column "loud" of table "users"`, `alter column "rank" of table "users"`},
		down: []string{`alter column "rank" of table "users"`, `add column "loud" to table "users"`},
		rows: []string{"INSERT INTO users (name, rank) VALUES ('ada', '21')"}, rowsLeft: adaIsOne + " AND CAST(rank AS bigint) = 21",
	}}
}
