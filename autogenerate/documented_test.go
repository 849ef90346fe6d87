package autogenerate_test

import (
	"context"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	gorms "gorm.io/gorm/schema"
	"gorm.io/gorm/utils/tests"

	"github.com/gmig/gmig/internal/counts"
)

// documentedTags are the settings of fields, indexes and associations that GORM's
// documentation lists, on its pages on models, indexes, constraints, associations
// and polymorphism.
const documentedTags = `
COLUMN TYPE SERIALIZER SIZE PRIMARYKEY UNIQUE DEFAULT PRECISION SCALE NOT_NULL AUTOINCREMENT AUTOINCREMENTINCREMENT EMBEDDED
EMBEDDEDPREFIX AUTOCREATETIME AUTOUPDATETIME INDEX UNIQUEINDEX CHECK <- -> - COMMENT
INDEX:CLASS INDEX:TYPE INDEX:WHERE INDEX:COMMENT INDEX:EXPRESSION INDEX:SORT INDEX:COLLATE INDEX:LENGTH INDEX:OPTION INDEX:PRIORITY
INDEX:COMPOSITE INDEX:UNIQUE
FOREIGNKEY REFERENCES POLYMORPHIC POLYMORPHICTYPE POLYMORPHICID POLYMORPHICVALUE MANY2MANY JOINFOREIGNKEY JOINREFERENCES CONSTRAINT
CONSTRAINT:ONUPDATE CONSTRAINT:ONDELETE`

type (
	tagged struct {
		Number   uint64         `gorm:"primaryKey;autoIncrement;autoIncrementIncrement:10"`
		Name     string         `gorm:"column:full_name;size:60;not null;default:nobody;comment:what it's called"`
		Mail     string         `gorm:"type:varchar(80);unique"`
		Price    float64        `gorm:"precision:12;scale:3;default:0"`
		At       time.Time      `gorm:"precision:3;default:CURRENT_TIMESTAMP"`
		Words    []string       `gorm:"serializer:json"`
		Blob     map[string]any `gorm:"serializer:gob"`
		Seen     int64          `gorm:"serializer:unixtime;type:time"`
		Created  int64          `gorm:"autoCreateTime"`
		Changed  int64          `gorm:"autoUpdateTime:milli"`
		Touched  int64          `gorm:"autoUpdateTime:nano"`
		Once     string         `gorm:"<-:create"`
		Hidden   string         `gorm:"->:false;<-:create"`
		Shown    string         `gorm:"->"`
		Ignored  string         `gorm:"-"`
		Nowhere  string         `gorm:"-:all"`
		Handmade string         `gorm:"-:migration"`
		Home     taggedPlace    `gorm:"embedded;embeddedPrefix:home_"`
		Code     string         `gorm:"index;index:by_code_and_rank,unique,priority:2;index:,class:UNIQUE,where:code <> 'x',composite:once"`
		Rank     int            `gorm:"index:by_code_and_rank,unique,priority:1,sort:desc;check:rank > 13;check:low_rank,rank < 99"`
		Area     int            `gorm:"index:,expression:abs(area),comment:hello \\\\, world;uniqueIndex:area_once"`
		Text     string         `gorm:"index:,length:10"`
		Toys     []taggedToy    `gorm:"polymorphic:Owner;polymorphicValue:master"`
		Tools    []taggedToy    `gorm:"polymorphicType:Kind;polymorphicId:KeeperID;polymorphicValue:keeper"`
		Friends  []*tagged      `gorm:"many2many:tagged_friends;joinForeignKey:TaggedNumber;joinReferences:FriendNumber;constraint:OnDelete:CASCADE"`
		BossCode string         `gorm:"size:20"`
		Boss     *taggedBoss    `gorm:"foreignKey:BossCode;references:Code;constraint:OnUpdate:CASCADE,OnDelete:SET NULL"`
	}
	taggedPlace struct{ City, Zip string }
	taggedToy   struct {
		ID        uint
		OwnerID   uint64
		OwnerType string
		KeeperID  uint64
		Kind      string
	}
	taggedBoss struct {
		ID   uint
		Code string `gorm:"size:20;unique"`
	}
	// What an index has on one engine alone.
	taggedOnPostgres struct {
		ID   uint
		Name string `gorm:"index:,type:hash"`
		Text string `gorm:"index:,type:btree,collate:\"C\",sort:desc NULLS LAST,option:INCLUDE (note)"`
		Note string `gorm:"index:,option:CONCURRENTLY"`
	}
	taggedOnSQLite struct {
		ID   uint
		Name string `gorm:"index:,collate:NOCASE"`
	}
)

