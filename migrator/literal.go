package migrator

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/gmig/gmig/dialect"
)

// withLiterals puts the arguments of Exec into the statement.
func withLiterals(db *gorm.DB, query string, args []any) (string, error) {
	values := make([]any, len(args))
	for i, arg := range args {
		value, err := literal(arg)
		if err != nil {
			return "", fmt.Errorf("argument %d: %w", i+1, err)
		}
		values[i] = value
	}
	done := db.Session(&gorm.Session{NewDB: true, DryRun: true}).Exec(query, values...)
	if done.Error != nil {
		return "", done.Error
	}
	if len(done.Statement.Vars) > 0 {
		return "", fmt.Errorf("a value of type %T has no literal: write it into the statement", done.Statement.Vars[0])
	}
	return done.Statement.SQL.String(), nil
}

// literal returns an argument of GORM's Exec as text that GORM writes into the
// statement as it is, with the same structure for lists and named arguments.
// What it does not know it returns unchanged.
func literal(arg any) (any, error) {
	if _, ok := arg.(driver.Valuer); !ok {
		switch v := arg.(type) {
		case clause.Expression, map[string]any:
			return each(v)
		case sql.NamedArg:
			value, err := literal(v.Value)
			return sql.Named(v.Name, value), err
		}
		if list := reflect.ValueOf(arg); isList(list) {
			return eachOf(list)
		}
	}
	text, err := dialect.Literal(arg, textOfBytes)
	if errors.Is(err, dialect.ErrNoLiteral) {
		return arg, nil
	}
	return clause.Expr{SQL: text}, err
}

// isList tells a list of values from the bytes that are one.
func isList(v reflect.Value) bool {
	return (v.Kind() == reflect.Slice || v.Kind() == reflect.Array) && v.Type() != reflect.TypeFor[[]byte]()
}

func eachOf(list reflect.Value) (any, error) {
	values := make([]any, list.Len())
	for i := range values {
		value, err := literal(list.Index(i).Interface())
		if err != nil {
			return nil, err
		}
		values[i] = value
	}
	return values, nil
}

// textOfBytes writes bytes that are text: a script does not say what column
// they go to.
func textOfBytes(b []byte) (string, error) {
	if !utf8.Valid(b) || strings.ContainsRune(string(b), 0) {
		return "", errors.New(`binary data has no literal that all databases read: write it into the statement, as '\x00'::bytea or x'00'`)
	}
	return dialect.Text(string(b)), nil
}

// each is literal for what holds several values.
func each(arg any) (any, error) {
	switch v := arg.(type) {
	case clause.Expr:
		values := make([]any, len(v.Vars))
		for i := range v.Vars {
			value, err := literal(v.Vars[i])
			if err != nil {
				return nil, err
			}
			values[i] = value
		}
		v.Vars = values
		return v, nil
	case map[string]any:
		values := make(map[string]any, len(v))
		for name := range v {
			value, err := literal(v[name])
			if err != nil {
				return nil, err
			}
			values[name] = value
		}
		return values, nil
	}
	return arg, nil
}
