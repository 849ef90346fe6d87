package autogenerate_test

import (
	"database/sql/driver"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"
	gormschema "gorm.io/gorm/schema"
	"gorm.io/gorm/utils/tests"

	"github.com/gmig/gmig/internal/counts"
)

// wildCase is something that the models of real applications do.
type wildCase struct {
	name     string
	only     string // the engine, empty for both
	versions [][]any
}

func wildCases() []wildCase {
	return []wildCase{
		{name: "a foreign key known from the parent only", versions: wildParents()},
		{name: "a column type that depends on the dialect and on another package's tag", versions: wildTypes()},
		{name: "a foreign key that takes the type of the key, and not its own", versions: wildForeignKeys()},
		{name: "a key that gains a column and changes its type", versions: wildKeys()},
		{name: "the types that GORM alters at every start", only: "postgres", versions: wildAltered()},
		{name: "partial indexes that GORM names, comments, and columns of another case", versions: wildIndexes()},
		{name: "collations of indexes", only: "sqlite", versions: wildCollations()},
		{name: "embedded pointers to structs of other packages, and generated structs", versions: wildEmbedded()},
	}
}

// TestWhatRealModelsDoChangesAsAutoMigrateMakesIt goes through the versions of
// each case and back. At each the database is what AutoMigrate makes, there is
// nothing to do, neither for gmig nor after AutoMigrate has run beside it, as
// applications do that call it at every start.
func TestWhatRealModelsDoChangesAsAutoMigrateMakesIt(t *testing.T) {
	counts.Say(t, "%d things that models of real applications do", len(wildCases()))
	for _, c := range wildCases() {
		for _, e := range bothEngines() {
			if c.only != "" && c.only != e.name {
				continue
			}
			t.Run(c.name+"/"+e.name, func(t *testing.T) {
				t.Parallel()
				db := newDatabase(t, e)
				was := []map[string]any{schema(t, db.DB)}
				for n, models := range c.versions {
					db.upgrade(db.compare(models))
					was = append(was, schema(t, db.DB))
					if diff := cmp.Diff(autoMigrated(t, e, models), was[n+1]); diff != "" {
						t.Errorf("version %d is not what AutoMigrate makes (-want +got):\n%s", n+1, diff)
					}
					if again := db.compare(models); !again.Empty() {
						t.Errorf("version %d, compared again: %q", n+1, again.Changes)
					}
				}
				for n := len(c.versions) - 1; n >= 0; n-- {
					db.downgrade()
					if diff := cmp.Diff(was[n], schema(t, db.DB)); diff != "" {
						t.Errorf("the way back to version %d (-want +got):\n%s", n, diff)
					}
				}
				models := c.versions[len(c.versions)-1]
				own := newDatabase(t, e)
				for start := range 3 {
					if err := own.AutoMigrate(models...); err != nil && start == 0 {
						// Parents that alone know a foreign key are more than AutoMigrate
						// can order.
						own.DisableForeignKeyConstraintWhenMigrating = true
						err = own.AutoMigrate(models...)
						own.DisableForeignKeyConstraintWhenMigrating = false
						if err != nil {
							t.Fatal(err)
						}
					} else if err != nil {
						t.Fatal(err)
					}
				}
				if script := own.compare(models); !script.Empty() {
					t.Errorf("on a database that AutoMigrate has gone over three times: %q", script.Changes)
				}
			})
		}
	}
}

func wildParents() [][]any {
	type Line struct {
		ID      uint
		OrderID uint
		Number  int
	}
	type Order struct {
		ID    uint
		Lines []Line `gorm:"constraint:OnDelete:CASCADE"`
	}
	type Client struct {
		ID     uint
		Orders []*Order `gorm:"many2many:client_orders"`
		Latest *Line    `gorm:"foreignKey:Number"`
	}
	return [][]any{{&Line{}}, {&Line{}, &Order{}}, {&Client{}, &Line{}, &Order{}}}
}

// wildTags is a list whose column type is each dialect's own, and may be said by
// a tag that GORM does not know.
type wildTags []string

func (wildTags) GormDataType() string { return "tags" }

func (wildTags) GormDBDataType(db *gorm.DB, field *gormschema.Field) string {
	if said := field.Tag.Get("column"); said != "" {
		return said
	}
	if db.Dialector.Name() == "postgres" {
		return "text[]"
	}
	return "JSON"
}

func (l wildTags) Value() (driver.Value, error) { return strings.Join(l, ","), nil }

func (l *wildTags) Scan(v any) error { *l = strings.Split(fmt.Sprint(v), ","); return nil }

func wildTypes() [][]any {
	first := func() any {
		type Page struct {
			ID   uint
			Tags wildTags `gorm:"type:varchar(20)"` // which GormDBDataType overrides
			Note string
		}
		return &Page{}
	}
	second := func() any {
		type Page struct {
			ID   uint
			Tags wildTags `gorm:"type:varchar(20)" column:"varchar(80)"`
			Note wildTags
		}
		return &Page{}
	}
	return [][]any{{first()}, {second()}}
}

func wildForeignKeys() [][]any {
	type Owner struct {
		ID   uint
		Code string `gorm:"size:12;uniqueIndex"`
	}
	first := func() any {
		type Thing struct {
			ID      uint
			OwnerID string
			Owner   Owner
		}
		return &Thing{}
	}
	second := func() any {
		type Thing struct {
			ID        uint
			OwnerCode string
			Owner     Owner `gorm:"foreignKey:OwnerCode;references:Code"`
		}
		return &Thing{}
	}
	return [][]any{{first(), &Owner{}}, {&Owner{}, second()}}
}

