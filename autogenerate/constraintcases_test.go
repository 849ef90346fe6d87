package autogenerate_test

func constraintPairs() []pair {
	return []pair{{
		name:   "a unique constraint comes and goes",
		before: plainUser,
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"unique"`
			}
			return []any{&User{}}
		},
		up:   []string{`add unique constraint "uni_users_name" to table "users"`},
		down: []string{`drop unique constraint "uni_users_name" of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name:   "a check comes and goes",
		before: plainUser,
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"check:name <> ''"`
			}
			return []any{&User{}}
		},
		up:   []string{`add check "chk_users_name" to table "users"`},
		down: []string{`drop check "chk_users_name" of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "a check's text changes",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"check:name <> ''"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"check:length(name) > 1"`
			}
			return []any{&User{}}
		},
		up:   []string{`drop check "chk_users_name" of table "users"`, `add check "chk_users_name" to table "users"`},
		down: []string{`drop check "chk_users_name" of table "users"`, `add check "chk_users_name" to table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name:   "a foreign key comes to a table that exists",
		before: plainUser,
		after: func() []any {
			type Company struct{ ID uint }
			type User struct {
				ID        uint
				Name      string
				CompanyID *uint
				Company   *Company `gorm:"constraint:OnDelete:CASCADE"`
			}
			return []any{&User{}, &Company{}}
		},
		up:   []string{`create table "companies"`, `add column "company_id" to table "users"`, `add foreign key "fk_users_company" to table "users"`},
		down: []string{`drop foreign key "fk_users_company" of table "users"`, `drop table "companies"`, `drop column "company_id" of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "a foreign key's action changes",
		before: func() []any {
			type User struct {
				ID     uint
				Name   string
				BossID *uint
				Boss   *User
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID     uint
				Name   string
				BossID *uint
				Boss   *User `gorm:"constraint:OnDelete:SET NULL,OnUpdate:CASCADE"`
			}
			return []any{&User{}}
		},
		up:   []string{`drop foreign key "fk_users_boss" of table "users"`, `add foreign key "fk_users_boss" to table "users"`},
		down: []string{`drop foreign key "fk_users_boss" of table "users"`, `add foreign key "fk_users_boss" to table "users"`},
		rows: append(twoUsers, "UPDATE users SET boss_id = 1 WHERE id = 2"), rowsLeft: adaIsOne + " AND EXISTS (SELECT 1 FROM users WHERE boss_id = 1)",
	}, {
		name: "the primary key gains a column",
		before: func() []any {
			type User struct {
				Name   string `gorm:"primaryKey"`
				Tenant string `gorm:"not null"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				Name   string `gorm:"primaryKey"`
				Tenant string `gorm:"primaryKey;not null"`
			}
			return []any{&User{}}
		},
		up:   []string{`drop primary key (name) of table "users"`, `add primary key (name, tenant) to table "users"`},
		down: []string{`drop primary key (name, tenant) of table "users"`, `add primary key (name) to table "users"`},
		rows: []string{"INSERT INTO users (name, tenant) VALUES ('ada', 'x')"}, rowsLeft: "SELECT count(*) FROM users WHERE name = 'ada'",
	}}
}

func indexPairs() []pair {
	return []pair{{
		name:   "an index comes and goes",
		before: plainUser,
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index"`
			}
			return []any{&User{}}
		},
		up:   []string{`create index "idx_users_name" on table "users"`},
		down: []string{`drop index "idx_users_name" of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "an index becomes unique, partial and descending",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx_name"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"uniqueIndex:idx_name,sort:desc,where:name <> ''"`
			}
			return []any{&User{}}
		},
		up:   []string{`drop index "idx_name" of table "users"`, `create index "idx_name" on table "users"`},
		down: []string{`drop index "idx_name" of table "users"`, `create index "idx_name" on table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name:   "an index on an expression",
		before: plainUser,
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx_lower,expression:lower(name)"`
			}
			return []any{&User{}}
		},
		up:   []string{`create index "idx_lower" on table "users"`},
		down: []string{`drop index "idx_lower" of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "an index that is to be built without blocking writers", only: "postgres",
		before: plainUser,
		after: func() []any {
			type Post struct {
				ID     uint
				Author string `gorm:"index:idx_author,option:CONCURRENTLY"`
			}
			type User struct {
				ID   uint
				Name string `gorm:"index:idx_name,option:CONCURRENTLY"`
				Nick string
			}
			return []any{&User{}, &Post{}}
		},
		up: []string{`create table "posts"`, `create index "idx_author" on table "posts"`, `add column "nick" to table "users"`,
			`create index "idx_name" on table "users"`},
		down: []string{`drop table "posts"`, `drop index "idx_name" of table "users"`, `drop column "nick" of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "an indexed column goes with its index",
		before: func() []any {
			type User struct {
				ID   uint
				Name string
				Nick string `gorm:"index"`
			}
			return []any{&User{}}
		},
		after: plainUser,
		up:    []string{`drop index "idx_users_nick" of table "users"`, `drop column "nick" of table "users"`},
		down:  []string{`add column "nick" to table "users"`, `create index "idx_users_nick" on table "users"`},
		rows:  twoUsers, rowsLeft: adaIsOne,
	}}
}
