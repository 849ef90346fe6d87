package sqlite

import (
	"cmp"
	"context"

	"github.com/gmig/gmig/dialect"
)

// ColumnsOf implements dialect.Dialect.
func (engine) ColumnsOf(ctx context.Context, db dialect.Queryer, table string) ([]dialect.TableColumn, error) {
	ref, err := resolve(ctx, db, table)
	if err != nil {
		return nil, err
	}
	var columns []dialect.TableColumn
	err = query(ctx, db, "SELECT name, type FROM pragma_table_info(?, ?) ORDER BY cid",
		[]any{ref.name, cmp.Or(ref.schema, "main")}, func(scan func(...any) error) error {
			var c dialect.TableColumn
			err := scan(&c.Name, &c.Type)
			columns = append(columns, c)
			return err
		})
	return columns, err
}
