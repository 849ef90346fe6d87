package autogenerate_test

import "github.com/gmig/gmig/autogenerate"

// answeredPairs are changes that need an answer.
func answeredPairs() []pair {
	return []pair{{
		name:   "a column is renamed",
		before: plainUser,
		after: func() []any {
			type User struct {
				ID       uint
				FullName string
			}
			return []any{&User{}}
		},
		answers: renamed("users.name", "full_name"),
		up:      []string{`rename column "name" of table "users" to "full_name"`},
		down:    []string{`rename column "full_name" of table "users" to "name"`},
		rows:    twoUsers, rowsLeft: adaIsOne, rowsUp: "SELECT count(*) FROM users WHERE full_name = 'ada'",
	}, {
		name: "a column is renamed with all that names it",
		before: func() []any {
			type Company struct {
				Code string `gorm:"primaryKey"`
			}
			type User struct {
				ID       uint
				Name     string  `gorm:"check:chk_named,name <> '' AND length(name) > 1"`
				Initials string  `gorm:"->;type:text GENERATED ALWAYS AS (lower(name)) STORED"`
				Born     string  `gorm:"index:idx_born,where:name <> 'name',expression:lower(name || born);uniqueIndex:idx_both"`
				Employer string  `gorm:"uniqueIndex:idx_both"`
				Company  Company `gorm:"foreignKey:Employer"`
			}
			return []any{&Company{}, &User{}}
		},
		after: func() []any {
			type Company struct {
				Number string `gorm:"primaryKey"`
			}
			type User struct {
				ID       uint
				FullName string  `gorm:"check:chk_named,full_name <> '' AND length(full_name) > 1"`
				Initials string  `gorm:"->;type:text GENERATED ALWAYS AS (lower(full_name)) STORED"`
				Birthday string  `gorm:"index:idx_born,where:full_name <> 'name',expression:lower(full_name || birthday);uniqueIndex:idx_both"`
				Employer string  `gorm:"uniqueIndex:idx_both"`
				Company  Company `gorm:"foreignKey:Employer"`
			}
			return []any{&Company{}, &User{}}
		},
		answers: renamed("users.name", "full_name", "users.born", "birthday", "companies.code", "number"),
		up: []string{`rename column "code" of table "companies" to "number"`, `rename column "born" of table "users" to "birthday"`,
			`rename column "name" of table "users" to "full_name"`},
		down: []string{`rename column "full_name" of table "users" to "name"`, `rename column "birthday" of table "users" to "born"`,
			`rename column "number" of table "companies" to "code"`},
	}, {
		name: "a table is renamed",
		before: func() []any {
			type User struct {
				ID   uint
				Name string
			}
			type Order struct {
				ID     uint
				UserID uint
				User   User
			}
			return []any{&User{}, &Order{}}
		},
		after: func() []any {
			type Member struct {
				ID   uint
				Name string
			}
			type Order struct {
				ID     uint
				UserID uint
				User   Member
			}
			return []any{&Member{}, &Order{}}
		},
		answers: renamed("users", "members"),
		up:      []string{`rename table "users" to "members"`},
		down:    []string{`rename table "members" to "users"`},
		rows:    append(twoUsers, "INSERT INTO orders (user_id) VALUES (1)"), rowsLeft: adaIsOne,
		rowsUp: "SELECT count(*) FROM members JOIN orders ON user_id = members.id WHERE name = 'ada'",
	}, {
		name: "a table is renamed with what GORM names after it",
		before: func() []any {
			type Company struct {
				ID uint
			}
			type User struct {
				ID        uint
				Name      string `gorm:"unique;check:name <> ''"`
				Mail      string `gorm:"uniqueIndex"`
				CompanyID *uint
				Company   *Company
			}
			return []any{&Company{}, &User{}}
		},
		after: func() []any {
			type Company struct {
				ID uint
			}
			type Member struct {
				ID        uint
				Name      string `gorm:"unique;check:name <> ''"`
				Mail      string `gorm:"uniqueIndex"`
				CompanyID *uint
				Company   *Company
			}
			return []any{&Company{}, &Member{}}
		},
		answers: renamed("users", "members"),
		up: []string{`rename table "users" to "members"`,
			`rename constraint "uni_users_name" of table "members" to "uni_members_name"`,
			`rename constraint "fk_users_company" of table "members" to "fk_members_company"`,
			`rename constraint "chk_users_name" of table "members" to "chk_members_name"`,
			`rename index "idx_users_mail" of table "members" to "idx_members_mail"`},
		down: []string{`rename constraint "uni_members_name" of table "members" to "uni_users_name"`,
			`rename constraint "fk_members_company" of table "members" to "fk_users_company"`,
			`rename constraint "chk_members_name" of table "members" to "chk_users_name"`,
			`rename index "idx_members_mail" of table "members" to "idx_users_mail"`,
			`rename table "members" to "users"`},
		rows: []string{"INSERT INTO users (name, mail) VALUES ('ada', 'a')"}, rowsLeft: adaIsOne, rowsUp: "SELECT count(*) FROM members WHERE name = 'ada'",
	}, {
		name: "a foreign key with another name stands in the way of its column's type",
		before: func() []any {
			type Company struct {
				Code string `gorm:"primaryKey;size:20"`
			}
			type User struct {
				ID       uint
				Employer string  `gorm:"size:20"`
				Company  Company `gorm:"foreignKey:Employer"`
			}
			return []any{&Company{}, &User{}}
		},
		after: func() []any {
			type Company struct {
				Code int `gorm:"primaryKey;autoIncrement:false"`
			}
			type Member struct {
				ID       uint
				Employer int
				Company  Company `gorm:"foreignKey:Employer"`
			}
			return []any{&Company{}, &Member{}}
		},
		answers: renamed("users", "members"),
		up: []string{`rename table "users" to "members"`, `drop foreign key "fk_users_company" of table "members"`,
			`alter column "code" of table "companies"`, `alter column "employer" of table "members"`, `add foreign key "fk_members_company" to table "members"`},
		down: []string{`drop foreign key "fk_members_company" of table "members"`, `alter column "code" of table "companies"`,
			`alter column "employer" of table "members"`, `add foreign key "fk_users_company" to table "members"`, `rename table "members" to "users"`},
		rows:     []string{"INSERT INTO companies (code) VALUES ('7')", "INSERT INTO users (employer) VALUES ('7')"},
		rowsLeft: "SELECT count(*) FROM users WHERE employer = '7'", rowsUp: "SELECT count(*) FROM members WHERE employer = 7",
	}, {
		name: "a table's name goes to another one",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type Person struct {
				ID   uint
				Name string `gorm:"index"`
			}
			type User struct {
				ID       uint
				PersonID uint
				Person   Person
			}
			return []any{&User{}, &Person{}}
		},
		answers: renamed("users", "people"),
		up:      []string{`rename table "users" to "people"`, `rename index "idx_users_name" of table "people" to "idx_people_name"`, `create table "users"`},
		down:    []string{`drop table "users"`, `rename index "idx_people_name" of table "people" to "idx_users_name"`, `rename table "people" to "users"`},
		rows:    twoUsers, rowsLeft: adaIsOne, rowsUp: "SELECT count(*) FROM people WHERE name = 'ada'",
	}, {
		name: "columns pass their names on",
		before: func() []any {
			type User struct {
				ID   uint
				Name string
				Nick string
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID    uint
				Nick  string
				Alias string
			}
			return []any{&User{}}
		},
		answers: renamed("users.name", "nick", "users.nick", "alias"),
		up:      []string{`rename column "nick" of table "users" to "alias"`, `rename column "name" of table "users" to "nick"`},
		down:    []string{`rename column "nick" of table "users" to "name"`, `rename column "alias" of table "users" to "nick"`},
		rows:    []string{"INSERT INTO users (name, nick) VALUES ('ada', 'a')"}, rowsLeft: "SELECT count(*) FROM users WHERE name = 'ada' AND nick = 'a'",
		rowsUp: "SELECT count(*) FROM users WHERE nick = 'ada' AND alias = 'a'",
	}, {
		name: "a name changes in case alone, which is the same one to SQLite", only: "sqlite",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"column:Name"`
			}
			return []any{&User{}}
		},
		after: plainUser,
		up:    []string{`rename column "Name" of table "users" to "name"`},
		down:  []string{`rename column "name" of table "users" to "Name"`},
		rows:  twoUsers, rowsLeft: adaIsOne,
	}, {
		name:   "a required column without a default, filled",
		before: plainUser,
		after: func() []any {
			type User struct {
				ID    uint
				Name  string
				Level int    `gorm:"not null"`
				Code  string `gorm:"not null"`
			}
			return []any{&User{}}
		},
		answers: autogenerate.Answers{Fills: []autogenerate.Answer{{Of: "users.level", Value: "3"}, {Of: "users.code", Value: "upper(name)"}}},
		up: []string{`add column "level" to table "users"`, `fill column "level" of table "users"`, `alter column "level" of table "users"`,
			`add column "code" to table "users"`, `fill column "code" of table "users"`, `alter column "code" of table "users"`},
		down: []string{`drop column "level" of table "users"`, `drop column "code" of table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne, rowsUp: "SELECT count(*) FROM users WHERE level = 3 AND code = 'ADA'",
	}, {
		name: "NULL goes, with a new type",
		before: func() []any {
			type User struct {
				ID   uint
				Name string
				Age  *string
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string
				Age  int `gorm:"not null"`
			}
			return []any{&User{}}
		},
		answers: autogenerate.Answers{Fills: []autogenerate.Answer{{Of: "users.age", Value: "18"}}, Usings: []autogenerate.Answer{{Of: "users.age", Value: "age::integer"}}},
		up:      []string{`alter column "age" of table "users"`, `fill column "age" of table "users"`, `alter column "age" of table "users"`},
		down:    []string{`alter column "age" of table "users"`},
		rows:    append([]string{"INSERT INTO users (name, age) VALUES ('eva', '7')"}, twoUsers...), rowsLeft: "SELECT count(*) FROM users WHERE name = 'eva'",
		rowsUp: "SELECT count(*) FROM users WHERE age = 18 AND name = 'ada'",
	}, {
		name: "a number becomes text by an expression",
		before: func() []any {
			type User struct {
				ID   uint
				Name string
				Age  int
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string
				Age  string
			}
			return []any{&User{}}
		},
		answers: autogenerate.Answers{Usings: []autogenerate.Answer{{Of: "users.age", Value: "age::text"}}},
		up:      []string{`alter column "age" of table "users"`},
		down:    []string{`alter column "age" of table "users"`},
		rows:    []string{"INSERT INTO users (name, age) VALUES ('eva', 7)"}, rowsLeft: "SELECT count(*) FROM users WHERE age = 7",
		rowsUp: "SELECT count(*) FROM users WHERE age = '7'",
	}, {
		name: "NULL goes and the default fills",
		before: func() []any {
			type User struct {
				ID   uint
				Name *string
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"not null;default:nobody"`
			}
			return []any{&User{}}
		},
		up:   []string{`fill column "name" of table "users"`, `alter column "name" of table "users"`},
		down: []string{`alter column "name" of table "users"`},
		rows: append([]string{"INSERT INTO users (name) VALUES (NULL)"}, twoUsers...), rowsLeft: "SELECT count(*) FROM users WHERE name = 'ada'",
		rowsUp: "SELECT count(*) FROM users WHERE name = 'nobody'",
	}, {
		name: "NULL goes and a default fills that the old type does not hold",
		before: func() []any {
			type User struct {
				ID   uint
				Name string
				Rank *int64 `gorm:"size:16"`
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string
				Rank int64 `gorm:"not null;default:5000000000"`
			}
			return []any{&User{}}
		},
		up:   []string{`alter column "rank" of table "users"`, `fill column "rank" of table "users"`, `alter column "rank" of table "users"`},
		down: []string{`alter column "rank" of table "users"`},
		rows: []string{"INSERT INTO users (name, rank) VALUES ('ada', 7)"}, rowsLeft: adaIsOne + " AND rank = 7", only: "postgres",
	}, {
		name: "the primary key gains a column that had NULL",
		before: func() []any {
			type User struct {
				Name   string `gorm:"primaryKey"`
				Tenant *string
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				Name   string `gorm:"primaryKey"`
				Tenant string `gorm:"primaryKey"`
				Realm  string `gorm:"primaryKey"`
			}
			return []any{&User{}}
		},
		answers: autogenerate.Answers{Fills: []autogenerate.Answer{{Of: "users.tenant", Value: "'x'"}, {Of: "users.realm", Value: "'y'"}}},
		up: []string{`drop primary key (name) of table "users"`, `add column "realm" to table "users"`, `fill column "realm" of table "users"`,
			`fill column "tenant" of table "users"`, `add primary key (name, tenant, realm) to table "users"`},
		down: []string{`drop primary key (name, tenant, realm) of table "users"`, `alter column "tenant" of table "users"`,
			`drop column "realm" of table "users"`, `add primary key (name) to table "users"`},
		rows: []string{"INSERT INTO users (name) VALUES ('ada')"}, rowsLeft: "SELECT count(*) FROM users WHERE name = 'ada' AND tenant = 'x'",
		only: "postgres",
	}, {
		name: "a column that goes is filled on the way back",
		before: func() []any {
			type User struct {
				ID   uint
				Name string
				Age  int `gorm:"not null"`
			}
			return []any{&User{}}
		},
		after:   plainUser,
		answers: autogenerate.Answers{Fills: []autogenerate.Answer{{Of: "users.age", Value: "0"}}},
		up:      []string{`drop column "age" of table "users"`},
		down:    []string{`add column "age" to table "users"`, `fill column "age" of table "users"`, `alter column "age" of table "users"`},
		rows:    []string{"INSERT INTO users (name, age) VALUES ('ada', 36)"}, rowsLeft: "SELECT count(*) FROM users WHERE name = 'ada' AND age = 0",
		rowsUp: adaIsOne,
	}}
}

// renamed are answers of an old name and a new one each.
func renamed(names ...string) (a autogenerate.Answers) {
	for i := 0; i < len(names); i += 2 {
		a.Renames = append(a.Renames, autogenerate.Answer{Of: names[i], Value: names[i+1]})
	}
	return a
}
