package gormschema

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm/schema"
)

// The SQLSTATEs of a type and of a function that do not exist.
const (
	undefinedObject   = "42704"
	undefinedFunction = "42883"
)

// withTableHint adds to the error for a table that the database cannot create
// what it takes.
func withTableHint(err error, s *schema.Schema) error {
	var state interface{ SQLState() string }
	if errors.As(err, &state) {
		switch state.SQLState() {
		case undefinedObject:
			if strings.Contains(err.Error(), "collation") {
				return fmt.Errorf("%w: GORM writes the name as the tag has it: one with capitals needs quotes, collate:\\\"C\\\"", err)
			}
			return fmt.Errorf("%w: if it is an enum, list it in env.go: Enums: []gormschema.EnumType{gormschema.Enum(\"name\", \"value\", ...)}; else create it in a revision, with op.Exec, and upgrade first", err)
		case undefinedFunction:
			return fmt.Errorf("%w: create the function, or the extension that brings it, in a revision, with op.Exec, and upgrade first", err)
		}
		return err
	}
	if !strings.Contains(err.Error(), `near "(": syntax error`) {
		return err
	}
	if f := calledDefault(s); f != nil {
		return fmt.Errorf("%w: SQLite takes a function for a default in parentheses only: field %q with the tag `default:(%s)` serves PostgreSQL too", err, f.Name, f.DefaultValue)
	}
	return err
}

// calledDefault returns the first field whose default is a function without
// parentheses around it, nil for none.
func calledDefault(s *schema.Schema) *schema.Field {
	i := slices.IndexFunc(s.Fields, func(f *schema.Field) bool {
		return f.DefaultValueInterface == nil && strings.Contains(f.DefaultValue, "(") && !strings.HasPrefix(f.DefaultValue, "(")
	})
	if i < 0 {
		return nil
	}
	return s.Fields[i]
}
