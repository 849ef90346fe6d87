package gormschema_test

import (
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"github.com/gmig/gmig/op"
)

type (
	// Document has what only PostgreSQL has.
	Document struct {
		ID     int64     `gorm:"primaryKey;generated:identity always"`
		Key    string    `gorm:"type:uuid;default:gen_random_uuid()"`
		Body   string    `gorm:"type:jsonb;index:idx_body,type:gin,expression:body jsonb_path_ops"`
		Title  string    `gorm:"type:varchar(80) COLLATE \"C\";index:idx_title,collate:\"POSIX\""`
		Words  int       `gorm:"index:idx_words,option:INCLUDE (title) WITH (fillfactor=70)"`
		Twice  int       `gorm:"generated:words * 2"`
		Half   int       `gorm:"type:int GENERATED ALWAYS AS (words / 2) STORED"`
		Tags   string    `gorm:"type:text[]"`
		Mail   string    `gorm:"type:citext;uniqueIndex:idx_mail,option:CONCURRENTLY"`
		Mood   string    `gorm:"type:mood;default:ok"`
		Number uint      `gorm:"type:bigserial"`
		Wait   string    `gorm:"type:interval;default:'1 day'"`
		Cased  string    `gorm:"index:idx_cased,expression:lower(cased),sort:desc,where:words > 3"`
		Due    time.Time `gorm:"type:date;not null;default:now()"`
		Code   string    `gorm:"type:char(3) NOT NULL DEFAULT 'abc'"`
	}

	Tenant struct {
		ID   uint
		Name string
	}
	Bill struct {
		ID       uint
		Number   string `gorm:"uniqueIndex;check:number <> ''"`
		TenantID uint
		Tenant   Tenant
		ParentID *uint
		Parent   *Bill
	}
)

func (Tenant) TableName() string { return "public.tenants" }
func (Bill) TableName() string   { return "billing.bills" }

// withTypes makes the types and schemas that the models of these tests need.
func withTypes(t *testing.T, db *gorm.DB) {
	t.Helper()
	for _, statement := range []string{
		`CREATE EXTENSION IF NOT EXISTS citext`, `CREATE TYPE mood AS ENUM ('sad', 'ok')`, `CREATE SCHEMA billing`,
	} {
		if err := db.Exec(statement).Error; err != nil {
			t.Fatal(err)
		}
	}
}

func TestDesiredKnowsWhatOnlyPostgresHas(t *testing.T) {
	e := postgresEngine()
	db := e.open(t, gorm.Config{})
	withTypes(t, db)
	want := e.desired(t, db, Document{})
	second := e.open(t, gorm.Config{})
	withTypes(t, second)
	e.compile(t, second, want)
	sameEngine(t, "the compiled schema", want, e.live(t, second))
	if err := db.AutoMigrate(Document{}); err != nil {
		t.Fatal(err)
	}
	sameEngine(t, "AutoMigrate's database", want, e.live(t, db))

	table := want.Table("documents")
	columns := map[string]*op.ColumnDef{}
	for _, c := range table.Columns {
		columns[c.Engine.Name] = c.File
	}
	for _, column := range []*op.ColumnDef{
		op.Column("id", op.Int(64)).Identity("ALWAYS"),
		op.Column("key", op.Type("uuid")).Default("gen_random_uuid()"),
		op.Column("title", op.Type("varchar(80)")).Collate("C"),
		op.Column("twice", op.Int(64)).Generated("words * 2"),
		op.Column("half", op.Type("int")).Generated("words / 2"),
		op.Column("tags", op.Type("text[]")),
		op.Column("mood", op.Type("mood")).DefaultValue("ok"),
		op.Column("number", op.Type("bigserial")),
		op.Column("due", op.Type("date")).NotNull().Default("now()"),
	} {
		if diff := gocmp.Diff(column, columns[column.Name]); diff != "" {
			t.Errorf("column %q: %s", column.Name, diff)
		}
	}
	indexes := map[string]*op.CreateIndexOp{}
	for _, i := range table.Indexes {
		indexes[i.Engine.Name] = i.File
	}
	for _, index := range []*op.CreateIndexOp{
		op.CreateIndex("idx_body", "documents").Using("gin").Keys(op.Key("body").Class("jsonb_path_ops")),
		op.CreateIndex("idx_title", "documents").Keys(op.Key("title").Collate("POSIX")),
		op.CreateIndex("idx_words", "documents", "words").Option("INCLUDE (title) WITH (fillfactor=70)"),
		op.CreateIndex("idx_mail", "documents", "mail").Unique().Concurrently(),
		op.CreateIndex("idx_cased", "documents").Keys(op.KeyExpr("lower(cased)").Order("DESC")).Where("words > 3"),
	} {
		if diff := gocmp.Diff(index, indexes[index.Name]); diff != "" {
			t.Errorf("index %q: %s", index.Name, diff)
		}
	}
}

func TestDesiredOfQualifiedTablesIsNotTheLiveOne(t *testing.T) {
	e := postgresEngine()
	db := e.open(t, gorm.Config{})
	withTypes(t, db)
	models := []any{Tenant{}, Bill{}}
	if err := db.AutoMigrate(models...); err != nil {
		t.Fatal(err)
	}
	made := e.live(t, db, "billing", "public", "nowhere")
	for _, statement := range []string{`ALTER TABLE billing.bills ADD old text`, `DROP INDEX billing.idx_billing_bills_number`} {
		if err := db.Exec(statement).Error; err != nil {
			t.Fatal(err)
		}
	}
	got := e.desired(t, db, models...)
	sameEngine(t, "AutoMigrate's database", made, got)
	key := op.ForeignKey("fk_billing_bills_parent", "parent_id").References("billing.bills", "id")
	tenant := op.ForeignKey("fk_billing_bills_tenant", "tenant_id").References("tenants", "id")
	sameFile(t, got.Table("billing.bills").ForeignKeys, key, tenant)
	for _, index := range got.Table("billing.bills").Indexes {
		if index.File.Table != "billing.bills" {
			t.Errorf("index %q is on table %q", index.File.Name, index.File.Table)
		}
	}
}
