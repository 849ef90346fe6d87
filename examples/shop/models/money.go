package models

import (
	"database/sql/driver"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Money is an amount in cents. The database keeps it as a decimal; how wide is each column's own
// decision, so the type tag of the field says it.
type Money int64

// String writes the amount with two decimals, such as "12.50".
func (m Money) String() string {
	sign := ""
	if m < 0 {
		sign, m = "-", -m
	}
	return fmt.Sprintf("%s%d.%02d", sign, int64(m/100), int64(m%100))
}

// Value hands the amount to the database as decimal text, which no engine rounds on the way.
func (m Money) Value() (driver.Value, error) { return m.String(), nil }

// Scan takes a decimal in whichever form the driver returns one: text from PostgreSQL, an integer
// or a float from SQLite, which has no decimals of its own.
func (m *Money) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*m = 0
	case int64:
		*m = Money(v * 100)
	case float64:
		*m = Money(math.Round(v * 100))
	case []byte:
		return m.parse(string(v))
	case string:
		return m.parse(v)
	default:
		return fmt.Errorf("read an amount: a %T is not a decimal", src)
	}
	return nil
}

func (m *Money) parse(text string) error {
	whole, cents, _ := strings.Cut(text, ".")
	if whole == "" || len(cents) > 2 {
		return fmt.Errorf("read the amount %q: not a number with two decimals at most", text)
	}
	n, err := strconv.ParseInt(whole+(cents + "00")[:2], 10, 64)
	if err != nil {
		return fmt.Errorf("read the amount %q: %w", text, err)
	}
	*m = Money(n)
	return nil
}
