package autogenerate_test

// furtherIndexPairs change one thing of an index, as indexFacets do.
func furtherIndexPairs() []pair {
	return []pair{{
		name: "an index puts NULL first", only: "postgres",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx"`
				Nick string
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx,sort:asc NULLS FIRST"`
				Nick string
			}
			return []any{&User{}}
		},
		up:   []string{`drop index "idx" of table "users"`, `create index "idx" on table "users"`},
		down: []string{`drop index "idx" of table "users"`, `create index "idx" on table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "an index has another collation", only: "postgres",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx"`
				Nick string
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx,collate:\"C\""`
				Nick string
			}
			return []any{&User{}}
		},
		up:   []string{`drop index "idx" of table "users"`, `create index "idx" on table "users"`},
		down: []string{`drop index "idx" of table "users"`, `create index "idx" on table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "an index of block ranges", only: "postgres",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx"`
				Nick string
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx,type:brin"`
				Nick string
			}
			return []any{&User{}}
		},
		up:   []string{`drop index "idx" of table "users"`, `create index "idx" on table "users"`},
		down: []string{`drop index "idx" of table "users"`, `create index "idx" on table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "an index has the class UNIQUE",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx"`
				Nick string
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx,class:UNIQUE"`
				Nick string
			}
			return []any{&User{}}
		},
		up:   []string{`drop index "idx" of table "users"`, `create index "idx" on table "users"`},
		down: []string{`drop index "idx" of table "users"`, `create index "idx" on table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "an index gets another condition",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx,where:name <> ''"`
				Nick string
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx,where:name <> 'x'"`
				Nick string
			}
			return []any{&User{}}
		},
		up:   []string{`drop index "idx" of table "users"`, `create index "idx" on table "users"`},
		down: []string{`drop index "idx" of table "users"`, `create index "idx" on table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "an index gets another expression",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx,expression:lower(name)"`
				Nick string
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx,expression:upper(name)"`
				Nick string
			}
			return []any{&User{}}
		},
		up:   []string{`drop index "idx" of table "users"`, `create index "idx" on table "users"`},
		down: []string{`drop index "idx" of table "users"`, `create index "idx" on table "users"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "an index gets another name",
		before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx"`
				Nick string
			}
			return []any{&User{}}
		},
		after: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx_name"`
				Nick string
			}
			return []any{&User{}}
		},
		up:   []string{`rename index "idx" of table "users" to "idx_name"`},
		down: []string{`rename index "idx_name" of table "users" to "idx"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}}
}