func wildKeys() [][]any {
	first := func() any {
		type Rate struct {
			Country string `gorm:"primaryKey;size:2"`
			Value   float64
		}
		return &Rate{}
	}
	second := func() any {
		type Rate struct {
			Country string `gorm:"primaryKey;size:3"`
			Year    int    `gorm:"primaryKey;autoIncrement:false;default:2020"`
			Value   float64
		}
		return &Rate{}
	}
	third := func() any {
		type Rate struct {
			Year    int64  `gorm:"primaryKey;autoIncrement:false;default:2020"`
			Country string `gorm:"primaryKey;size:3"`
			Zone    *int   `gorm:"primaryKey;autoIncrement:false;default:1"`
			Value   float64
		}
		return &Rate{}
	}
	return [][]any{{first()}, {second()}, {third()}}
}

func wildAltered() [][]any {
	first := func() any {
		type Row struct {
			ID     uint
			Hash   string    `gorm:"type:char(64);not null"`
			Counts string    `gorm:"type:int[]"`
			Sizes  string    `gorm:"type:integer[]"`
			Words  string    `gorm:"type:varchar(20)[]"`
			Prices string    `gorm:"type:decimal(10,2)[];default:'{}'"`
			Rank   int       `gorm:"type:int4"`
			Ratio  float64   `gorm:"type:float8;default:0"`
			Cheap  bool      `gorm:"type:bool;default:false"`
			At     time.Time `gorm:"type:timestamptz;default:now()"`
			Due    time.Time `gorm:"type:timestamp"`
			Small  int       `gorm:"type:int2"`
			Code   *string   `gorm:"type:varchar(64);default:null;check:code NOT IN ('a', 'b') AND code <> ''"`
			Price  float64   `gorm:"type:dec(8,3)"`
			Doc    string    `gorm:"type:JSONB;default:'{}'"`
			Key    string    `gorm:"type:UUID;default:gen_random_uuid()"`
		}
		return &Row{}
	}
	second := func() any {
		type Row struct {
			ID     uint
			Hash   string `gorm:"type:char(40);not null"`
			Counts string `gorm:"type:bigint[]"`
			Sizes  string `gorm:"type:int[]"`
			Words  string `gorm:"type:text[]"`
			Prices string `gorm:"type:decimal(12,2)[]"`
			Rank   int    `gorm:"type:int8"`
			Ratio  float64
			Cheap  int       `gorm:"type:int"`
			At     time.Time `gorm:"type:timestamp"`
			Due    time.Time `gorm:"type:date"`
			Small  int       `gorm:"type:int2"`
			Code   *string   `gorm:"type:varchar(80);check:code NOT IN ('a', 'b') AND code <> ''"`
			Price  float64   `gorm:"type:dec(8,3)"`
			Doc    string    `gorm:"type:json"`
			Key    string    `gorm:"type:text"`
		}
		return &Row{}
	}
	return [][]any{{first()}, {second()}}
}

func wildIndexes() [][]any {
	first := func() any {
		type Member struct {
			ID        uint
			Tenant    string         `gorm:"size:20;index:,unique,composite:tenant_mail,where:deleted_at IS NULL;comment:the tenant"`
			Mail      string         `gorm:"size:60;index:,unique,composite:tenant_mail;comment:the address"`
			DeletedAt gorm.DeletedAt `gorm:"index;comment:when it went"`
			Name      string         `gorm:"column:userName;comment:it's \"quoted\""`
		}
		return &Member{}
	}
	second := func() any {
		type Member struct {
			ID        uint
			Tenant    string         `gorm:"size:20;index:,unique,composite:tenant_mail,where:deleted_at IS NOT NULL;comment:the tenant's"`
			Mail      string         `gorm:"size:60;index:,unique,composite:tenant_mail"`
			DeletedAt gorm.DeletedAt `gorm:"comment:when it went"`
			Name      string         `gorm:"column:username;comment:it's \"quoted\""`
		}
		return &Member{}
	}
	return [][]any{{first()}, {second()}}
}

func wildCollations() [][]any {
	first := func() any {
		type Artist struct {
			ID   uint
			Name string `gorm:"index:,collate:NOCASE;index:by_both,priority:1,collate:NOCASE"`
			Sort string `gorm:"index:by_both,priority:2,collate:RTRIM,sort:desc"`
		}
		return &Artist{}
	}
	second := func() any {
		type Artist struct {
			ID   uint
			Name string `gorm:"index:,collate:RTRIM;index:by_both,priority:1"`
			Sort string `gorm:"index:by_both,priority:2,collate:NOCASE"`
		}
		return &Artist{}
	}
	return [][]any{{first()}, {second()}}
}

// wildMessage is what generators of protobuf and swagger write: fields that are
// not exported, and tags that are not GORM's.
type wildMessage struct {
	state     struct{ flags int }
	sizeCache int32
	unknown   []byte
	Name      string `protobuf:"bytes,1,opt,name=name,proto3" json:"name,omitempty"`
	Total     *int64 `protobuf:"varint,2,opt,name=total" json:"total,omitempty" validate:"required"`
}

func (m *wildMessage) Reset() { m.state, m.sizeCache, m.unknown = struct{ flags int }{}, 0, nil }

func wildEmbedded() [][]any {
	first := func() any {
		type Job struct {
			*gorm.Model
			wildMessage
			Company *tests.Company `gorm:"embedded;embeddedPrefix:company_"`
		}
		return &Job{}
	}
	second := func() any {
		type Job struct {
			*gorm.Model
			*wildMessage
			Company tests.Company `gorm:"embedded;embeddedPrefix:firm_"`
		}
		return &Job{}
	}
	return [][]any{{first()}, {second()}}
}
