package dialect

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/gmig/gmig/op"
)

// ErrNoLiteral is wrapped by the error of Literal for a value of a type that
// SQL has no constant for.
var ErrNoLiteral = errors.New("it has no literal")

// timeLayout is read as the same moment by PostgreSQL and by GORM's drivers of
// SQLite, which write it so themselves.
const timeLayout = "2006-01-02 15:04:05.999999-07:00"

// Literal writes a Go value, as database/sql takes it, as a constant of SQL.
// bytes writes the value of a []byte. GORM's own way, the dialectors' Explain,
// is made for logs: it writes strings in double quotes on SQLite, which are
// names there, and times without their zone.
func Literal(value any, bytes func([]byte) (string, error)) (string, error) {
	if valuer, ok := value.(driver.Valuer); ok {
		converted, err := driver.DefaultParameterConverter.ConvertValue(valuer)
		if err != nil {
			return "", err
		}
		value = converted
	}
	switch v := value.(type) {
	case nil:
		return "NULL", nil
	case time.Time:
		return Text(v.Format(timeLayout)), nil
	case []byte:
		return bytes(v)
	}
	v := reflect.ValueOf(value)
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return "NULL", nil
		}
		return Literal(v.Elem().Interface(), bytes)
	case reflect.String:
		if strings.ContainsRune(v.String(), 0) {
			return "", errors.New("a string with a zero byte has no literal")
		}
		return Text(v.String()), nil
	case reflect.Bool:
		return strings.ToUpper(strconv.FormatBool(v.Bool())), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return strconv.FormatUint(v.Uint(), 10), nil
	case reflect.Float32, reflect.Float64:
		if math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0) {
			return "", fmt.Errorf("%v has no literal that all databases read", v.Float())
		}
		return strconv.FormatFloat(v.Float(), 'g', -1, v.Type().Bits()), nil
	}
	return "", fmt.Errorf("a value of type %T: %w", value, ErrNoLiteral)
}

// Text is a string constant of SQL.
func Text(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// rowsAtOnce is how many rows a statement of Insert has.
const rowsAtOnce = 500

// Insert writes the statements of a BulkInsertOp. quote quotes the names of
// columns; table comes quoted.
func Insert(o *op.BulkInsertOp, table string, quote func(string) string, bytes func([]byte) (string, error)) ([]string, error) {
	columns, err := o.Columns()
	if err != nil {
		return nil, err
	}
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = quote(c)
	}
	head := "INSERT INTO " + table + " (" + strings.Join(names, ", ") + ") VALUES\n\t"
	var statements, rows []string
	for i, row := range o.Rows {
		values := make([]string, len(columns))
		for k, c := range columns {
			if values[k], err = Literal(row[c], bytes); err != nil {
				return nil, fmt.Errorf("inserting into %q: row %d, column %q: %w", o.Table, i+1, c, err)
			}
		}
		rows = append(rows, "("+strings.Join(values, ", ")+")")
		if len(rows) == rowsAtOnce || i == len(o.Rows)-1 {
			statements = append(statements, head+strings.Join(rows, ",\n\t"))
			rows = nil
		}
	}
	return statements, nil
}
