package autogenerate_test

// typePairs change the type, the default or the comment of a column.
func typePairs() []pair {
	return []pair{{
		name: "a boolean becomes text",
		before: func() []any {
			type User struct {
				ID   uint
				Name bool
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: []string{`INSERT INTO users (name) VALUES (true)`}, rowsLeft: "SELECT count(*) FROM users",
	}, {
		name: "bytes become text",
		before: func() []any {
			type User struct {
				ID   uint
				Name []byte
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: []string{`INSERT INTO users (id) VALUES (1)`}, rowsLeft: "SELECT count(*) FROM users",
	}, {
		name: "a whole number gets wider", only: "postgres",
		before: func() []any {
			type User struct {
				ID   uint
				Name int16
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name int64
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: []string{`INSERT INTO users (name) VALUES (7)`}, rowsLeft: "SELECT count(*) FROM users WHERE name = 7",
	}, {
		name: "json becomes jsonb", only: "postgres",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:json"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:jsonb"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: []string{`INSERT INTO users (name) VALUES ('{}')`}, rowsLeft: "SELECT count(*) FROM users",
	}, {
		name: "text becomes a uuid with a default", only: "postgres",
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
				Name string `gorm:"type:uuid;default:gen_random_uuid()"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: []string{`INSERT INTO users (name) VALUES ('b4ad3f06-63a5-4f0c-9f0c-9f7d6b1f4f6e')`}, rowsLeft: "SELECT count(*) FROM users",
	}, {
		name: "text becomes the type of an extension", only: "postgres",
		given: []string{`CREATE EXTENSION citext`},
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
				Name string `gorm:"type:citext"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: twoUsers, rowsLeft: "SELECT count(*) FROM users WHERE name = 'ada'",
	}, {
		name: "text becomes a domain", only: "postgres",
		given: []string{`CREATE DOMAIN short AS text CHECK (length(VALUE) < 10)`},
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
				Name string `gorm:"type:short"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: twoUsers, rowsLeft: "SELECT count(*) FROM users WHERE name = 'ada'",
	}, {
		name: "a domain becomes another", only: "postgres",
		given: []string{`CREATE DOMAIN short AS text CHECK (length(VALUE) < 10)`, `CREATE DOMAIN long AS text`},
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:short"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:long"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: twoUsers, rowsLeft: "SELECT count(*) FROM users WHERE name = 'ada'",
	}, {
		name: "text becomes a domain of another schema", only: "postgres",
		given: []string{`CREATE SCHEMA other`, `CREATE DOMAIN other.short AS text`},
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
				Name string `gorm:"type:other.short"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: twoUsers, rowsLeft: "SELECT count(*) FROM users WHERE name = 'ada'",
	}, {
		name: "a composite type with a default", only: "postgres",
		given: []string{`CREATE TYPE place AS (a text, b int)`},
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:place"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:place;not null;default:'(x,1)'"`
			}
			return []any{&User{}}
		},
		up:   []string{`fill column "name" of table "users"`, `alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: []string{`INSERT INTO users (name) VALUES ('(a,1)')`}, rowsLeft: "SELECT count(*) FROM users WHERE (name).b = 1",
	}, {
		name: "a range with a default", only: "postgres",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:int4range"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:int4range;not null;default:'[1,2)'"`
			}
			return []any{&User{}}
		},
		up:   []string{`fill column "name" of table "users"`, `alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: []string{`INSERT INTO users (name) VALUES ('[1,3)')`}, rowsLeft: "SELECT count(*) FROM users WHERE name @> 2",
	}, {
		name: "a collation changes", only: "postgres",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:text COLLATE \"C\""`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:text COLLATE \"POSIX\""`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: twoUsers, rowsLeft: "SELECT count(*) FROM users WHERE name = 'ada'",
	}, {
		name: "a collation of SQLite changes", only: "sqlite",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:text COLLATE NOCASE"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:text COLLATE RTRIM"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: twoUsers, rowsLeft: "SELECT count(*) FROM users WHERE name = 'ada'",
	}, {
		name: "a comment changes", only: "postgres",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"comment:one"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"comment:another's"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: twoUsers, rowsLeft: "SELECT count(*) FROM users WHERE name = 'ada'",
	}}
}
