package sqlite

import (
	"context"
	"errors"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/sqlite/ddl"
)

// errEnforced guards the rows of referring tables: see Compile.
var errEnforced = errors.New("the table must be rebuilt, and with PRAGMA foreign_keys on that would delete the rows that refer to it: run it in the transaction of the dialect's Begin")

// rebuild is the plan of giving a table another definition.
type rebuild struct {
	old *table
	// text is the table's new definition; it starts as the old one.
	text *ddl.Table
	// fill holds the expressions that stand in for NULL in the copied rows, by
	// column in folded case.
	fill map[string]string
	// computed holds the expressions that copied rows take a column's value from,
	// by column in folded case.
	computed map[string]string
	// lost holds the indexes that are not created again, by name.
	lost map[string]bool
	// narrower tells that a column goes, which views may read.
	narrower bool
}

// startRebuild reads a table and checks that it can be rebuilt now.
func startRebuild(ctx context.Context, db dialect.Queryer, written string) (*rebuild, error) {
	old, err := load(ctx, db, written)
	if err != nil {
		return nil, err
	}
	enforced, err := pragma(ctx, db, "foreign_keys")
	if err != nil {
		return nil, err
	}
	if enforced != 0 {
		return nil, errEnforced
	}
	text, err := ddl.ParseTable(old.text.String())
	if err != nil {
		return nil, err
	}
	return &rebuild{old: old, text: text, fill: map[string]string{}, computed: map[string]string{}, lost: map[string]bool{}}, nil
}

// statements are the rebuild in SQL, none if the definition did not change.
//
// The old table steps aside under another name and the new one is created from
// its text under its own, so the text, the statistics of ANALYZE and the names
// in error messages are the table's. With legacy_alter_table on, SQLite leaves
// alone what refers to the table: foreign keys of other tables, their triggers
// and views then mean the new one. (SQLite's manual, "Making Other Kinds Of
// Table Schema Changes", renames the new table instead; that is for
// connections whose rename rewrites references.)
func (r *rebuild) statements(ctx context.Context, db dialect.Queryer) ([]string, error) {
	if r.text.String() == r.old.text.String() {
		return nil, nil
	}
	aside, err := freeName(ctx, db, r.old.tableRef)
	if err != nil {
		return nil, err
	}
	legacy, err := pragma(ctx, db, "legacy_alter_table")
	if err != nil {
		return nil, err
	}
	create, err := ddl.ParseTable(r.text.String())
	if err != nil {
		return nil, err
	}
	if r.old.schema != "" {
		if err := create.Qualify(r.old.schema); err != nil {
			return nil, err
		}
	}
	var out []string
	for _, t := range r.old.triggers {
		out = append(out, "DROP TRIGGER "+tableRef{r.old.schema, t.name}.quoted())
	}
	saveStatistics, restoreStatistics, err := r.statistics(ctx, db)
	if err != nil {
		return nil, err
	}
	out = append(out, saveStatistics...)
	for _, i := range r.old.indexes {
		out = append(out, "DROP INDEX "+tableRef{r.old.schema, i.name}.quoted())
	}
	out = append(out, r.move(aside, create.String(), legacy != 0)...)
	for _, i := range r.old.indexes {
		if !r.lost[i.name] {
			out = append(out, r.old.in(i.sql))
		}
	}
	out = append(out, restoreStatistics...)
	for _, t := range r.old.triggers {
		out = append(out, r.old.in(t.sql))
	}
	if !r.narrower {
		return out, nil
	}
	views, err := workingViews(ctx, db, r.old.tableRef)
	return append(out, views...), err
}

