package autogenerate_test

// namedPairs change keys, unique constraints and checks, and their names.
func namedPairs() []pair {
	return []pair{{
		name: "a table gets a primary key",
		before: func() []any {
			type User struct {
				Name string `gorm:"not null"`
				Nick string `gorm:"not null"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				Name string `gorm:"primaryKey;not null"`
				Nick string `gorm:"not null"`
			}
			return []any{&User{}}
		},
		up:   []string{`add primary key (name) to table "users"`},
		down: []string{`drop primary key (name) of table "users"`},
		rows: []string{`INSERT INTO users (name, nick) VALUES ('a', 'b')`}, rowsLeft: "SELECT count(*) FROM users",
	}, {
		name: "another column is the primary key",
		before: func() []any {
			type User struct {
				Name string `gorm:"primaryKey;not null"`
				Nick string `gorm:"not null"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				Name string `gorm:"not null"`
				Nick string `gorm:"primaryKey;not null"`
			}
			return []any{&User{}}
		},
		up:   []string{`drop primary key (name) of table "users"`, `add primary key (nick) to table "users"`},
		down: []string{`drop primary key (nick) of table "users"`, `add primary key (name) to table "users"`},
		rows: []string{`INSERT INTO users (name, nick) VALUES ('a', 'b')`}, rowsLeft: "SELECT count(*) FROM users",
	}, {
		name: "a primary key gets another name", only: "postgres",
		before: func() []any {
			type User struct {
				ID   int64 `gorm:"type:bigint CONSTRAINT pk_one PRIMARY KEY;autoIncrement:false"`
				Name string
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   int64 `gorm:"type:bigint CONSTRAINT pk_two PRIMARY KEY;autoIncrement:false"`
				Name string
			}
			return []any{&User{}}
		},
		up:   []string{`rename constraint "pk_one" of table "users" to "pk_two"`},
		down: []string{`rename constraint "pk_two" of table "users" to "pk_one"`},
		rows: []string{`INSERT INTO users (id, name) VALUES (1, 'ada')`}, rowsLeft: adaIsOne,
	}, {
		name: "a primary key gets another name", only: "sqlite",
		before: func() []any {
			type User struct {
				ID   int64 `gorm:"type:bigint CONSTRAINT pk_one PRIMARY KEY;autoIncrement:false"`
				Name string
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   int64 `gorm:"type:bigint CONSTRAINT pk_two PRIMARY KEY;autoIncrement:false"`
				Name string
			}
			return []any{&User{}}
		},
		up:   []string{`drop primary key (id) of table "users"`, `add primary key (id) to table "users"`},
		down: []string{`drop primary key (id) of table "users"`, `add primary key (id) to table "users"`},
		rows: []string{`INSERT INTO users (id, name) VALUES (1, 'ada')`}, rowsLeft: adaIsOne,
	}, {
		name: "a primary key gets a name", only: "postgres",
		before: func() []any {
			type User struct {
				ID   int64 `gorm:"primaryKey;autoIncrement:false"`
				Name string
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   int64 `gorm:"type:bigint CONSTRAINT pk_users PRIMARY KEY;autoIncrement:false"`
				Name string
			}
			return []any{&User{}}
		},
		up:   []string{`rename constraint "users_pkey" of table "users" to "pk_users"`},
		down: []string{`rename constraint "pk_users" of table "users" to "users_pkey"`},
		rows: []string{`INSERT INTO users (id, name) VALUES (1, 'ada')`}, rowsLeft: adaIsOne,
	}, {
		name: "a check without a name comes", only: "postgres",
		before: plainUser,
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:text CHECK (name <> '')"`
			}
			return []any{&User{}}
		},
		up:   []string{`add check "users_name_check" to table "users"`},
		down: []string{`drop check "users_name_check" of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "a check without a name comes", only: "sqlite",
		before: plainUser,
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:text CHECK (name <> '')"`
			}
			return []any{&User{}}
		},
		up:   []string{`add check (name <> '') to table "users"`},
		down: []string{`drop check (name <> '') of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "a check without a name changes", only: "postgres",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:text CHECK (name <> '')"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:text CHECK (name <> 'x')"`
			}
			return []any{&User{}}
		},
		up:   []string{`drop check "users_name_check" of table "users"`, `add check "users_name_check" to table "users"`},
		down: []string{`drop check "users_name_check" of table "users"`, `add check "users_name_check" to table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "a check without a name changes", only: "sqlite",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:text CHECK (name <> '')"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:text CHECK (name <> 'x')"`
			}
			return []any{&User{}}
		},
		up:   []string{`drop check (name <> '') of table "users"`, `add check (name <> 'x') to table "users"`},
		down: []string{`drop check (name <> 'x') of table "users"`, `add check (name <> '') to table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "a check gets another name",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"check:chk_one,name <> ''"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"check:chk_two,name <> ''"`
			}
			return []any{&User{}}
		},
		up:   []string{`rename constraint "chk_one" of table "users" to "chk_two"`},
		down: []string{`rename constraint "chk_two" of table "users" to "chk_one"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name:   "a check mentions no column",
		before: plainUser,
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"check:chk_one,1 < 2"`
			}
			return []any{&User{}}
		},
		up:   []string{`add check "chk_one" to table "users"`},
		down: []string{`drop check "chk_one" of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "a unique constraint without a name comes", only: "postgres",
		before: plainUser,
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:text UNIQUE"`
			}
			return []any{&User{}}
		},
		up:   []string{`add unique constraint "users_name_key" to table "users"`},
		down: []string{`drop unique constraint "users_name_key" of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "a unique constraint without a name comes", only: "sqlite",
		before: plainUser,
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:text UNIQUE"`
			}
			return []any{&User{}}
		},
		up:   []string{`add unique constraint (name) to table "users"`},
		down: []string{`drop unique constraint (name) of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "a unique constraint becomes a unique index",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"unique"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"uniqueIndex"`
			}
			return []any{&User{}}
		},
		up:   []string{`drop unique constraint "uni_users_name" of table "users"`, `create index "idx_users_name" on table "users"`},
		down: []string{`drop index "idx_users_name" of table "users"`, `add unique constraint "uni_users_name" to table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "a unique constraint is deferred", only: "postgres",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:text UNIQUE"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:text UNIQUE DEFERRABLE INITIALLY DEFERRED"`
			}
			return []any{&User{}}
		},
		up:   []string{`drop unique constraint "users_name_key" of table "users"`, `add unique constraint "users_name_key" to table "users"`},
		down: []string{`drop unique constraint "users_name_key" of table "users"`, `add unique constraint "users_name_key" to table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "a unique constraint is another rule for SQLite", only: "sqlite",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:text UNIQUE"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:text UNIQUE ON CONFLICT REPLACE"`
			}
			return []any{&User{}}
		},
		up:   []string{`drop unique constraint (name) of table "users"`, `add unique constraint (name) to table "users"`},
		down: []string{`drop unique constraint (name) of table "users"`, `add unique constraint (name) to table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}}
}
