package roundtrip

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gmig/gmig/inspect"
)

// run executes statements on one connection and ends the transaction that they
// began.
func (d *database) run(statements []string, end string) error {
	return d.pinned(func(conn *sql.Conn) error {
		ctx := context.Background()
		for _, s := range append(statements, end) {
			if _, err := conn.ExecContext(ctx, s); err != nil {
				_, _ = conn.ExecContext(ctx, "ROLLBACK") // the error that counts is the first
				return fmt.Errorf("%w in %s", err, s)
			}
		}
		return nil
	})
}

// content are the rows of the tables and columns that both schemas have, as
// text: a line for each row, sorted.
func (d *database) content(a, b *inspect.Schema) (lines []string, err error) {
	for _, t := range a.Tables {
		other := b.Table(t.Name)
		if other == nil {
			continue
		}
		var columns []string
		for _, c := range t.Columns {
			i := other.Column(c.Engine.Name)
			if i >= 0 && c.Engine.GeneratedAs == nil && other.Columns[i].Engine.GeneratedAs == nil {
				columns = append(columns, d.asText(c.Engine.Name))
			}
		}
		if len(columns) == 0 {
			columns = []string{"''"}
		}
		slices.Sort(columns)
		rows, err := d.strings("SELECT " + strings.Join(columns, " || '|' || ") + " FROM " + d.dialect.Quote(t.Name))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			lines = append(lines, t.Name+": "+canonical(r))
		}
	}
	slices.Sort(lines)
	return lines, nil
}

// asText is the SQL of a column's value as text.
func (d *database) asText(column string) string {
	text := d.dialect.Quote(column)
	if d.Dialector.Name() == "sqlite" {
		return "quote(" + text + ")"
	}
	return "coalesce(" + text + "::text, 'NULL')"
}

// zoned is a time in the zone of the sessions, as a column with a zone shows it.
var zoned = regexp.MustCompile(`^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?)\+00$`)

// canonical gives values the same text whatever type they went through: the
// number one is 1, 1.00, '1', true and \x31.
func canonical(row string) string {
	values := strings.Split(row, "|")
	for i, v := range values {
		v = strings.TrimSpace(strings.Trim(strings.TrimSpace(v), "'"))
		v = zoned.ReplaceAllString(v, "$1")
		if b, err := hex.DecodeString(strings.TrimPrefix(v, `\x`)); err == nil && strings.HasPrefix(v, `\x`) {
			v = string(b)
		}
		switch f, err := strconv.ParseFloat(v, 64); {
		case err == nil:
			v = strconv.FormatFloat(f, 'g', -1, 64)
		case v == "true" || v == "t":
			v = "1"
		case v == "false" || v == "f":
			v = "0"
		}
		values[i] = v
	}
	return strings.Join(values, " | ")
}
