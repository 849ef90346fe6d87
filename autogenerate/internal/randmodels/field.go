package randmodels

import (
	"fmt"
	"slices"
	"strings"
)

// goTypes are the Go types of each kind of column.
var goTypes = map[string][]string{
	"bool":   {"bool", "*bool", "sql.NullBool"},
	"int":    {"int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint32", "uint64", "*int", "*uint16", "sql.NullInt64", "sql.NullInt32", "sql.NullInt16"},
	"float":  {"float32", "float64", "*float64", "sql.NullFloat64"},
	"string": {"string", "string", "string", "*string", "sql.NullString"},
	"time":   {"time.Time", "*time.Time", "sql.NullTime", "gorm.DeletedAt"},
	"bytes":  {"[]byte"},
	// What no column takes as it is: a serializer writes it, or the type itself
	// says what its column is.
	"other": {"map[string]int", "[]string", "*struct{ A, B int }", "Document", "*Document"},
}

// scalar draws a field for a column of its own.
func (d *Drawer) scalar(t *Struct, name string) *Field {
	kind := pick(d, "bool", "int", "int", "int", "float", "string", "string", "string", "string", "time", "bytes", "other")
	f := &Field{Name: name, Type: pick(d, goTypes[kind]...)}
	d.tag(t, f, kind)
	return f
}

// tag draws the tags of a scalar field anew.
func (d *Drawer) tag(t *Struct, f *Field, kind string) {
	f.Tags = nil
	add := func(n int, tags ...string) { f.Tags = append(f.Tags, maybe(d, n, tags...)...) }
	add(5, "column:"+pick(d, "MixedCase", "the_"+snake(f.Name), "select")+snake(f.Name))
	column := quoted(f.column())
	textual := kind == "string"
	numeric := kind == "int" || kind == "float"
	switch kind {
	case "other":
		if !strings.HasSuffix(f.Type, "Document") {
			f.Tags = append(f.Tags, "serializer:"+pick(d, "json", "json", "gob"))
			add(20, "size:"+pick(d, "100", "300"))
		}
		add(22, "not null")
		add(8, "comment:what it's for")
		if t.Part {
			anywhere(f)
		}
		return
	case "bool":
		add(30, "default:"+pick(d, "true", "false", "null"))
	case "int":
		add(12, "size:"+pick(d, "8", "16", "32", "64"))
		add(8, "type:"+pick(d, "bigint", "integer", "smallint"))
		values := []string{"0", "1", "7", "null", "(1 + 2)"}
		if !strings.Contains(f.Type, "uint") { // GORM parses the value.
			values = append(values, "-1")
		}
		add(25, "default:"+pick(d, values...))
		if f.Type == "int64" && !f.has("size") && !f.has("type") && !f.has("default") {
			add(10, "default:5000000000")
		}
		add(15, "check:"+pick(d, column+" >= -1", "ck_"+t.Name+f.Name+","+column+" < 1000000 OR "+column+" = 5000000000", column+" IN (-1, 0, 1, 2, 3, 7, 5000000000)"))
	case "float":
		add(20, "precision:10", pick(d, "scale:2", "scale:4"))
		add(10, "type:"+pick(d, "decimal(12,4)", "decimal(10,2)", "numeric(20)", "double precision", "real", "decimal"))
		add(25, "default:"+pick(d, "0", "1.5", "-2.25", "0.0", "null"))
		add(10, "check:"+column+" > -100")
	case "string":
		add(35, "size:"+pick(d, "12", "20", "64", "100", "255", "300"))
		add(12, "type:"+pick(d, "varchar(30)", "text", "char(20)", "varchar(64)", "VARCHAR(40)"))
		add(25, "default:"+pick(d, "new", "it's", "'hello world'", "(lower('ABC'))", "null", "''", "50%", "a:b", `x\y`, "(upper('q') || 'z')"))
		add(12, "check:"+pick(d, "length("+column+") < 50", "cn_"+t.Name+f.Name+","+column+" <> 'zzz'", column+" NOT IN ('a', 'b') AND "+column+" <> ''"))
		if slices.Contains(f.Tags, "default:''") { // No row takes a default that its check refuses.
			f.Tags = slices.DeleteFunc(f.Tags, func(t string) bool { return strings.HasSuffix(t, column+" <> ''") })
		}
	case "time":
		add(15, "precision:"+pick(d, "3", "6"))
		add(20, "default:"+pick(d, "CURRENT_TIMESTAMP", "null", "'2020-01-02 03:04:05'"))
		add(8, "autoCreateTime")
	}
	add(22, "not null")
	if kind != "bool" { // Three rows have no three booleans.
		add(9, "unique")
	}
	add(8, "comment:"+pick(d, "what it's for", `a "quoted" word`, "plain"))
	if kind != "bool" {
		f.Tags = append(f.Tags, d.index(t, f, column, textual, numeric)...)
	} else {
		add(10, "index")
	}
	switch d.Engine {
	case "postgres":
		d.tagPostgres(t, f, kind)
	case "sqlite":
		d.tagSQLite(f, kind)
	}
	if t.Part {
		anywhere(f)
	}
}

// anywhere drops the tags that name the column or an index: the columns of an
// embedded part have a prefix, and its indexes are on several tables.
func anywhere(f *Field) {
	f.Tags = slices.DeleteFunc(f.Tags, func(t string) bool {
		return strings.Contains(t, quoted(f.column())) || strings.Contains(t, "Part")
	})
}

// quoted is a column as an expression may name it on both engines.
func quoted(column string) string { return `"` + column + `"` }