func documented(engine string) []any {
	both := []any{&tagged{}, &taggedToy{}, &taggedBoss{}}
	if engine == "postgres" {
		return append(both, &taggedOnPostgres{})
	}
	return append(both, &taggedOnSQLite{})
}

// TestEveryDocumentedTagIsThere looks whether the models have all of the tags
// that GORM's documentation lists.
func TestEveryDocumentedTagIsThere(t *testing.T) {
	used := map[string]bool{}
	for _, model := range append(documented("postgres"), documented("sqlite")...) {
		for _, field := range reflect.VisibleFields(reflect.TypeOf(model).Elem()) {
			tag := field.Tag.Get("gorm")
			for name, value := range gorms.ParseTagSetting(tag, ";") {
				name = strings.ReplaceAll(name, " ", "_")
				used[name] = true
				if name == "CONSTRAINT" {
					for setting := range gorms.ParseTagSetting(value, ",") {
						used[name+":"+setting] = true
					}
				}
			}
			for _, index := range strings.Split(tag, ";") {
				if _, settings, found := strings.Cut(index, ","); found && strings.HasPrefix(index, "index:") {
					for setting := range gorms.ParseTagSetting(settings, ",") {
						used["INDEX:"+setting] = true
					}
				}
			}
		}
	}
	for _, name := range strings.Fields(documentedTags) {
		if !used[name] {
			t.Errorf("no field has the tag %s: those that are used are %q", name, slices.Sorted(maps.Keys(used)))
		}
	}
	counts.Say(t, "%d tags of the documentation", len(strings.Fields(documentedTags)))
}

// TestWhatAutoMigrateMadeIsNoDifference compares AutoMigrate's own database with
// the models, and lets AutoMigrate run on one that gmig made: it may change
// nothing that it does not also change on its own.
func TestWhatAutoMigrateMadeIsNoDifference(t *testing.T) {
	gormsOwn := []any{&tests.User{}, &tests.Account{}, &tests.Pet{}, &tests.Company{}, &tests.Toy{}, &tests.Tools{}, &tests.Language{},
		&tests.Coupon{}, &tests.CouponProduct{}, &tests.Order{}, &tests.Parent{}, &tests.Child{}}
	for _, e := range bothEngines() {
		for name, models := range map[string][]any{"gorm's own tests": gormsOwn, "every documented tag": documented(e.name)} {
			t.Run(name+"/"+e.name, func(t *testing.T) {
				t.Parallel()
				own := newDatabase(t, e)
				autoMigratedOn(t, own.DB, models)
				if script := own.compare(models); !script.Empty() {
					t.Errorf("AutoMigrate's database differs: %q", script.Changes)
				}
				ours := newDatabase(t, e)
				ours.upgrade(ours.compare(models))
				if diff := cmp.Diff(schema(t, own.DB), schema(t, ours.DB)); diff != "" {
					t.Errorf("the upgraded schema is not AutoMigrate's (-want +got):\n%s", diff)
				}
				unchanged := alterations(t, own, models)
				for _, statement := range alterations(t, ours, models) {
					if !slices.Contains(unchanged, statement) {
						t.Errorf("AutoMigrate runs %s, on its own database %q", statement, unchanged)
					}
				}
				counts.Say(t, "%d tables, %d objects; AutoMigrate changes its own in %d statements", len(models), len(schema(t, ours.DB)), len(unchanged))
			})
		}
	}
}

// alterations lets GORM migrate the models again, and returns what it runs that
// changes the schema.
func alterations(t *testing.T, db *database, models []any) []string {
	t.Helper()
	log := &changeLog{Interface: logger.Discard}
	if err := db.Session(&gorm.Session{Logger: log}).AutoMigrate(models...); err != nil {
		t.Fatal(err)
	}
	return log.statements
}

// changeLog keeps the statements that change a schema. Of a table that GORM makes
// anew on SQLite it keeps that it does: the columns have another order.
type changeLog struct {
	logger.Interface
	statements []string
}

var (
	changing = regexp.MustCompile(`(?i)^\s*(CREATE|ALTER|DROP|COMMENT)\s`)
	anew     = regexp.MustCompile("(?s)(`[^`]*__temp`).*")
)

func (l *changeLog) LogMode(logger.LogLevel) logger.Interface { return l }

func (l *changeLog) Trace(_ context.Context, _ time.Time, sql func() (string, int64), _ error) {
	if text, _ := sql(); changing.MatchString(text) {
		l.statements = append(l.statements, anew.ReplaceAllString(strings.Join(strings.Fields(text), " "), "$1"))
	}
}
