package gormschema

import (
	"strings"

	"gorm.io/gorm/schema"

	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
)

// file returns a column as a revision file should write it: in the words of
// the field, or in those of the inspection if the field's would not make the
// column that GORM made.
func (s *speller) file(f *schema.Field, found inspect.Pair[*op.ColumnDef], key bool) *op.ColumnDef {
	t, increments, text := s.column(f)
	c := op.Column(f.DBName, t)
	c.Required = f.NotNull || text.notNull
	c.Increments = increments
	c.IdentityAs = text.identity
	c.Remark = f.Comment
	c.DefaultTo = defaultOf(f)
	if text.collated {
		c.Collation = found.Engine.Collation
	}
	if text.generated != "" {
		c.GeneratedAs = &op.GeneratedDef{SQL: text.generated, Virtual: text.virtual}
	}
	if !s.means(c, text, found.Engine, key) {
		return found.File
	}
	return c
}

// means reports whether c is the column that GORM wrote as text and the engine
// has as e.
func (s *speller) means(c *op.ColumnDef, text typeText, e *op.ColumnDef, key bool) bool {
	serial := strings.Contains(strings.ToLower(text.name), "serial")
	// A key refuses NULL by itself, and so does a numbered column.
	notNull := c.Required || key || c.Increments || c.IdentityAs != "" || serial
	return text.unknown == "" &&
		(c.Type.Kind == op.KindEnum || sameType(parseType(s.dialect.ColumnType(c)).name, text.name)) &&
		(c.Increments || serial) == e.Increments &&
		(notNull == e.Required || key) &&
		c.IdentityAs == e.IdentityAs &&
		(c.GeneratedAs == nil) == (e.GeneratedAs == nil) &&
		(isNull(c.DefaultTo) || (c.DefaultTo == nil) == (e.DefaultTo == nil)) &&
		(c.Collation == e.Collation)
}

// isNull reports whether a default is a plain NULL. The engines take that for
// none, but for the types whose parameters make PostgreSQL store a cast of it.
func isNull(d *op.DefaultDef) bool {
	return d != nil && d.Value == nil && strings.EqualFold(strings.TrimSpace(d.SQL), "null")
}

// defaultOf returns the default of a field, on the conditions of GORM's
// Migrator.FullDataTypeOf: a value that GORM parsed, else the tag's text.
func defaultOf(f *schema.Field) *op.DefaultDef {
	switch {
	case !f.HasDefaultValue:
		return nil
	case f.DefaultValueInterface != nil:
		return &op.DefaultDef{Value: f.DefaultValueInterface}
	case f.DefaultValue != "" && f.DefaultValue != "(-)":
		return &op.DefaultDef{SQL: f.DefaultValue}
	}
	return nil
}