// index draws the index tags of a field.
func (d *Drawer) index(t *Struct, f *Field, column string, textual, numeric bool) (tags []string) {
	own := fmt.Sprintf("ix_%s_%s", t.Name, f.Name)
	switch n := d.IntN(100); {
	case n < 6:
		tags = append(tags, "index")
	case n < 10:
		tags = append(tags, "uniqueIndex")
	case n < 13:
		tags = append(tags, "index:"+own+",sort:desc")
	case n < 16:
		tags = append(tags, "index:"+own+",where:"+column+" IS NOT NULL")
	case n < 18:
		tags = append(tags, "uniqueIndex:,where:"+column+" IS NOT NULL")
	case n < 21 && textual:
		tags = append(tags, pick(d, "index:", "uniqueIndex:")+own+",expression:lower("+column+")")
	case n < 23 && numeric:
		tags = append(tags, "index:"+own+",expression:("+column+" + 1)")
	case n < 25 && d.Engine == "postgres":
		tags = append(tags, "index:"+own+","+pick(d, "type:hash", "type:brin", "sort:desc nulls last", "sort:asc nulls first", "option:WITH (fillfactor = 70)", "comment:an index",
			"option:INCLUDE ("+column+")"))
	case n < 27 && d.Engine == "postgres" && textual:
		tags = append(tags, "index:"+own+","+pick(d, "expression:"+column+" text_pattern_ops", `collate:"C"`, "option:CONCURRENTLY"))
	case n < 26 && d.Engine == "sqlite" && textual:
		tags = append(tags, "index:"+own+",collate:"+pick(d, "NOCASE", "RTRIM"))
	}
	if d.chance(12) {
		tags = append(tags, fmt.Sprintf("%s:pair_%s,priority:%d%s", pick(d, "index", "index", "uniqueIndex"), t.Name, 1+d.IntN(4), pick(d, "", ",sort:desc")))
	}
	return tags
}

func (d *Drawer) tagPostgres(t *Struct, f *Field, kind string) {
	if f.has("type") || f.has("default") || f.has("check") || f.has("size") || f.has("index") || f.has("uniqueIndex") {
		return
	}
	add := func(n int, tags ...string) { f.Tags = append(f.Tags, maybe(d, n, tags...)...) }
	switch kind {
	case "string":
		add(25, pick(d,
			[]string{"type:jsonb", "default:'{}'"}, []string{"type:json"}, []string{"type:uuid"}, []string{"type:text[]"},
			[]string{"type:inet"}, []string{"type:citext"}, []string{"type:mood"}, []string{"type:short"}, []string{"type:interval"},
			[]string{`type:text COLLATE "C"`}, []string{"type:varchar(10)[]"}, []string{"type:bpchar"}, []string{"type:char"},
			[]string{"type:timestamptz(3)"}, []string{"type:jsonb", "index:,type:gin"}, []string{"type:text[]", "index:,type:gin"},
			[]string{"type:jsonb", "index:ix_" + t.Name + f.Name + ",type:gin,expression:" + quoted(f.column()) + " jsonb_path_ops"}, []string{"type:bit varying(8)"})...)
	case "time":
		add(25, "type:"+pick(d, "date", "timestamp", "timestamp(3)", "timestamptz", "timestamp with time zone"))
		add(10, "default:now()")
	case "int":
		add(10, "type:"+pick(d, "int", "int4", "numeric(10)", "serial", "bigint[]"))
	case "bytes":
		add(20, "type:"+pick(d, "jsonb", "bytea", "text"))
	}
}

func (d *Drawer) tagSQLite(f *Field, kind string) {
	if f.has("type") || f.has("size") {
		return
	}
	add := func(n int, tags ...string) { f.Tags = append(f.Tags, maybe(d, n, tags...)...) }
	switch kind {
	case "string":
		add(25, "type:"+pick(d, "text COLLATE NOCASE", "varchar(20) collate nocase", "VARCHAR( 20 )", "JSON", "blob", "nchar(5)"))
	case "int":
		types := []string{"int unsigned", "INT", "bigint unsigned"}
		if !f.has("unique") && !f.has("uniqueIndex") { // Three rows have no three booleans.
			types = append(types, "numeric", "boolean")
		}
		add(15, "type:"+pick(d, types...))
	case "time":
		add(15, "type:"+pick(d, "date", "datetime(3)", "timestamp", "text"))
	}
}

// generated draws a column that is computed from one of the struct's numbers or
// texts.
func (d *Drawer) generated(t *Struct, name string) *Field {
	if t.Part {
		return nil
	}
	for _, base := range t.Fields {
		if base.Name == "" || base.has("type") || base.has("primaryKey") || base.Name == "ID" {
			continue
		}
		column := quoted(base.column())
		switch base.Type {
		case "int", "int64", "int32", "*int":
			kind := "STORED"
			if d.Engine == "sqlite" {
				kind = pick(d, "STORED", "VIRTUAL")
			}
			return &Field{Name: name, Type: pick(d, "int64", "*int64"), Needs: []string{t.Name + "." + base.Name},
				Tags: append([]string{fmt.Sprintf("type:bigint GENERATED ALWAYS AS (%s %s) %s", column, pick(d, "+ 1", "* 2"), kind)},
					maybe(d, 20, pick(d, "not null", "index", "comment:computed"))...)}
		case "string", "*string":
			return &Field{Name: name, Type: "string", Needs: []string{t.Name + "." + base.Name},
				Tags: append([]string{fmt.Sprintf("type:text GENERATED ALWAYS AS (%s(%s)) STORED", pick(d, "lower", "upper"), column)},
					maybe(d, 20, pick(d, "index", "uniqueIndex"))...)}
		}
	}
	return nil
}
