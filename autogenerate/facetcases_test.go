package autogenerate_test

// facetPairs change one facet of a column, a key or an index each, in both
// directions.
func facetPairs() []pair {
	user := func(models ...any) func() []any { return func() []any { return models } }
	var all []pair
	column := func(name, only string, before, after func() []any, rows ...string) {
		p := pair{name: name, only: only, before: before, after: after,
			up: []string{`alter column "name" of table "users"`}, down: []string{`alter column "name" of table "users"`}, rows: rows}
		if len(rows) > 0 {
			p.rowsLeft = "SELECT count(*) FROM users"
		}
		all = append(all, p)
	}
	{
		type User struct {
			ID   uint
			Name string `gorm:"type:numeric(10,2)"`
		}
		before := user(&User{})
		column("precision and scale change", "", before, func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:numeric(12,4)"`
			}
			return []any{&User{}}
		}, "INSERT INTO users (name) VALUES (1.25)")
		column("a number becomes text", "", before, func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:text"`
			}
			return []any{&User{}}
		}, "INSERT INTO users (name) VALUES (1.25)")
		column("a default becomes an expression", "", before, func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"type:numeric(10,2);default:(abs(-5))"`
			}
			return []any{&User{}}
		}, "INSERT INTO users (name) VALUES (1.25)")
	}
	column("a collation comes", "postgres", plainUser, func() []any {
		type User struct {
			ID   uint
			Name string `gorm:"type:text COLLATE \"C\""`
		}
		return []any{&User{}}
	})
	column("a collation comes, of SQLite", "sqlite", plainUser, func() []any {
		type User struct {
			ID   uint
			Name string `gorm:"type:text COLLATE NOCASE"`
		}
		return []any{&User{}}
	}, twoUsers...)
	column("a type of PostgreSQL's own", "postgres", plainUser, func() []any {
		type User struct {
			ID   uint
			Name string `gorm:"type:varchar(20)[]"`
		}
		return []any{&User{}}
	})
	column("an expression is computed otherwise", "", func() []any {
		type User struct {
			ID   uint
			Nick string
			Name string `gorm:"->;type:text GENERATED ALWAYS AS (lower(nick)) STORED"`
		}
		return []any{&User{}}
	}, func() []any {
		type User struct {
			ID   uint
			Nick string
			Name string `gorm:"->;type:text GENERATED ALWAYS AS (upper(nick)) STORED"`
		}
		return []any{&User{}}
	}, "INSERT INTO users (nick) VALUES ('Ada')")
	return append(all, indexFacets()...)
}

// indexFacets change one thing of an index.
func indexFacets() []pair {
	again := []string{`drop index "idx" of table "users"`, `create index "idx" on table "users"`}
	facet := func(name, only string, after func() []any) pair {
		return pair{name: name, only: only, before: func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx"`
				Nick string
			}
			return []any{&User{}}
		}, after: after, up: again, down: again, rows: twoUsers, rowsLeft: adaIsOne}
	}
	return []pair{
		facet("an index gains a column", "", func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx,priority:2"`
				Nick string `gorm:"index:idx,priority:1"`
			}
			return []any{&User{}}
		}),
		facet("an index is sorted otherwise", "", func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx,sort:desc"`
				Nick string
			}
			return []any{&User{}}
		}),
		facet("an index puts NULL last", "postgres", func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx,sort:desc NULLS LAST"`
				Nick string
			}
			return []any{&User{}}
		}),
		facet("an index has another collation", "sqlite", func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx,collate:NOCASE"`
				Nick string
			}
			return []any{&User{}}
		}),
		facet("an index has another method", "postgres", func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx,type:hash"`
				Nick string
			}
			return []any{&User{}}
		}),
		facet("an index has another operator class", "postgres", func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx,expression:name text_pattern_ops"`
				Nick string
			}
			return []any{&User{}}
		}),
		facet("an index includes a column", "postgres", func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx,option:INCLUDE (nick)"`
				Nick string
			}
			return []any{&User{}}
		}),
		facet("an index has another fillfactor", "postgres", func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"index:idx,option:WITH (fillfactor=70)"`
				Nick string
			}
			return []any{&User{}}
		}),
		facet("an index makes two columns unique together", "", func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"uniqueIndex:idx"`
				Nick string `gorm:"uniqueIndex:idx"`
			}
			return []any{&User{}}
		}),
		facet("an index takes two NULLs for the same", "postgres", func() []any {
			type User struct {
				ID   uint
				Name string `gorm:"uniqueIndex:idx,option:NULLS NOT DISTINCT"`
				Nick string
			}
			return []any{&User{}}
		}),
	}
}
