package op

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// ExecOp runs SQL text as it is.
type ExecOp struct {
	// SQL runs on every dialect that has no text of its own; empty runs
	// nothing there.
	SQL string
	// Texts holds the dialects' own texts by dialect name.
	Texts map[string]string
}

// Exec runs SQL text on every dialect: Exec("UPDATE users SET age = 0").
// Exec("").On("postgres", ...) runs on PostgreSQL alone.
func Exec(sql string) *ExecOp { return &ExecOp{SQL: sql} }

// On sets the text for one dialect.
func (o *ExecOp) On(dialect, sql string) *ExecOp {
	texts := maps.Clone(o.Texts)
	if texts == nil {
		texts = map[string]string{}
	}
	texts[dialect] = sql
	o.Texts = texts
	return o
}

// For returns the text that runs on a dialect, empty for none.
func (o *ExecOp) For(dialect string) string {
	if text, ok := o.Texts[dialect]; ok {
		return text
	}
	return o.SQL
}

// Describe implements Operation.
func (o *ExecOp) Describe() string {
	const most = 40
	sql := o.SQL
	for _, dialect := range slices.Sorted(maps.Keys(o.Texts)) {
		if sql == "" {
			sql = o.Texts[dialect]
		}
	}
	text := strings.Join(strings.Fields(sql), " ")
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return fmt.Sprintf("run %q", text)
}

func (*ExecOp) operation() {}
