package autogenerate

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// warnOfViews warns of operations that the database refuses while a view reads
// the table or the column. The views are nobody's but the user's to drop and to
// create again.
func (s *Script) warnOfViews(ctx context.Context, db *gorm.DB, d dialect.Dialect) error {
	reader, ok := d.(dialect.ViewReader)
	if !ok {
		return nil
	}
	pool, err := db.DB()
	if err != nil {
		return fmt.Errorf("reaching the connection pool of GORM: %w", err)
	}
	known, live := map[string][]dialect.View{}, liveNames{}
	for _, o := range s.Up {
		table, column := live.of(o, d)
		if table == "" {
			continue
		}
		if _, read := known[table]; !read {
			if known[table], err = reader.ViewsOn(ctx, pool, table); err != nil {
				return err
			}
		}
		for _, v := range known[table] {
			if column == "" || slices.Contains(v.Columns, column) {
				text := fmt.Sprintf("the view %q reads it, and the database refuses this as long as it does: drop the view before, with op.Exec, and create it again behind, both ways", v.Name)
				s.Warnings = append(s.Warnings, o.Describe()+": "+text)
				s.notes[o] = strings.TrimPrefix(s.notes[o]+"; "+text, "; ")
			}
		}
	}
	return nil
}

// liveNames are the names that tables, and columns as table.column, have in the
// database, by the ones that a script has given them so far.
type liveNames map[string]string

func (l liveNames) table(name string) string { return cmp.Or(l[name], name) }

func (l liveNames) column(table, name string) string { return cmp.Or(l[table+"."+name], name) }

// of returns the live table, and the column unless it is the whole table, that an
// operation cannot change while a view reads it; none for any other operation.
func (l liveNames) of(o op.Operation, d dialect.Dialect) (table, column string) {
	switch o := o.(type) {
	case *op.RenameTableOp:
		l[o.To] = l.table(o.From)
	case *op.RenameColumnOp:
		l[o.Table+"."+o.To] = l.column(o.Table, o.From)
	case *op.DropTableOp:
		return l.table(o.Name), ""
	case *op.DropColumnOp:
		return l.table(o.Table), l.column(o.Table, o.Name)
	case *op.AlterColumnOp:
		if d.ColumnType(o.From) != d.ColumnType(o.To) || o.From.Collation != o.To.Collation {
			return l.table(o.Table), l.column(o.Table, o.To.Name)
		}
	}
	return "", ""
}
