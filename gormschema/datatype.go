package gormschema

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/migrator"
	"gorm.io/gorm/schema"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// speller knows how GORM spells the type of a field on every engine that the
// application supports.
type speller struct {
	dialect dialect.Dialect
	own     engine
	others  []engine
	// enums are the types that a tag may name.
	enums []EnumType
}

// engine is an engine as a field's type may ask for it.
type engine struct {
	name string
	db   *gorm.DB
}

// newSpeller returns the speller of the live engine, on which db is a session,
// and of the other ones that dialectors name.
func newSpeller(db *gorm.DB, d dialect.Dialect, dialectors map[string]gorm.Dialector) *speller {
	s := &speller{dialect: d, own: engine{d.Name(), db}}
	for _, name := range slices.Sorted(maps.Keys(dialectors)) {
		if name != d.Name() {
			s.others = append(s.others, engine{name, offline(db, dialectors[name])})
		}
	}
	return s
}

// offline returns a session of an engine that has no connection, for code that
// asks which engine it is.
func offline(db *gorm.DB, d gorm.Dialector) *gorm.DB {
	o := &gorm.DB{Config: &gorm.Config{
		Dialector:      d,
		NamingStrategy: db.NamingStrategy,
		Logger:         logger.Discard,
		NowFunc:        db.NowFunc,
		ClauseBuilders: map[string]clause.ClauseBuilder{},
		DryRun:         true,
	}}
	o.Statement = &gorm.Statement{DB: o, Context: context.Background(), Clauses: map[string]clause.Clause{}}
	return o
}

// spell returns the type of a field as GORM's migrator writes it on an engine.
// It is empty if the application's code cannot tell without a connection.
func (e engine) spell(f *schema.Field) (text string) {
	err := guard(func() error {
		if typer, ok := reflect.New(f.IndirectFieldType).Interface().(migrator.GormDataTypeInterface); ok {
			text = typer.GormDBDataType(e.db, f)
		}
		if text == "" {
			text = e.db.Dialector.DataTypeOf(f)
		}
		return nil
	})
	if err != nil {
		return ""
	}
	return text
}

// spellType returns what the engine makes of a type in a revision file.
func (e engine) spellType(t op.DataType, increments bool) string {
	t = t.For(e.name)
	if t.Kind == op.KindRaw {
		return t.Raw
	}
	if t.Kind == op.KindEnum {
		return e.spellEnum(t)
	}
	return e.db.Dialector.DataTypeOf(&schema.Field{
		DataType:      schema.DataType(t.Kind),
		GORMDataType:  schema.DataType(t.Kind),
		Size:          t.Size,
		Precision:     t.Precision,
		Scale:         t.Scale,
		AutoIncrement: increments,
		TagSettings:   map[string]string{},
	})
}

// column returns the type of a field for a revision file, and what GORM writes
// on the live engine. The type is portable if that means the same on the live
// engine; whatever another engine spells differently is added with On. A numbered
// column is not portable if its type on another engine would have PRIMARY KEY in
// it where GORM writes none: for a type tag, and with older drivers of SQLite.
func (s *speller) column(f *schema.Field) (t op.DataType, increments bool, text typeText) {
	text = parseType(s.own.spell(f))
	theirs := make([]typeText, len(s.others))
	for i, e := range s.others {
		theirs[i] = parseType(e.spell(f))
	}
	if enum, found := s.enum(text.name, theirs); found {
		return s.spellEnum(enum, theirs), false, text
	}
	t = op.Type(text.name)
	auto := f.AutoIncrement && text.identity == ""
	best := -1
	for _, candidate := range portable(f) {
		if own := parseType(s.own.spellType(candidate, auto)); own.name != text.name || own.key != text.key {
			continue
		}
		agree, strayKey := 0, false
		for i, e := range s.others {
			spelled := parseType(e.spellType(candidate, auto))
			if spelled.name == theirs[i].name {
				agree++
			}
			strayKey = strayKey || spelled.key && !theirs[i].key && theirs[i].name != ""
		}
		if !strayKey && agree > best {
			t, increments, best = candidate, auto, agree
		}
	}
	for i, e := range s.others {
		mine := parseType(e.spellType(t, increments))
		if theirs[i].name != "" && theirs[i].name != mine.name {
			t = t.On(e.name, theirs[i].name)
		}
	}
	return t, increments, text
}

// portable returns the portable types that may stand for a field's, best first.
func portable(f *schema.Field) []op.DataType {
	kinds := []schema.DataType{f.DataType}
	if f.AutoIncrement && f.GORMDataType != f.DataType {
		// A type tag on a numbered key: GORM's dialectors go by the Go type then.
		kinds = append(kinds, f.GORMDataType)
	}
	var types []op.DataType
	for _, kind := range kinds {
		switch kind {
		case schema.Bool:
			types = append(types, op.Bool)
		case schema.Int:
			types = append(types, op.Int(bits(f.Size)), op.Int(f.Size))
		case schema.Uint:
			types = append(types, op.Uint(bits(f.Size)), op.Uint(f.Size))
		case schema.Float:
			if f.Precision > 0 {
				types = append(types, op.Decimal(f.Precision, f.Scale))
			} else {
				types = append(types, op.Float(max(32, min(bits(f.Size), 64))))
			}
		case schema.String:
			types = append(types, op.String(max(0, f.Size)), op.Text)
		case schema.Time:
			types = append(types, op.Timestamp(f.Precision))
		case schema.Bytes:
			types = append(types, op.Bytes)
		}
	}
	return types
}

// bits returns the width of the Go integer that holds size bits: a size tag may
// say any number.
func bits(size int) int {
	for _, width := range []int{8, 16, 32} {
		if size <= width {
			return width
		}
	}
	return 64
}

// sameType reports whether two type names differ in case and spaces at most.
func sameType(a, b string) bool {
	squeeze := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }
	return squeeze(a) == squeeze(b)
}
