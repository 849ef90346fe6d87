package gormschema

import (
	"fmt"
	"strings"

	"gorm.io/gorm/schema"

	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// indexes writes indexes as the tags do.
func (f filler) indexes(found *inspect.Table, s *schema.Schema) {
	for _, tag := range s.ParseIndexes() {
		for i, index := range found.Indexes {
			if index.Engine.Name == f.stored(tag.Name) {
				found.Indexes[i].File = f.index(tag, index)
			}
		}
	}
}

// index returns an index in the words of its tag. GORM writes no comment of an
// index on the engines known here, so its tag is left alone.
func (f filler) index(tag *schema.Index, found inspect.Pair[*op.CreateIndexOp]) *op.CreateIndexOp {
	class := strings.ToUpper(strings.TrimSpace(tag.Class))
	if class != "" && class != "UNIQUE" {
		return found.File
	}
	o := op.CreateIndex(tag.Name, found.Engine.Table)
	o.IsUnique = class == "UNIQUE"
	o.Method = tag.Type
	o.Predicate = tag.Where
	if option := strings.TrimSpace(tag.Option); isConcurrently(tag) {
		o.Online = true
	} else {
		o.Options = option
	}
	o.Parts = parts(tag, found)
	return o
}

// isConcurrently tells, as GORM's PostgreSQL migrator does, that an index is to
// be built without blocking writers.
func isConcurrently(tag *schema.Index) bool {
	return strings.EqualFold(strings.TrimSpace(tag.Option), "CONCURRENTLY")
}

// parts returns the keys of an index. An expression tag may hold any text,
// several keys or an operator class included: where the engine saw something
// else than one expression, its reading is the right one.
func parts(tag *schema.Index, found inspect.Pair[*op.CreateIndexOp]) []op.IndexPart {
	engine, file := found.Engine.Parts, found.File.Parts
	if len(engine) != len(tag.Fields) || len(file) != len(engine) {
		return file
	}
	all := make([]op.IndexPart, len(engine))
	for i, key := range tag.Fields {
		part := op.IndexPart{Column: key.DBName, Sort: strings.ToUpper(key.Sort)}
		if key.Expression != "" {
			plain := engine[i].SQL != "" && engine[i].OpClass == "" &&
				(key.Sort != "" || engine[i].Sort == "") && (key.Collate != "" || engine[i].Collation == "")
			if !plain {
				all[i] = file[i]
				continue
			}
			part = op.IndexPart{SQL: key.Expression, Sort: part.Sort}
		}
		if key.Collate != "" {
			part.Collation = file[i].Collation
		}
		all[i] = part
	}
	return all
}

// checkIndexNames looks for an index name on two tables. SQLite refuses that;
// GORM on PostgreSQL creates the first index and leaves the others out without
// a word, because it says IF NOT EXISTS.
func checkIndexNames(tables []*table, engine string) (warnings []string, err error) {
	owners := map[string]string{}
	for _, t := range tables {
		schemaName, _, qualified := strings.Cut(t.name, ".")
		if !qualified {
			schemaName = ""
		}
		for _, m := range t.models {
			for _, index := range m.schema.ParseIndexes() {
				key := schemaName + "." + index.Name
				owner, taken := owners[key]
				if !taken {
					owners[key] = t.name
				}
				if !taken || owner == t.name {
					continue
				}
				if engine == "sqlite" {
					return nil, fmt.Errorf("read model %q: index %q is declared on tables %q and %q: SQLite takes a name once: give one of them another name",
						m.Type, index.Name, owner, t.name)
				}
				warnings = append(warnings, fmt.Sprintf("index %q is declared on tables %q and %q: GORM creates it on the first only: give one of them another name",
					index.Name, owner, t.name))
			}
		}
	}
	return warnings, nil
}
