package autogenerate_test

// foreignKeyPairs change foreign keys between tables that stay.
func foreignKeyPairs() []pair {
	return []pair{{
		name: "a foreign key comes on a column that is there",
		before: func() []any {
			type Team struct{ ID uint }
			type User struct {
				ID     uint
				Name   string
				TeamID *uint
			}
			return []any{&Team{}, &User{}}
		},
		after: func() []any {
			type Team struct{ ID uint }
			type User struct {
				ID     uint
				Name   string
				TeamID *uint
				Team   *Team
			}
			return []any{&Team{}, &User{}}
		},
		up:   []string{`add foreign key "fk_users_team" to table "users"`},
		down: []string{`drop foreign key "fk_users_team" of table "users"`},
		rows: []string{`INSERT INTO teams (id) VALUES (1)`, `INSERT INTO users (name, team_id) VALUES ('ada', NULL)`}, rowsLeft: adaIsOne,
	}, {
		name: "a foreign key is no longer wanted",
		before: func() []any {
			type Team struct{ ID uint }
			type User struct {
				ID     uint
				Name   string
				TeamID *uint
				Team   *Team
			}
			return []any{&Team{}, &User{}}
		},
		after: func() []any {
			type Team struct{ ID uint }
			type User struct {
				ID     uint
				Name   string
				TeamID *uint
				Team   *Team `gorm:"constraint:-"`
			}
			return []any{&Team{}, &User{}}
		},
		up:   []string{`drop foreign key "fk_users_team" of table "users"`},
		down: []string{`add foreign key "fk_users_team" to table "users"`},
		rows: []string{`INSERT INTO teams (id) VALUES (1)`, `INSERT INTO users (name, team_id) VALUES ('ada', NULL)`}, rowsLeft: adaIsOne,
	}, {
		name: "a foreign key is deferred",
		before: func() []any {
			type Team struct{ ID uint }
			type User struct {
				ID     uint
				Name   string
				TeamID *uint
				Team   *Team `gorm:"constraint:OnDelete:CASCADE"`
			}
			return []any{&Team{}, &User{}}
		},
		after: func() []any {
			type Team struct{ ID uint }
			type User struct {
				ID     uint
				Name   string
				TeamID *uint
				Team   *Team `gorm:"constraint:OnDelete:CASCADE DEFERRABLE INITIALLY DEFERRED"`
			}
			return []any{&Team{}, &User{}}
		},
		up:   []string{`drop foreign key "fk_users_team" of table "users"`, `add foreign key "fk_users_team" to table "users"`},
		down: []string{`drop foreign key "fk_users_team" of table "users"`, `add foreign key "fk_users_team" to table "users"`},
		rows: []string{`INSERT INTO teams (id) VALUES (1)`, `INSERT INTO users (name, team_id) VALUES ('ada', NULL)`}, rowsLeft: adaIsOne,
	}, {
		name: "a foreign key is deferred later",
		before: func() []any {
			type Team struct{ ID uint }
			type User struct {
				ID     uint
				Name   string
				TeamID *uint
				Team   *Team `gorm:"constraint:OnDelete:CASCADE DEFERRABLE INITIALLY DEFERRED"`
			}
			return []any{&Team{}, &User{}}
		},
		after: func() []any {
			type Team struct{ ID uint }
			type User struct {
				ID     uint
				Name   string
				TeamID *uint
				Team   *Team `gorm:"constraint:OnDelete:CASCADE DEFERRABLE"`
			}
			return []any{&Team{}, &User{}}
		},
		up:   []string{`drop foreign key "fk_users_team" of table "users"`, `add foreign key "fk_users_team" to table "users"`},
		down: []string{`drop foreign key "fk_users_team" of table "users"`, `add foreign key "fk_users_team" to table "users"`},
		rows: []string{`INSERT INTO teams (id) VALUES (1)`, `INSERT INTO users (name, team_id) VALUES ('ada', NULL)`}, rowsLeft: adaIsOne,
	}, {
		name: "a foreign key follows its target",
		before: func() []any {
			type Team struct{ ID uint }
			type User struct {
				ID     uint
				Name   string
				TeamID *uint
				Team   *Team
			}
			return []any{&Team{}, &User{}}
		},
		after: func() []any {
			type Team struct{ ID uint }
			type User struct {
				ID     uint
				Name   string
				TeamID *uint
				Team   *Team `gorm:"constraint:OnUpdate:CASCADE"`
			}
			return []any{&Team{}, &User{}}
		},
		up:   []string{`drop foreign key "fk_users_team" of table "users"`, `add foreign key "fk_users_team" to table "users"`},
		down: []string{`drop foreign key "fk_users_team" of table "users"`, `add foreign key "fk_users_team" to table "users"`},
		rows: []string{`INSERT INTO teams (id) VALUES (1)`, `INSERT INTO users (name, team_id) VALUES ('ada', NULL)`}, rowsLeft: adaIsOne,
	}, {
		name: "a foreign key gets another name",
		before: func() []any {
			type Team struct{ ID uint }
			type User struct {
				ID     uint
				Name   string
				TeamID *uint
				Team   *Team `gorm:"constraint:fk_one,OnDelete:SET NULL"`
			}
			return []any{&Team{}, &User{}}
		},
		after: func() []any {
			type Team struct{ ID uint }
			type User struct {
				ID     uint
				Name   string
				TeamID *uint
				Team   *Team `gorm:"constraint:fk_two,OnDelete:SET NULL"`
			}
			return []any{&Team{}, &User{}}
		},
		up:   []string{`rename constraint "fk_one" of table "users" to "fk_two"`},
		down: []string{`rename constraint "fk_two" of table "users" to "fk_one"`},
		rows: []string{`INSERT INTO teams (id) VALUES (1)`, `INSERT INTO users (name, team_id) VALUES ('ada', NULL)`}, rowsLeft: adaIsOne,
	}, {
		name: "a foreign key leads to another table",
		before: func() []any {
			type Team struct{ ID uint }
			type User struct {
				ID     uint
				Name   string
				TeamID *uint
				Team   *Team
			}
			return []any{&Team{}, &User{}}
		},
		after: func() []any {
			type Team struct{ ID uint }
			type Club struct{ ID uint }
			type User struct {
				ID     uint
				Name   string
				TeamID *uint
				Team   *Club
			}
			return []any{&Team{}, &Club{}, &User{}}
		},
		up:   []string{`drop foreign key "fk_users_team" of table "users"`, `create table "clubs"`, `add foreign key "fk_users_team" to table "users"`},
		down: []string{`drop foreign key "fk_users_team" of table "users"`, `drop table "clubs"`, `add foreign key "fk_users_team" to table "users"`},
		rows: []string{`INSERT INTO teams (id) VALUES (1)`, `INSERT INTO users (name, team_id) VALUES ('ada', NULL)`}, rowsLeft: adaIsOne,
	}, {
		name: "a foreign key leads to a unique column",
		before: func() []any {
			type Owner struct {
				ID   uint
				Code string `gorm:"size:12"`
			}
			type Thing struct {
				ID        uint
				OwnerCode string `gorm:"size:12"`
			}
			return []any{&Owner{}, &Thing{}}
		},
		after: func() []any {
			type Owner struct {
				ID   uint
				Code string `gorm:"size:12;unique"`
			}
			type Thing struct {
				ID        uint
				OwnerCode string `gorm:"size:12"`
				Owner     *Owner `gorm:"foreignKey:OwnerCode;references:Code"`
			}
			return []any{&Owner{}, &Thing{}}
		},
		up:   []string{`add unique constraint "uni_owners_code" to table "owners"`, `add foreign key "fk_things_owner" to table "things"`},
		down: []string{`drop foreign key "fk_things_owner" of table "things"`, `drop unique constraint "uni_owners_code" of table "owners"`},
		rows: []string{`INSERT INTO owners (code) VALUES ('a')`, `INSERT INTO things (owner_code) VALUES ('a')`}, rowsLeft: "SELECT count(*) FROM things",
	}, {
		name: "the foreign keys of a join table change",
		before: func() []any {
			type Tag struct{ ID uint }
			type User struct {
				ID   uint
				Name string
				Tags []Tag `gorm:"many2many:user_tags"`
			}
			return []any{&User{}, &Tag{}}
		},
		after: func() []any {
			type Tag struct{ ID uint }
			type User struct {
				ID   uint
				Name string
				Tags []Tag `gorm:"many2many:user_tags;constraint:OnDelete:CASCADE"`
			}
			return []any{&User{}, &Tag{}}
		},
		up:   []string{`drop foreign key "fk_user_tags_tag" of table "user_tags"`, `drop foreign key "fk_user_tags_user" of table "user_tags"`, `add foreign key "fk_user_tags_tag" to table "user_tags"`, `add foreign key "fk_user_tags_user" to table "user_tags"`},
		down: []string{`drop foreign key "fk_user_tags_tag" of table "user_tags"`, `drop foreign key "fk_user_tags_user" of table "user_tags"`, `add foreign key "fk_user_tags_tag" to table "user_tags"`, `add foreign key "fk_user_tags_user" to table "user_tags"`},
		rows: twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "tables that are there come to refer to each other",
		before: func() []any {
			type Team struct{ ID uint }
			type Member struct{ ID uint }
			return []any{&Team{}, &Member{}}
		},
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
		up:   []string{`add column "team_id" to table "members"`, `add column "captain_id" to table "teams"`, `add foreign key "fk_members_team" to table "members"`, `add foreign key "fk_members_led" to table "teams"`},
		down: []string{`drop foreign key "fk_members_team" of table "members"`, `drop foreign key "fk_members_led" of table "teams"`, `drop column "team_id" of table "members"`, `drop column "captain_id" of table "teams"`},
		rows: []string{`INSERT INTO teams (id) VALUES (1)`}, rowsLeft: "SELECT count(*) FROM teams",
	}}
}
