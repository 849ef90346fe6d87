package autogenerate_test

import "time"

// defaultPairs change what a column has where nothing is said.
func defaultPairs() []pair {
	return []pair{{
		name: "a time gets the present for its default",
		before: func() []any {
			type User struct {
				ID   uint
				Name time.Time
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name time.Time `gorm:"default:CURRENT_TIMESTAMP"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: []string{`INSERT INTO users (id) VALUES (1)`}, rowsLeft: "SELECT count(*) FROM users",
	}, {
		name: "a default of another expression", only: "postgres",
		before: func() []any {
			type User struct {
				ID   uint
				Name time.Time `gorm:"default:now()"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name time.Time `gorm:"default:CURRENT_DATE"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: []string{`INSERT INTO users (id) VALUES (1)`}, rowsLeft: "SELECT count(*) FROM users",
	}, {
		name: "a default by a function of the application", only: "postgres",
		given: []string{`CREATE FUNCTION made() RETURNS text LANGUAGE sql AS 'SELECT now()::text'`},
		before: func() []any {
			type User struct {
				ID   uint
				Name string
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"default:made()"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: twoUsers, rowsLeft: "SELECT count(*) FROM users WHERE name = 'ada'",
	}, {
		name: "a default from a sequence", only: "postgres",
		given: []string{`CREATE SEQUENCE numbers`},
		before: func() []any {
			type User struct {
				ID   uint
				Name int64
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name int64 `gorm:"default:nextval('numbers')"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: []string{`INSERT INTO users (id) VALUES (1)`}, rowsLeft: "SELECT count(*) FROM users",
	}, {
		name: "a default of the empty text",
		before: func() []any {
			type User struct {
				ID   uint
				Name string
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"default:''"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: twoUsers, rowsLeft: "SELECT count(*) FROM users WHERE name = 'ada'",
	}, {
		name: "a default of a boolean changes",
		before: func() []any {
			type User struct {
				ID   uint
				Name bool `gorm:"default:false"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name bool `gorm:"default:true"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: []string{`INSERT INTO users (id) VALUES (1)`}, rowsLeft: "SELECT count(*) FROM users",
	}, {
		name: "a default of a fraction changes",
		before: func() []any {
			type User struct {
				ID   uint
				Name float64 `gorm:"default:0.5"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name float64 `gorm:"default:1.5"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: []string{`INSERT INTO users (id) VALUES (1)`}, rowsLeft: "SELECT count(*) FROM users",
	}, {
		name: "NOT NULL is another rule for SQLite", only: "sqlite",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"not null"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:text NOT NULL ON CONFLICT IGNORE"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: twoUsers, rowsLeft: "SELECT count(*) FROM users WHERE name = 'ada'",
	}}
}
