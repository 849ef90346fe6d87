package gormschema

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	gormpostgres "gorm.io/driver/postgres"
	gormsqlite "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"github.com/gmig/gmig/op"
)

type (
	// Doc has a type that depends on the engine, as gorm.io/datatypes does it.
	Doc string
	// Vector asks for the connection, which there is only on the live engine.
	Vector string

	Kinds struct {
		ID       uint `gorm:"primaryKey"`
		Small    int8
		Wide     uint32
		Odd      int  `gorm:"size:255"`
		OddSmall uint `gorm:"size:15"`
		Flag     bool
		Ratio    float32
		Price    float64 `gorm:"precision:12;scale:2"`
		Whole    float64 `gorm:"precision:5"`
		Name     string  `gorm:"size:64"`
		Body     string
		At       time.Time
		AtMilli  time.Time `gorm:"precision:3"`
		AtRaw    time.Time `gorm:"type:time"`
		Data     []byte
		Tagged   string            `gorm:"type:varchar(20)"`
		Int      int32             `gorm:"type:int"`
		Tags     map[string]string `gorm:"serializer:json"`
		Doc      Doc
		Vector   Vector
		Serial   int    `gorm:"type:bigint;autoIncrement"`
		NoCase   string `gorm:"type:text collate nocase"`
		Sum      int    `gorm:"generated:small + wide"`
		Always   int64  `gorm:"generated:identity always"`
	}
)

func (Doc) GormDataType() string { return "doc" }

func (Doc) GormDBDataType(db *gorm.DB, _ *schema.Field) string {
	if db.Dialector.Name() == "postgres" {
		return "JSONB"
	}
	return "JSON"
}

func (Vector) GormDataType() string { return "vector" }

func (Vector) GormDBDataType(db *gorm.DB, _ *schema.Field) string {
	if db.Dialector.Name() == "postgres" {
		panic("no connection")
	}
	return "blob"
}

func TestTypesArePortableWhereTheyMeanTheSame(t *testing.T) {
	type column struct {
		Type       op.DataType
		Increments bool
	}
	common := map[string]column{
		"id":        {op.Uint(64), true},
		"small":     {op.Int(8), false},
		"wide":      {op.Uint(32), false},
		"odd":       {op.Int(64), false},
		"odd_small": {op.Uint(15), false},
		"flag":      {op.Bool, false},
		"ratio":     {op.Float(32), false},
		"price":     {op.Decimal(12, 2), false},
		"whole":     {op.Decimal(5, 0), false},
		"name":      {op.String(64), false},
		"body":      {op.Text, false},
		"at":        {op.Time, false},
		"at_milli":  {op.Timestamp(3), false},
		"data":      {op.Bytes, false},
		"tagged":    {op.Type("varchar(20)"), false},
		"int":       {op.Int(32), false},
		"tags":      {op.Text, false},
		"no_case":   {op.Type("text"), false},
		"sum":       {op.Int(64), false},
		"always":    {op.Int(64), false},
	}
	tests := map[string]map[string]column{
		"postgres": {
			"at_raw": {op.Time.On("sqlite", "time"), false},
			"doc":    {op.Type("JSONB").On("sqlite", "JSON"), false},
			"vector": {op.Type("").On("sqlite", "blob"), false},
			"serial": {op.Type("bigserial").On("sqlite", "bigint"), false},
		},
		"sqlite": {
			"at_raw": {op.Type("time").On("postgres", "timestamptz"), false},
			"doc":    {op.Type("JSON").On("postgres", "JSONB"), false},
			"vector": {op.Type("blob"), false},
			"serial": {op.Type("bigint").On("postgres", "bigserial"), false},
		},
	}
	dialectors := map[string]gorm.Dialector{
		"postgres": gormpostgres.New(gormpostgres.Config{}),
		"sqlite":   gormsqlite.Open(""),
	}
	db := anySQLite(t)
	kinds, err := parseModel(db, &Kinds{})
	if err != nil {
		t.Fatal(err)
	}
	for own, special := range tests {
		s := &speller{own: engine{own, offline(db, dialectors[own])}}
		for other, d := range dialectors {
			if other != own {
				s.others = append(s.others, engine{other, offline(db, d)})
			}
		}
		for _, name := range kinds.schema.DBNames {
			want, ok := special[name]
			if !ok {
				want = common[name]
			}
			var got column
			got.Type, got.Increments, _ = s.column(kinds.schema.FieldsByDBName[name])
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s on %s: %s", name, own, diff)
			}
		}
	}
}

// plainKeys is a driver of SQLite that leaves AUTOINCREMENT out of the primary
// key, as GORM's own did before version 1.5 and others do.
type plainKeys struct{ gorm.Dialector }

func (d plainKeys) DataTypeOf(f *schema.Field) string {
	if f.PrimaryKey && f.AutoIncrement {
		return "integer"
	}
	return d.Dialector.DataTypeOf(f)
}

func TestAKeyIsNumberedAsEachDriverDoes(t *testing.T) {
	type Item struct{ ID uint }
	db := anySQLite(t)
	items, err := parseModel(db, &Item{})
	if err != nil {
		t.Fatal(err)
	}
	postgres := engine{"postgres", offline(db, gormpostgres.New(gormpostgres.Config{}))}
	sqlite := engine{"sqlite", offline(db, plainKeys{gormsqlite.Open("")})}
	for _, tt := range []struct {
		own, other engine
		want       op.DataType
	}{
		{postgres, sqlite, op.Type("bigserial").On("sqlite", "integer")},
		{sqlite, postgres, op.Type("integer").On("postgres", "bigserial")},
	} {
		s := &speller{own: tt.own, others: []engine{tt.other}}
		got, increments, _ := s.column(items.schema.FieldsByDBName["id"])
		if diff := cmp.Diff(tt.want, got); diff != "" || increments {
			t.Errorf("on %s: increments %v, type (-want +got):\n%s", tt.own.name, increments, diff)
		}
	}
}
