package inspect

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// Enum is an enumerated type.
type Enum struct {
	// Name is qualified like a table's.
	Name   string
	Values []string
}

// Enum returns the enum of a name, or nil.
func (s *Schema) Enum(name string) *Enum {
	i := slices.IndexFunc(s.Enums, func(e *Enum) bool { return e.Name == name })
	if i < 0 {
		return nil
	}
	return s.Enums[i]
}

// Type is the enum as the type of a column.
func (e *Enum) Type() op.DataType { return op.Enum(e.Name, slices.Clone(e.Values)...) }

// enumsQuery reads the enums of a schema that no extension owns.
const enumsQuery = `
SELECT t.typname, coalesce((SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), '[]')::text
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE n.nspname = $1 AND t.typtype = 'e'
	AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
ORDER BY t.typname COLLATE "C"`

// readEnums reads the enums of a schema of PostgreSQL.
func readEnums(ctx context.Context, db dialect.Queryer, schema string) ([]*Enum, error) {
	rows, err := db.QueryContext(ctx, enumsQuery, schema)
	if err != nil {
		return nil, err
	}
	var enums []*Enum
	err = scanAll(rows, func(rows *sql.Rows) error {
		var (
			e      Enum
			values string
		)
		if err := rows.Scan(&e.Name, &values); err != nil {
			return err
		}
		enums = append(enums, &e)
		return json.Unmarshal([]byte(values), &e.Values)
	})
	return enums, err
}

// enumColumn gives a column of SQLite the enum that its CHECK stands for. The
// values belong to the schema's enum, which the first column with it defines:
// only a column with other values has them in its Engine type.
func (s *Schema) enumColumn(column Pair[*op.ColumnDef], enum op.DataType) {
	known := s.Enum(enum.Raw)
	if known == nil {
		known = &Enum{Name: enum.Raw, Values: enum.Values}
		s.Enums = append(s.Enums, known)
	}
	column.File.Type = enum
	column.Engine.Type = op.Enum(enum.Raw)
	if !slices.Equal(known.Values, enum.Values) {
		column.Engine.Type.Values = enum.Values
	}
}
