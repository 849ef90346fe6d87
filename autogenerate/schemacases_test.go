package autogenerate_test

// A table in a schema of its own, as TableName says, before and after.

type billed struct {
	ID     uint
	Number string `gorm:"size:20"`
}

func (billed) TableName() string { return "billing.invoices" }

type billedUser struct {
	ID       uint
	Number   string `gorm:"size:40;uniqueIndex;not null"`
	Total    int    `gorm:"default:3;check:total > 0"`
	ParentID *uint
	Parent   *billedUser
	UserID   *uint
	User     *billedTo
}

func (billedUser) TableName() string { return "billing.invoices" }

type billedTo struct {
	ID   uint
	Name string
}

func (billedTo) TableName() string { return "users" }

// schemaPairs are changes of tables in other schemas.
func schemaPairs() []pair {
	given, schemas := []string{"CREATE SCHEMA billing"}, []string{"billing"}
	return []pair{{
		name: "a table in another schema comes and goes", only: "postgres", given: given, schemas: schemas,
		before: plainUser,
		after:  func() []any { return []any{&billedTo{}, &billedUser{}} },
		up:     []string{`create table "billing.invoices"`, `create index "idx_billing_invoices_number" on table "billing.invoices"`},
		down:   []string{`drop table "billing.invoices"`},
		rows:   twoUsers, rowsLeft: adaIsOne,
	}, {
		name: "a table in another schema changes", only: "postgres", given: given, schemas: schemas,
		before: func() []any { return []any{&billedTo{}, &billed{}} },
		after:  func() []any { return []any{&billedTo{}, &billedUser{}} },
		up: []string{
			`add column "total" to table "billing.invoices"`, `add column "parent_id" to table "billing.invoices"`,
			`add column "user_id" to table "billing.invoices"`, `alter column "number" of table "billing.invoices"`,
			`add check "chk_billing_invoices_total" to table "billing.invoices"`,
			`create index "idx_billing_invoices_number" on table "billing.invoices"`,
			`add foreign key "fk_billing_invoices_parent" to table "billing.invoices"`,
			`add foreign key "fk_billing_invoices_user" to table "billing.invoices"`,
		},
		down: []string{
			`drop foreign key "fk_billing_invoices_parent" of table "billing.invoices"`,
			`drop foreign key "fk_billing_invoices_user" of table "billing.invoices"`,
			`drop index "idx_billing_invoices_number" of table "billing.invoices"`,
			`drop check "chk_billing_invoices_total" of table "billing.invoices"`,
			`alter column "number" of table "billing.invoices"`,
			`drop column "total" of table "billing.invoices"`, `drop column "parent_id" of table "billing.invoices"`,
			`drop column "user_id" of table "billing.invoices"`,
		},
		rows:     []string{"INSERT INTO billing.invoices (number) VALUES ('a')"},
		rowsLeft: "SELECT count(*) FROM billing.invoices WHERE number = 'a'",
	}}
}