// move creates the new table and brings the rows and the AUTOINCREMENT counter
// over from the old one. legacy tells how legacy_alter_table is set; it is on
// for one statement alone, so that one that fails leaves it as it was.
func (r *rebuild) move(aside, create string, legacy bool) []string {
	holder := tableRef{r.old.schema, aside}.quoted()
	targets, sources := r.columns()
	insert := "INSERT OR ABORT INTO " + r.old.quoted() + " (" + strings.Join(targets, ", ") + ") SELECT "
	if !ddl.Qualifies(r.old.text.String(), r.old.name) && !ddl.Qualifies(r.text.String(), r.old.name) {
		out := []string{"ALTER TABLE " + r.old.quoted() + " RENAME TO " + ddl.QuoteName(aside)}
		if !legacy {
			out = []string{"PRAGMA legacy_alter_table = ON", out[0], "PRAGMA legacy_alter_table = OFF"}
		}
		out = append(out, create)
		if len(targets) > 0 {
			out = append(out, insert+strings.Join(sources, ", ")+" FROM "+holder)
		}
		return append(append(out, r.counter(aside, false)...), "DROP TABLE "+holder)
	}
	// A CHECK that writes the table's name before a column cannot live under
	// another name: the rows wait in a plain table instead.
	var named, waiting []string
	for i, source := range sources {
		column := ddl.QuoteName("c" + string(rune('0'+i%10)) + strings.Repeat("_", i/10))
		named = append(named, source+" AS "+column)
		waiting = append(waiting, column)
	}
	out := []string{}
	if len(targets) > 0 {
		out = append(out, "CREATE TABLE "+holder+" AS SELECT "+strings.Join(named, ", ")+" FROM "+r.old.quoted())
	}
	out = append(out, r.counter(aside, true)...)
	out = append(out, "DROP TABLE "+r.old.quoted(), create)
	if len(targets) > 0 {
		out = append(out, insert+strings.Join(waiting, ", ")+" FROM "+holder+" ORDER BY rowid", "DROP TABLE "+holder)
	}
	return append(out, r.counter(aside, false)...)
}

// counter moves the row of sqlite_sequence: aside, or back to the table's name.
func (r *rebuild) counter(aside string, away bool) []string {
	oldKey, newKey := r.old.text.PrimaryKey(), r.text.PrimaryKey()
	if oldKey == nil || newKey == nil || !oldKey.Autoincrement || !newKey.Autoincrement {
		return nil
	}
	from, to := aside, r.old.name
	if away {
		from, to = to, from
	}
	sequence := tableRef{r.old.schema, "sqlite_sequence"}.quoted()
	return []string{
		"DELETE FROM " + sequence + " WHERE name = " + ddl.QuoteString(to),
		"INSERT INTO " + sequence + " (name, seq) SELECT " + ddl.QuoteString(to) + ", seq FROM " + sequence +
			" WHERE name = " + ddl.QuoteString(from),
		"DELETE FROM " + sequence + " WHERE name = " + ddl.QuoteString(from),
	}
}

// columns are the columns to write and, for each, what to read it from: those
// that both definitions have and that are not computed, and the rowid where no
// column holds it.
func (r *rebuild) columns() (targets, sources []string) {
	alias := r.text.RowidColumn()
	if rowid := r.rowid(); rowid != "" && (alias == nil || r.old.text.Column(alias.Name) == nil) {
		target := rowid
		if alias != nil {
			target = ddl.QuoteName(alias.Name)
		}
		targets, sources = append(targets, target), append(sources, rowid)
	}
	for _, c := range r.text.Columns {
		before := r.old.text.Column(c.Name)
		if before == nil || c.Last(ddl.Generated) != nil {
			continue
		}
		source := ddl.QuoteName(before.Name)
		if expression, ok := r.computed[ddl.FoldName(c.Name)]; ok {
			source = expression
		}
		if fill, ok := r.fill[ddl.FoldName(c.Name)]; ok {
			source = "COALESCE(" + source + ", " + fill + ")"
		}
		targets, sources = append(targets, ddl.QuoteName(c.Name)), append(sources, source)
	}
	return targets, sources
}

// rowid is a name under which both tables show their rowid, empty if there is
// none.
func (r *rebuild) rowid() string {
	if r.old.text.WithoutRowid || r.text.WithoutRowid {
		return ""
	}
	for _, n := range rowidNames() {
		if r.old.text.Column(n) == nil && r.text.Column(n) == nil {
			return n
		}
	}
	return ""
}

// rowidNames are SQLite's names of the rowid, each unless a column has it.
func rowidNames() []string { return []string{"rowid", "_rowid_", "oid"} }
