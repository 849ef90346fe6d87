package migrator

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// withLiterals puts the arguments of Exec into the statement. GORM's own way,
// the dialectors' Explain, is made for logs: it writes strings in double quotes
// on SQLite, which are names there, and times without their zone.
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
	if valuer, ok := arg.(driver.Valuer); ok {
		value, err := driver.DefaultParameterConverter.ConvertValue(valuer)
		if err != nil {
			return nil, err
		}
		arg = value
	}
	switch v := arg.(type) {
	case nil:
		return raw("NULL"), nil
	case clause.Expression, map[string]any:
		return each(v)
	case sql.NamedArg:
		value, err := literal(v.Value)
		return sql.Named(v.Name, value), err
	case time.Time:
		return raw(text(v.Format(timeLayout))), nil
	case []byte:
		if !utf8.Valid(v) || strings.ContainsRune(string(v), 0) {
			return nil, errors.New(`binary data has no literal that all databases read: write it into the statement, as '\x00'::bytea or x'00'`)
		}
		return raw(text(string(v))), nil
	}
	return plain(arg)
}

// timeLayout is read as the same moment by PostgreSQL and by GORM's drivers of
// SQLite, which write it so themselves.
const timeLayout = "2006-01-02 15:04:05.999999-07:00"

// plain is literal for the types that their kind says all about.
func plain(arg any) (any, error) {
	v := reflect.ValueOf(arg)
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return raw("NULL"), nil
		}
		if v.Elem().Kind() != reflect.Struct || v.Elem().Type() == reflect.TypeFor[time.Time]() {
			return literal(v.Elem().Interface())
		}
	case reflect.String:
		if strings.ContainsRune(v.String(), 0) {
			return nil, errors.New("a string with a zero byte has no literal")
		}
		return raw(text(v.String())), nil
	case reflect.Bool:
		return raw(strings.ToUpper(strconv.FormatBool(v.Bool()))), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return raw(strconv.FormatInt(v.Int(), 10)), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return raw(strconv.FormatUint(v.Uint(), 10)), nil
	case reflect.Float32, reflect.Float64:
		if math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0) {
			return nil, fmt.Errorf("%v has no literal that all databases read", v.Float())
		}
		return raw(strconv.FormatFloat(v.Float(), 'g', -1, v.Type().Bits())), nil
	case reflect.Slice, reflect.Array:
		values := make([]any, v.Len())
		for i := range values {
			value, err := literal(v.Index(i).Interface())
			if err != nil {
				return nil, err
			}
			values[i] = value
		}
		return values, nil
	}
	return arg, nil
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

func raw(sql string) clause.Expr { return clause.Expr{SQL: sql} }

// text is a string constant of SQL.
func text(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
