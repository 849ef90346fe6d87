package gormschema

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/schema"
)

// Model is a struct that GORM makes a table of.
type Model struct {
	// Table is the table's name, qualified if the model says so.
	Table string
	// Type is the struct. The join table of a many2many relation without a
	// model of its own has an unnamed one.
	Type reflect.Type
	// Listed tells that the struct is one of the models that were given; the
	// others were reached through relations.
	Listed bool
}

// Tables returns the structs that GORM makes tables of when it migrates
// models, those that it reaches through relations included: first the listed
// ones in their order, then the others by table.
func Tables(db *gorm.DB, models []any) ([]Model, error) {
	tables, err := parse(session(context.Background(), db), models)
	if err != nil {
		return nil, err
	}
	var all []Model
	for _, t := range tables {
		for _, m := range t.models {
			all = append(all, m.Model)
		}
	}
	return all, nil
}

// table is a table and the models that make it up.
type table struct {
	name string
	// models are several if several listed structs share the table.
	models []*model
}

// model is a parsed Model.
type model struct {
	Model
	schema *schema.Schema
	// value is a pointer to a zero struct, as GORM's migrator takes it.
	value any
}

// reorderer is the part of GORM's migrators that adds the tables that models
// need and do not list.
type reorderer interface {
	ReorderModels(values []any, autoAdd bool) []any
}

// parse returns the tables of models: the listed ones in their order, then
// those that GORM adds, by name. All models are parsed before any table is
// looked at, because a relation of one may add a foreign key to another.
func parse(db *gorm.DB, models []any) ([]*table, error) {
	types, err := structTypes(models)
	if err != nil {
		return nil, err
	}
	defer quiet()()
	byName := map[string]*table{}
	var tables []*table
	var values []any
	var faults []error
	for _, t := range types {
		m, err := parseModel(db, reflect.New(t).Interface())
		if err != nil {
			faults = append(faults, err)
			continue
		}
		m.Listed = true
		values = append(values, m.value)
		if byName[m.Table] == nil {
			byName[m.Table] = &table{name: m.Table}
			tables = append(tables, byName[m.Table])
		}
		byName[m.Table].models = append(byName[m.Table].models, m)
	}
	if len(faults) > 0 {
		return nil, unparsed(faults)
	}
	added, err := reached(db, values)
	if err != nil {
		return nil, err
	}
	for _, m := range added {
		// A listed model wins over a struct that merely has the same table: the
		// join table that GORM derives from a many2many tag, or a partial model.
		if byName[m.Table] == nil {
			byName[m.Table] = &table{name: m.Table, models: []*model{m}}
			tables = append(tables, byName[m.Table])
		}
	}
	return tables, nil
}

// maxFaults is how many models that GORM cannot parse an error names.
const maxFaults = 10

// unparsed joins the faults of the listed models, so that they can be corrected
// at one go. A struct that only looked like a model is among them as a rule.
func unparsed(faults []error) error {
	if more := len(faults) - maxFaults; more > 0 {
		faults = append(faults[:maxFaults:maxFaults], fmt.Errorf("and %d more models", more))
	}
	return fmt.Errorf("%w: if a struct is no table, take it out of the list of models", errors.Join(faults...))
}

// reached returns the models that GORM migrates for values, sorted by table.
func reached(db *gorm.DB, values []any) ([]*model, error) {
	migrator, ok := db.Migrator().(reorderer)
	if !ok {
		return nil, fmt.Errorf("order the models: GORM's migrator of %q has no ReorderModels", db.Name())
	}
	var all []*model
	seen := map[reflect.Type]bool{}
	add := func(values []any) error {
		for _, value := range migrator.ReorderModels(values, true) {
			m, err := parseModel(db, value)
			if err != nil {
				return err
			}
			if !seen[m.Type] {
				seen[m.Type] = true
				all = append(all, m)
			}
		}
		return nil
	}
	if err := add(values); err != nil {
		return nil, err
	}
	// Of several structs on one table GORM returns one, and only what that one
	// refers to.
	for _, value := range values {
		if !seen[reflect.TypeOf(value).Elem()] {
			if err := add([]any{value}); err != nil {
				return nil, err
			}
		}
	}
	for i, m := range all {
		if join := joinTable(all, m); join != m.schema {
			all[i] = newModel(join)
		}
	}
	slices.SortStableFunc(all, func(a, b *model) int { return strings.Compare(a.Table, b.Table) })
	return all, nil
}

