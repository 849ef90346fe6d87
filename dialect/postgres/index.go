package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

func (d *Dialect) createIndex(ctx context.Context, db dialect.Queryer, o *op.CreateIndexOp) ([]string, error) {
	if len(o.Parts) == 0 {
		return nil, fmt.Errorf("compiling %s: %w", o.Describe(), errors.New("an index needs a key: name its columns"))
	}
	var b strings.Builder
	b.WriteString("CREATE ")
	if o.IsUnique {
		b.WriteString("UNIQUE ")
	}
	b.WriteString("INDEX ")
	if o.Online {
		b.WriteString("CONCURRENTLY ")
	}
	b.WriteString(ident(o.Name) + " ON " + d.Quote(o.Table))
	if o.Method != "" {
		b.WriteString(" USING " + o.Method)
	}
	keys := make([]string, len(o.Parts))
	for i, p := range o.Parts {
		keys[i] = indexKey(p)
	}
	b.WriteString(" (" + strings.Join(keys, ", ") + ")")
	if len(o.Included) > 0 {
		b.WriteString(" INCLUDE (" + idents(o.Included) + ")")
	}
	if o.NullsEqual {
		b.WriteString(" NULLS NOT DISTINCT")
	}
	if o.Storage != "" {
		b.WriteString(" WITH (" + o.Storage + ")")
	}
	if o.Options != "" {
		b.WriteString(" " + o.Options)
	}
	if o.Predicate != "" {
		b.WriteString(" WHERE " + o.Predicate)
	}
	statements := []string{b.String()}
	if o.Online && db != nil {
		// What a try that failed has left is of no use and in the way.
		found, err := d.findIndex(ctx, db, o.Table, o.Name)
		if err != nil {
			return nil, fmt.Errorf("compiling %s: %w", o.Describe(), err)
		}
		if found != nil && !found.valid {
			drop := d.dropIndex(&op.DropIndexOp{Name: o.Name, Table: o.Table, Online: true})
			statements = append([]string{drop}, statements...)
		}
	}
	return append(statements, commentIndex(o)...), nil
}

// commentIndex is what puts the comment on a new index, nothing if it has none.
func commentIndex(o *op.CreateIndexOp) []string {
	if o.Remark == "" {
		return nil
	}
	return []string{comment("INDEX "+beside(o.Table, o.Name), o.Remark)}
}

// indexKey writes a key. Parentheses around an expression are required for all
// but function calls, and PostgreSQL does not keep needless ones.
func indexKey(p op.IndexPart) string {
	key := ident(p.Column)
	if p.SQL != "" {
		key = "(" + p.SQL + ")"
	}
	if p.Collation != "" {
		key += " COLLATE " + collation(p.Collation)
	}
	if p.OpClass != "" {
		key += " " + p.OpClass
	}
	if p.Sort != "" {
		key += " " + p.Sort
	}
	return key
}

// dropIndex names the index in the schema of its table, where PostgreSQL keeps
// it.
func (d *Dialect) dropIndex(o *op.DropIndexOp) string {
	drop := "DROP INDEX "
	if o.Online {
		drop += "CONCURRENTLY "
	}
	return drop + beside(o.Table, o.Name)
}
