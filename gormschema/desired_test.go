package gormschema_test

import (
	"context"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"gorm.io/gorm"
	"gorm.io/gorm/schema"
	"gorm.io/gorm/utils/tests"

	"github.com/gmig/gmig/gormschema"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

func TestDesiredIsWhatAutoMigrateMakes(t *testing.T) {
	onEngines(t, func(t *testing.T, e testEngine) {
		for name, models := range modelSets() {
			t.Run(name, func(t *testing.T) {
				db := e.open(t, gorm.Config{})
				want := e.desired(t, db, models...)
				if got := e.live(t, db); len(got.Tables) > 0 {
					t.Fatalf("the live database has tables now: %v", got.Tables[0].Name)
				}
				if err := db.AutoMigrate(models...); err != nil {
					t.Fatal(err)
				}
				sameEngine(t, "AutoMigrate's database", want, e.live(t, db))
				sameEngine(t, "desired beside live tables", want, e.desired(t, db, models...))
			})
		}
	})
}

func TestFileFormsCompileToTheSameSchema(t *testing.T) {
	sets := modelSets()
	sets["a circle"] = []any{tests.Parent{}, tests.Child{}}
	sets["one table of two structs"] = []any{Customer{}, CustomerLogin{}}
	onEngines(t, func(t *testing.T, e testEngine) {
		for name, models := range sets {
			t.Run(name, func(t *testing.T) {
				db := e.open(t, gorm.Config{})
				want := e.desired(t, db, models...)
				e.compile(t, db, want)
				sameEngine(t, "the compiled schema", want, e.live(t, db))
			})
		}
	})
}

func TestDesiredHonoursTheConfiguration(t *testing.T) {
	onEngines(t, func(t *testing.T, e testEngine) {
		for name, config := range map[string]gorm.Config{
			"names":           {NamingStrategy: schema.NamingStrategy{TablePrefix: "shop_", SingularTable: true}},
			"no foreign keys": {DisableForeignKeyConstraintWhenMigrating: true},
			"no relations":    {IgnoreRelationshipsWhenMigrating: true},
			"prepared":        {PrepareStmt: true},
			"dry run":         {DryRun: true},
		} {
			t.Run(name, func(t *testing.T) {
				models := []any{Category{}, Blog{}, Post{}, Comment{}}
				db := e.open(t, config)
				want := e.desired(t, db, models...)
				db.Config.DryRun = false
				if err := db.AutoMigrate(models...); err != nil {
					t.Fatal(err)
				}
				sameEngine(t, "AutoMigrate's database", want, e.live(t, db))
			})
		}
	})
}

// mapsPlugin is a plugin of an application: it brings the serializer that a
// model needs.
type mapsPlugin struct{}

func (mapsPlugin) Name() string { return "maps" }

func (mapsPlugin) Initialize(*gorm.DB) error {
	schema.RegisterSerializer("of-the-plugin", schema.JSONSerializer{})
	return nil
}

func TestDesiredHonoursAPluginAndItsSerializer(t *testing.T) {
	type Page struct {
		ID   uint
		Tags map[string]int `gorm:"serializer:of-the-plugin"`
	}
	onEngines(t, func(t *testing.T, e testEngine) {
		db := e.open(t, gorm.Config{})
		if err := db.Use(mapsPlugin{}); err != nil {
			t.Fatal(err)
		}
		want := e.desired(t, db, Page{})
		if table := want.Table("pages"); table == nil || table.Column("tags") < 0 {
			t.Errorf("the table: %+v", table)
		}
		if err := db.AutoMigrate(Page{}); err != nil {
			t.Fatal(err)
		}
		sameEngine(t, "AutoMigrate's database", want, e.live(t, db))
	})
}

func TestDesiredHonoursSetupJoinTable(t *testing.T) {
	onEngines(t, func(t *testing.T, e testEngine) {
		db := e.open(t, gorm.Config{})
		if err := db.SetupJoinTable(&Student{}, "Courses", &Enrolment{}); err != nil {
			t.Fatal(err)
		}
		table := e.desired(t, db, Student{}, Course{}).Table("enrolments")
		if table == nil || table.Column("grade") < 0 || len(table.ForeignKeys) != 2 {
			t.Errorf("the join table: %+v", table)
		}
	})
}

func TestDesiredHonoursTableOptions(t *testing.T) {
	e := sqliteEngine()
	db := e.open(t, gorm.Config{}).Set("gorm:table_options", " WITHOUT ROWID")
	if table := e.desired(t, db, Blog{}).Table("blogs"); !strings.EqualFold(strings.TrimSpace(table.Options), "WITHOUT ROWID") {
		t.Errorf("options: %q", table.Options)
	}
}

type (
	Customer struct {
		ID   uint
		Name string
	}
	// CustomerLogin is what another package knows of a customer.
	CustomerLogin struct {
		ID       uint
		Password string `gorm:"size:60;uniqueIndex"`
		BlogHost string
		BlogLang string
		Blog     Blog `gorm:"foreignKey:BlogHost,BlogLang"`
	}
)

func (CustomerLogin) TableName() string { return "customers" }

func TestStructsOnOneTableAddUp(t *testing.T) {
	onEngines(t, func(t *testing.T, e testEngine) {
		for _, models := range [][]any{{Customer{}, CustomerLogin{}}, {CustomerLogin{}, Customer{}}} {
			table := e.desired(t, e.open(t, gorm.Config{}), models...).Table("customers")
			for _, column := range []string{"id", "name", "password", "blog_host"} {
				if table.Column(column) < 0 {
					t.Errorf("%T first: no column %q", models[0], column)
				}
			}
			if len(table.Indexes) != 1 || len(table.ForeignKeys) != 1 {
				t.Errorf("%T first: %d indexes, %d foreign keys", models[0], len(table.Indexes), len(table.ForeignKeys))
			}
		}
	})
}

func TestAJoinModelWinsWhateverTheOrder(t *testing.T) {
	onEngines(t, func(t *testing.T, e testEngine) {
		for _, models := range [][]any{{Student{}, Course{}, Enrolment{}}, {Enrolment{}, Course{}, Student{}}} {
			table := e.desired(t, e.open(t, gorm.Config{}), models...).Table("enrolments")
			if table.Column("grade") < 0 {
				t.Errorf("%T first: the derived join table won", models[0])
			}
		}
	})
}

type (
	Left struct {
		ID   uint
		Name string `gorm:"uniqueIndex:idx_name"`
	}
	Right struct {
		ID   uint
		Name string `gorm:"uniqueIndex:idx_name"`
	}
)

func TestAnIndexNameOnTwoTablesIsSaid(t *testing.T) {
	onEngines(t, func(t *testing.T, e testEngine) {
		db := e.open(t, gorm.Config{})
		result, err := gormschema.Desired(context.Background(), db, e.dialect, []any{Left{}, Right{}}, gormschema.Options{})
		said := ""
		if err != nil {
			said = err.Error()
		} else {
			said = strings.Join(result.Warnings, "\n")
		}
		for _, word := range []string{`"idx_name"`, `"lefts"`, `"rights"`} {
			if !strings.Contains(said, word) {
				t.Errorf("%s is not in %q", word, said)
			}
		}
		if (err != nil) != (e.dialect.Name() == "sqlite") {
			t.Errorf("error: %v", err)
		}
	})
}

// TestForeignKeysOfOneNameKeepTheirActions is about SQLite: PostgreSQL takes a
// name once.
func TestForeignKeysOfOneNameKeepTheirActions(t *testing.T) {
	type Leaf struct {
		ID     uint
		TreeID uint
	}
	type Tree struct {
		ID     uint
		Leaves []Leaf `gorm:"constraint:fk_leaf,OnDelete:SET NULL"`
		Last   *Leaf  `gorm:"constraint:fk_leaf,OnDelete:CASCADE"`
	}
	e := sqliteEngine()
	for range 8 { // GORM keeps relations in a map.
		var actions []string
		for _, key := range e.desired(t, e.open(t, gorm.Config{}), Leaf{}, Tree{}).Table("leafs").ForeignKeys {
			actions = append(actions, key.Engine.Delete+" "+key.File.Delete)
		}
		if diff := gocmp.Diff([]string{"CASCADE CASCADE", "SET NULL SET NULL"}, actions); diff != "" {
			t.Fatalf("actions (-want +got):\n%s", diff)
		}
	}
}

func TestFileFormsSpeakTheModelsWords(t *testing.T) {
	onEngines(t, func(t *testing.T, e testEngine) {
		s := e.desired(t, e.open(t, gorm.Config{}), Everything{}, Category{}, Blog{}, Post{}, Comment{})
		table := s.Table("everythings")
		columns := map[string]*op.ColumnDef{}
		for _, c := range table.Columns {
			columns[c.Engine.Name] = c.File
		}
		want := map[string]*op.ColumnDef{
			"id":         op.Column("id", op.Uint(64)).AutoIncrement(),
			"audit_by":   op.Column("audit_by", op.Text),
			"pointer_at": op.Column("pointer_at", op.Time),
			"name":       op.Column("name", op.String(64)).NotNull().Comment("the 'name'"),
			"rank":       op.Column("rank", op.Int(64)).DefaultValue(7),
			"ratio":      op.Column("ratio", op.Float(64)).DefaultValue(1.5),
			"huge":       op.Column("huge", op.Uint(64)).DefaultValue(uint64(18)),
			"active":     op.Column("active", op.Bool).DefaultValue(true),
			"greeting":   op.Column("greeting", op.Text).NotNull().DefaultValue("it's"),
			"quoted":     op.Column("quoted", op.Text).DefaultValue("hello world"),
			"born":       op.Column("born", op.Time).Default("CURRENT_TIMESTAMP"),
			"price":      op.Column("price", op.Type("decimal(10,2)")),
			"settings":   op.Column("settings", op.Text),
			"raw":        op.Column("raw", op.Type("varchar(30)")).NotNull(),
			"MixedCase":  op.Column("MixedCase", op.Int(64)),
		}
		for name, column := range want {
			if diff := gocmp.Diff(column, columns[name]); diff != "" {
				t.Errorf("column %q: %s", name, diff)
			}
		}
		if columns["secret"] != nil {
			t.Error("a field without migration has a column")
		}
		indexes := map[string]*op.CreateIndexOp{}
		for _, i := range table.Indexes {
			indexes[i.File.Name] = i.File
		}
		for _, index := range []*op.CreateIndexOp{
			op.CreateIndex("idx_name_rank", "everythings").Keys(op.Key("rank").Order("DESC"), op.Key("name")),
			op.CreateIndex("idx_lower", "everythings").Keys(op.KeyExpr("lower(lower)")).Where("rank > 3"),
			op.CreateIndex("idx_everythings_email", "everythings", "email").Unique(),
			op.CreateIndex("idx_everything_with_a_name_that_is_longer_than_sixty_three_bytes_for_sure", "everythings", "long"),
		} {
			if diff := gocmp.Diff(index, indexes[index.Name]); diff != "" {
				t.Errorf("index %q: %s", index.Name, diff)
			}
		}
		sameFile(t, table.Uniques, op.Unique("uni_everythings_phone", "phone"))
		sameFile(t, table.Checks, op.Check("chk_everythings_age", "age > 13"),
			op.Check("weight_positive", "weight > 0 AND weight < 1000"))
		sameFile(t, s.Table("comments").ForeignKeys,
			op.ForeignKey("fk_of_its_own", "post_id").References("posts", "id").OnDelete("NO ACTION"))
		sameFile(t, s.Table("posts").ForeignKeys,
			op.ForeignKey("fk_categories_posts", "category_id").References("categories", "id").OnUpdate("CASCADE").OnDelete("CASCADE"),
			op.ForeignKey("fk_posts_blog", "blog_host", "blog_lang").References("blogs", "host", "lang"))
		sameFile(t, s.Table("categories").ForeignKeys,
			op.ForeignKey("fk_categories_children", "parent_id").References("categories", "id").OnDelete("SET NULL"))
	})
}

// sameFile compares the File side of pairs, in any order.
func sameFile[T interface {
	*V
	op.Constraint
}, V any](t *testing.T, pairs []inspect.Pair[T], want ...T) {
	t.Helper()
	got := map[string]T{}
	for _, p := range pairs {
		got[p.File.ConstraintName()] = p.File
	}
	wanted := map[string]T{}
	for _, w := range want {
		wanted[w.ConstraintName()] = w
	}
	if diff := gocmp.Diff(wanted, got); diff != "" {
		t.Error(diff)
	}
}
