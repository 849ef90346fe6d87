package gormschema

import (
	"database/sql/driver"
	"errors"
	"log"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/utils/tests"
)

func anySQLite(t *testing.T) *gorm.DB {
	return openGORM(t, gormsqlite.Open(":memory:"), gorm.Config{})
}

// tableNames lists the tables of models with their structs.
func tableNames(t *testing.T, db *gorm.DB, models ...any) []string {
	t.Helper()
	all, err := Tables(db, models)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, m := range all {
		name := m.Table + " " + m.Type.Name()
		if m.Listed {
			name += " listed"
		}
		names = append(names, strings.Join(strings.Fields(name), " "))
	}
	return names
}

func TestTablesListsWhatRelationsReach(t *testing.T) {
	want := []string{"users User listed", "companies Company", "languages Language", "user_friends", "user_speaks"}
	if diff := cmp.Diff(want, tableNames(t, anySQLite(t), tests.User{})); diff != "" {
		t.Error(diff)
	}
}

func TestModelsComeInManyForms(t *testing.T) {
	var nothing *Team
	var inInterface any = &Member{}
	want := []string{"teams Team listed", "members Member listed"}
	for name, models := range map[string][]any{
		"nil pointer":       {nothing, Member{}},
		"twice":             {Team{}, &Member{}, &Team{}},
		"pointer to any":    {Team{}, &inInterface},
		"slices":            {[]Team{}, []*Member{}},
		"pointer to nil":    {&nothing, Member{}},
		"pointer to a list": {&[]Team{}, Member{}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(want, tableNames(t, anySQLite(t), models...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatIsNoModelIsNamed(t *testing.T) {
	for name, value := range map[string]any{"nil": nil, "number": 7, "table name": "users", "nil any": new(any)} {
		if _, err := Tables(anySQLite(t), []any{&Team{}, value}); err == nil || !strings.Contains(err.Error(), "model 2 of the list") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

type (
	Unsupported struct {
		ID   uint
		Tags map[string]string
	}
	Panicking struct {
		ID    uint
		Price Money
	}
	// Money needs a currency that the application has not set up.
	Money struct{ Cents int64 }
)

func (Money) Value() (driver.Value, error) { panic("no currency") }

// Sealed has a struct in a column by a serializer that only the application
// knows.
type Sealed struct {
	ID  uint
	Key struct{ bytes [32]byte } `gorm:"serializer:sealed"`
}

func TestASerializerThatNobodyRegisteredIsNamed(t *testing.T) {
	_, err := Tables(anySQLite(t), []any{&Sealed{}})
	if err == nil || !strings.Contains(err.Error(), `the serializer "sealed" is not registered`) {
		t.Errorf("error %v", err)
	}
}

func TestParseErrorsNameTheModelAndPrintNothing(t *testing.T) {
	db := anySQLite(t)
	var printed strings.Builder
	before := logger.Default
	logger.Default = logger.New(log.New(&printed, "", 0), logger.Config{LogLevel: logger.Info})
	t.Cleanup(func() { logger.Default = before })
	_, unsupported := Tables(db, []any{Unsupported{}})
	_, panicked := Tables(db, []any{Panicking{}})
	if unsupported == nil || !strings.Contains(unsupported.Error(), `"gormschema.Unsupported"`) || !strings.Contains(unsupported.Error(), "serializer") {
		t.Errorf("unsupported type: %v", unsupported)
	}
	if panicked == nil || !strings.Contains(panicked.Error(), `"gormschema.Panicking"`) || !strings.Contains(panicked.Error(), "in gormschema.Money.Value (models_test.go:89): no currency: ") {
		t.Errorf("panic: %v", panicked)
	}
	if printed.Len() > 0 {
		t.Errorf("printed: %s", &printed)
	}
}

// TestEveryModelThatCannotBeParsedIsNamedAtOnce has a list as a scan for models
// makes it, with forms among the tables.
func TestEveryModelThatCannotBeParsedIsNamedAtOnce(t *testing.T) {
	db := anySQLite(t)
	_, err := Tables(db, []any{Unsupported{}, Person{}, Panicking{}, &Sealed{}})
	for _, want := range []string{`"gormschema.Unsupported"`, `"gormschema.Panicking"`, `"gormschema.Sealed"`, "take it out of the list of models"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no %s in error: %v", want, err)
		}
	}
	if err != nil && strings.Contains(err.Error(), `"gormschema.Person"`) {
		t.Errorf("a sound model is blamed: %v", err)
	}
	if err := unparsed(slices.Repeat([]error{errors.New("fault")}, 13)); strings.Count(err.Error(), "fault") != 10 || !strings.Contains(err.Error(), "and 3 more models") {
		t.Errorf("13 faults: %v", err)
	}
}

type (
	Person struct {
		ID        uint
		Addresses []Address `gorm:"many2many:person_addresses"`
	}
	Address struct{ ID uint }
	// PersonAddress is the join table, with more than GORM would give it.
	PersonAddress struct {
		PersonID  int `gorm:"primaryKey"`
		AddressID int `gorm:"primaryKey"`
		Since     string
	}
	// PersonRef is a part of Person that another model refers to.
	PersonRef struct{ ID uint }
	Visit     struct {
		ID       uint
		PersonID uint
		Person   PersonRef
	}
)

func (PersonRef) TableName() string { return "people" }

func TestListedModelsWinOverDerivedOnesWhateverTheOrder(t *testing.T) {
	a, b, c, d := any(Person{}), any(Address{}), any(PersonAddress{}), any(Visit{})
	for _, models := range [][]any{{a, b, c, d}, {c, a, b, d}, {d, c, b, a}, {b, d, c, a}} {
		all, err := Tables(anySQLite(t), models)
		if err != nil {
			t.Fatal(err)
		}
		types := map[string]reflect.Type{}
		for _, m := range all {
			types[m.Table] = m.Type
		}
		want := map[string]reflect.Type{
			"people": reflect.TypeOf(a), "addresses": reflect.TypeOf(b),
			"person_addresses": reflect.TypeOf(c), "visits": reflect.TypeOf(d),
		}
		if !reflect.DeepEqual(want, types) {
			t.Errorf("%T first: %v", models[0], types)
		}
	}
}

type Friend struct {
	ID       uint
	Friends  []*Friend `gorm:"many2many:friendships;joinForeignKey:FromID;joinReferences:ToID"`
	FriendOf []*Friend `gorm:"many2many:friendships;joinForeignKey:ToID;joinReferences:FromID"`
}

func TestAJoinTableDeclaredTwiceIsTheSameEveryTime(t *testing.T) {
	for range 20 {
		all, err := Tables(anySQLite(t), []any{Friend{}})
		if err != nil {
			t.Fatal(err)
		}
		if len(all) != 2 || all[1].Type.Field(0).Name != "FromID" {
			t.Fatalf("tables: %v", all)
		}
	}
}

type (
	Account struct{ ID uint }
	// AccountOwner is on the table of Account too.
	AccountOwner struct {
		ID       uint
		PersonID uint
		Person   Person
	}
)

func (AccountOwner) TableName() string { return "accounts" }

func TestEachStructOfATableBringsWhatItRefersTo(t *testing.T) {
	// GORM does not follow the many2many relations of a model that it adds itself.
	want := []string{"accounts AccountOwner listed", "accounts Account listed", "people Person"}
	if diff := cmp.Diff(want, tableNames(t, anySQLite(t), AccountOwner{}, Account{})); diff != "" {
		t.Error(diff)
	}
}