// joinTable returns the struct that stands for m's table. It is another than
// m's if one model declares the same join table twice (friends and friends of):
// GORM takes one at random then, and gmig the first in the order of the fields.
func joinTable(all []*model, m *model) *schema.Schema {
	for _, owner := range all {
		relations := owner.schema.Relationships.Many2Many
		declared := func(s *schema.Schema) bool {
			return slices.ContainsFunc(relations, func(r *schema.Relationship) bool { return r.JoinTable == s })
		}
		if !declared(m.schema) {
			continue
		}
		for _, r := range relations {
			if r.JoinTable.Table == m.Table {
				return r.JoinTable
			}
		}
	}
	return m.schema
}

// parseModel lets GORM parse a model. The application's own code runs in there
// (Value, GormDataType, TableName), so a panic is an error that names the model.
func parseModel(db *gorm.DB, value any) (m *model, err error) {
	name := reflect.TypeOf(value).Elem().String()
	stmt := &gorm.Statement{DB: db}
	err = guard(func() error { return stmt.Parse(value) })
	if name := missingSerializer(value); err != nil && name != "" {
		err = fmt.Errorf("%w: the serializer %q is not registered: register it before the models are read, in Setup of env.go", err, name)
	} else if errors.Is(err, schema.ErrUnsupportedDataType) {
		err = fmt.Errorf("%w: give the field a serializer or a type tag, or leave it out with gorm:\"-\"", err)
	}
	if err != nil {
		return nil, fmt.Errorf("parse model %q: %w", name, err)
	}
	return newModel(stmt.Schema), nil
}

// missingSerializer returns the name of a serializer that a field of the struct
// asks for and nobody has registered, or "". GORM's own error for it is lost
// when the field's type is a struct: it goes on and takes it for a relation.
func missingSerializer(value any) string {
	for _, field := range reflect.VisibleFields(reflect.TypeOf(value).Elem()) {
		settings := schema.ParseTagSetting(field.Tag.Get("gorm"), ";")
		name := cmp.Or(settings["JSON"], settings["SERIALIZER"])
		if _, registered := schema.GetSerializer(name); name != "" && !registered {
			return name
		}
	}
	return ""
}

// newModel returns the model of a parsed schema.
func newModel(s *schema.Schema) *model {
	return &model{
		Model:  Model{Table: s.Table, Type: s.ModelType},
		schema: s,
		value:  reflect.New(s.ModelType).Interface(),
	}
}

// structTypes returns the struct of each model once. Models come as structs,
// as pointers to them, also nil ones, as slices of them, and in interfaces.
func structTypes(models []any) ([]reflect.Type, error) {
	var types []reflect.Type
	for i, value := range models {
		t := structType(reflect.ValueOf(value))
		if t == nil {
			return nil, fmt.Errorf("read model %d of the list: %T is no struct: list a struct or a pointer to one", i+1, value)
		}
		if !slices.Contains(types, t) {
			types = append(types, t)
		}
	}
	return types, nil
}

// structType returns the struct behind v, or nil.
func structType(v reflect.Value) reflect.Type {
	for v.IsValid() && v.Kind() != reflect.Struct {
		switch v.Kind() {
		case reflect.Interface:
			v = v.Elem()
		case reflect.Pointer:
			if v.IsNil() {
				v = reflect.New(v.Type().Elem())
			}
			v = v.Elem()
		case reflect.Slice, reflect.Array:
			v = reflect.Zero(v.Type().Elem())
		default:
			return nil
		}
	}
	if !v.IsValid() {
		return nil
	}
	return v.Type()
}

// quietLock orders the calls of quiet, which changes a variable of GORM's.
var quietLock sync.Mutex

// quiet stops GORM from printing parse errors to standard output, which it does
// through its default logger whatever the session's is. The result ends it.
func quiet() (end func()) {
	quietLock.Lock()
	before := logger.Default
	logger.Default = logger.Discard
	return func() {
		logger.Default = before
		quietLock.Unlock()
	}
}
