package inspect

import "github.com/gmig/gmig/op"

// EachText visits, to read or change it, every SQL text of the tables in both
// spellings: raw types, defaults, generated columns, checks, and the expressions
// and conditions of indexes.
func (s *Schema) EachText(visit func(text *string)) {
	for _, t := range s.Tables {
		for _, c := range t.Columns {
			columnTexts(c.Engine, visit)
			columnTexts(c.File, visit)
		}
		for _, c := range t.Checks {
			visit(&c.Engine.SQL)
			visit(&c.File.SQL)
		}
		for _, i := range t.Indexes {
			indexTexts(i.Engine, visit)
			indexTexts(i.File, visit)
		}
	}
}

func columnTexts(c *op.ColumnDef, visit func(*string)) {
	if c.Type.Kind == op.KindRaw {
		visit(&c.Type.Raw)
	}
	if c.DefaultTo != nil {
		visit(&c.DefaultTo.SQL)
	}
	if c.GeneratedAs != nil {
		visit(&c.GeneratedAs.SQL)
	}
}

func indexTexts(i *op.CreateIndexOp, visit func(*string)) {
	visit(&i.Predicate)
	for n := range i.Parts {
		visit(&i.Parts[n].SQL)
	}
}
