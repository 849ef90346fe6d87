// Package ddltest makes up CREATE TABLE texts that SQLite accepts, in all the
// ways that its grammar allows, for the tests of what reads such texts.
package ddltest

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Table is a text about a table "t" that refers to itself and, by foreign keys,
// to a table "other" (id INTEGER PRIMARY KEY, code TEXT UNIQUE) that need not be
// there. Its columns are called "c 0", "c 1" and so on.
func Table(r *rand.Rand) string {
	g := &generator{Rand: r, columns: 1 + r.IntN(5)}
	for i := range g.columns {
		g.names = append(g.names, fmt.Sprintf("c %d", i))
	}
	g.rowidless = g.IntN(4) == 0
	g.key = g.IntN(3)
	if g.rowidless && g.key == 0 {
		g.key = 1
	}
	var items []string
	for i := range g.columns {
		items = append(items, g.column(i))
	}
	items[0] = "CREATE" + g.space() + "TABLE" + g.space() + g.quote("t") + g.gap() + "(" + g.gap() + items[0]
	text := strings.Join(items, g.comma())
	first := true
	for range g.IntN(4) {
		separator := g.comma()
		if !first && g.IntN(3) == 0 {
			separator = g.space()
		}
		text += separator + g.tableConstraint()
		first = false
	}
	if g.key == 2 {
		text += g.comma() + g.named() + g.word("primary key") + g.gap() + "(" + g.quote(g.names[0]) + g.pick("", " DESC", " collate nocase") + ")"
	}
	text += g.gap() + ")"
	if g.rowidless {
		text += g.gap() + g.word("without rowid")
	}
	return text
}

type generator struct {
	*rand.Rand
	columns   int
	names     []string
	rowidless bool
	key       int // 0: no primary key, 1: at the first column, 2: of the table
}

func (g *generator) column(i int) string {
	text := g.quote(g.names[i])
	if t := g.pick("", "int", "INTEGER", "varchar ( 20 )", "decimal(10,-2)", "unsigned big int", "\"my type\"", "text generated", "[x]"); t != "" {
		text += g.space() + g.word(t)
	}
	if i == 0 && g.key == 1 {
		text += g.space() + g.named() + g.word("primary key") + g.pick("", " asc", " DESC") + g.pick("", " on conflict ignore")
	}
	if i > 0 && g.IntN(5) == 0 {
		return text + g.space() + g.pick("", "GENERATED ALWAYS ") + g.word("as") + g.gap() + "(" + g.expression() + ")" + g.pick("", " virtual", " STORED")
	}
	for range g.IntN(4) {
		text += g.space() + g.columnConstraint()
	}
	return text
}

func (g *generator) columnConstraint() string {
	switch g.IntN(8) {
	case 0:
		return g.named() + g.word("not null") + g.pick("", " on conflict fail")
	case 1:
		return g.word("null")
	case 2:
		return g.word("default") + g.space() + g.pick("1", "-1.5e3", "'it''s, (CHECK'", `"x "" y"`, "bare", "`ticks`", "x'CAFE'",
			"NULL", "TRUE", "current_timestamp", "(1 + (2))", "(lower('A,)'))", "+ 5", "0xFF", ".5")
	case 3:
		return g.named() + g.word("check") + g.gap() + "(" + g.expression() + ")"
	case 4:
		return g.word("collate") + g.space() + g.pick("nocase", `"rtrim"`, "[binary]")
	case 5:
		return g.named() + g.word("unique") + g.pick("", " on conflict rollback")
	case 6:
		return g.named() + g.reference(g.pick("", "(id)", "( `code` )"))
	}
	return g.word("constraint") + g.space() + g.quote("lonely")
}

func (g *generator) reference(columns string) string {
	return g.word("references") + g.space() + g.quote("other") + columns +
		g.pick("", " on delete cascade", " ON UPDATE set null ON DELETE no action", " match full", " on delete set default on update restrict") +
		g.pick("", " deferrable", " NOT DEFERRABLE INITIALLY DEFERRED", " deferrable initially deferred", " not deferrable")
}

func (g *generator) tableConstraint() string {
	column := g.quote(g.names[g.IntN(g.columns)])
	switch g.IntN(4) {
	case 0:
		return g.named() + g.word("unique") + g.gap() + "(" + column + g.pick("", " desc", " COLLATE nocase ASC") + ")" + g.pick("", " on conflict abort")
	case 1:
		return g.named() + g.word("foreign key") + g.gap() + "(" + column + ")" + g.space() + g.reference(g.pick("(id)", "(`code`)"))
	case 2:
		return g.word("constraint") + g.space() + g.quote("lonely")
	}
	return g.named() + g.word("check") + g.gap() + "(" + g.expression() + ")"
}

// expression mentions the first column at most, which is never generated.
func (g *generator) expression() string {
	c := g.quote(g.names[0])
	return g.gap() + g.pick(c+" > 1", "length("+c+")<>2", c+" IN ('a', 'b)', 3)", "t."+c+" IS NOT NULL", "1",
		"case when "+c+"==1 then 'x' else (2) end", "CAST("+c+" AS \"text\") || '--'", "-"+c+" between 1 AND 2 /* ) */") + g.gap()
}

func (g *generator) named() string {
	if g.IntN(2) == 0 {
		return ""
	}
	return g.word("constraint") + g.space() + g.quote(fmt.Sprintf("con %d", g.IntN(100))) + g.space()
}

// quote writes an identifier in one of SQLite's ways.
func (g *generator) quote(name string) string {
	ways := []string{`"` + name + `"`, "`" + name + "`", "[" + name + "]"}
	if !strings.Contains(name, " ") {
		ways = append(ways, name, strings.ToUpper(name))
	}
	return g.pick(ways...)
}

func (g *generator) word(w string) string {
	if strings.Trim(w, "abcdefghijklmnopqrstuvwxyz ") != "" {
		return w
	}
	return g.pick(w, strings.ToUpper(w), strings.ReplaceAll(w, " ", "\n\t"), strings.ReplaceAll(w, " ", "/**/"))
}

func (g *generator) comma() string { return g.gap() + "," + g.gap() }

func (g *generator) space() string {
	return g.pick(" ", " ", "\n", "  ", " /* it's, ( */ ", " -- it's, )\n", "\t")
}

func (g *generator) gap() string {
	if g.IntN(2) == 0 {
		return ""
	}
	return g.space()
}

func (g *generator) pick(from ...string) string { return from[g.IntN(len(from))] }
