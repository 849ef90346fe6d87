package migrator_test

import (
	"context"
	"database/sql"
	"math"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"github.com/gmig/gmig/op"
)

func TestArgumentsOfExecBecomeLiterals(t *testing.T) {
	number, empty := 7, (*int)(nil)
	when := time.Date(2026, 11, 22, 10, 22, 11, 120000000, time.FixedZone("", -5400))
	tests := []struct {
		query string
		args  []any
		want  string // empty for an error
	}{
		{"?", []any{"it's \"$1\" ? \\"}, `'it''s "$1" ? \'`},
		{"? ? ?", []any{1, uint8(2), -3.5}, "1 2 -3.5"},
		{"? ?", []any{true, nil}, "TRUE NULL"},
		{"? ?", []any{&number, empty}, "7 NULL"},
		{"?", []any{when}, "'2026-11-22 10:22:11.12-01:30'"},
		{"? ?", []any{&when, time.Month(3)}, "'2026-11-22 10:22:11.12-01:30' 3"},
		{"IN ?", []any{[]string{"a", "b"}}, "IN ('a','b')"},
		{"@a @b", []any{sql.Named("a", "x"), map[string]any{"b": "y"}}, "'x' 'y'"},
		{"?", []any{gorm.Expr("now() + ?", "1 day")}, "now() + '1 day'"},
		{"? ?", []any{sql.NullString{}, sql.NullString{String: "x", Valid: true}}, "NULL 'x'"},
		{"?", []any{[]byte("text\n")}, "'text\n'"},
		{"?", []any{[]byte{0xff}}, ""},
		{"?", []any{"\x00"}, ""},
		{"?", []any{math.Inf(1)}, ""},
		{"?", []any{struct{ A int }{1}}, ""},
	}
	for _, tt := range tests {
		set := history(func(ctx context.Context, m *op.Migration) error {
			return m.Exec(ctx, "SELECT "+tt.query, tt.args...)
		})
		script, err := target{engine: "postgres"}.offline(t, set).Upgrade(context.Background(), "", "head")
		if tt.want == "" {
			if err == nil || !strings.Contains(err.Error(), "literal") {
				t.Errorf("%v: script %q, error %v, want one about the literal", tt.args, script, err)
			}
			continue
		}
		if err != nil || !strings.Contains(script, "SELECT "+tt.want+";\n") {
			t.Errorf("%v: error %v, want %s in\n%s", tt.args, err, tt.want, script)
		}
	}
}
