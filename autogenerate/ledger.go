package autogenerate

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// ledger is the schema as the revision files define it: in the portable words
// that no database keeps. On SQLite String(64) and String(128) are the same
// text; the ledger knows which it is.
type ledger struct {
	tables map[string]*op.CreateTableOp
	// indexes are by name.
	indexes map[string]*op.CreateIndexOp
	// enums are the values by the enum's name.
	enums map[string][]string
	// plain tells that the files write out all that they do.
	plain bool
}

// newLedger adds up the upgrades of a history.
func newLedger(files []versions.File) (*ledger, error) {
	l := &ledger{tables: map[string]*op.CreateTableOp{}, indexes: map[string]*op.CreateIndexOp{}, enums: map[string][]string{}, plain: true}
	g, err := versions.FilesGraph(files)
	if err != nil {
		return nil, err
	}
	steps, err := g.Upgrade(nil, "heads")
	if err != nil {
		return nil, err
	}
	byID := map[string]versions.File{}
	for _, f := range files {
		byID[f.Revision.ID] = f
	}
	for _, step := range steps {
		f := byID[step.Revision.ID]
		l.plain = l.plain && f.Plain
		for _, o := range f.Upgrade {
			l.apply(o)
		}
	}
	return l, nil
}

// apply enters an operation. What it does to an object that the ledger does
// not have, it leaves out.
func (l *ledger) apply(o op.Operation) {
	l.applyEnum(o)
	switch o := o.(type) {
	case *op.CreateTableOp:
		table := *o
		table.Columns, table.Checks = slices.Clone(o.Columns), slices.Clone(o.Checks)
		l.tables[o.Name] = &table
	case *op.DropTableOp:
		delete(l.tables, o.Name)
	case *op.RenameTableOp:
		if t := l.tables[o.From]; t != nil {
			delete(l.tables, o.From)
			l.tables[o.To] = t
		}
		for name, i := range l.indexes {
			if i.Table == o.From {
				moved := *i
				moved.Table = o.To
				l.indexes[name] = &moved
			}
		}
	case *op.AlterTableOptionsOp:
		if t := l.tables[o.Table]; t != nil {
			t.Options = o.To
		}
	case *op.CreateIndexOp:
		l.indexes[o.Name] = o
	case *op.DropIndexOp:
		delete(l.indexes, o.Name)
	case *op.RenameIndexOp:
		if i := l.indexes[o.From]; i != nil {
			renamed := *i
			renamed.Name = o.To
			delete(l.indexes, o.From)
			l.indexes[o.To] = &renamed
		}
	case *op.RenameConstraintOp:
		if c := l.findCheck(o.Table, o.From); c != nil {
			l.check(o.Table, o.From, op.Check(o.To, c.SQL))
		}
	case *op.AddColumnOp:
		l.column(o.Table, o.Column.Name, o.Column)
	case *op.AlterColumnOp:
		l.column(o.Table, o.To.Name, o.To)
	case *op.DropColumnOp:
		l.column(o.Table, o.Name, nil)
	case *op.RenameColumnOp:
		l.rename(renaming{table: o.Table, from: o.From, to: o.To})
	case *op.AddConstraintOp:
		switch c := o.Constraint.(type) {
		case *op.CheckDef:
			l.check(o.Table, c.Name, c)
		case *op.PrimaryKeyDef:
			l.primaryKey(o.Table, c)
		}
	case *op.DropConstraintOp:
		switch c := o.Constraint.(type) {
		case *op.CheckDef:
			l.check(o.Table, c.Name, nil)
		case *op.PrimaryKeyDef:
			l.primaryKey(o.Table, nil)
		}
	}
}

// rename gives a column its new name wherever the ledger has it.
func (l *ledger) rename(r renaming) {
	if t := l.tables[r.table]; t != nil {
		for i, c := range t.Columns {
			t.Columns[i] = r.column(c)
		}
		for i, c := range t.Checks {
			t.Checks[i] = r.check(c)
		}
		if t.PrimaryKey != nil {
			t.PrimaryKey = r.primaryKey(t.PrimaryKey)
		}
	}
	for name, i := range l.indexes {
		if i.Table == r.table {
			l.indexes[name] = r.index(i)
		}
	}
}

// column puts a column in the place of the one of a name, or takes it out.
func (l *ledger) column(table, name string, c *op.ColumnDef) {
	if t := l.tables[table]; t != nil {
		t.Columns = place(t.Columns, c, c == nil, func(other *op.ColumnDef) bool { return other.Name == name })
	}
}

func (l *ledger) check(table, name string, c *op.CheckDef) {
	if t := l.tables[table]; t != nil {
		t.Checks = place(t.Checks, c, c == nil, func(other *op.CheckDef) bool { return other.Name == name })
	}
}

// place replaces an item of a list, appends one that the list does not have, or
// removes it.
func place[T any](list []T, item T, remove bool, same func(T) bool) []T {
	i := slices.IndexFunc(list, same)
	switch {
	case i < 0 && remove:
		return list
	case i < 0:
		return append(list, item)
	case remove:
		return slices.Delete(list, i, i+1)
	}
	list[i] = item
	return list
}

func (l *ledger) findColumn(table, name string) *op.ColumnDef {
	if t := l.tables[table]; t != nil {
		for _, c := range t.Columns {
			if c.Name == name {
				return c
			}
		}
	}
	return nil
}

// respell gives the objects of the live schema the words of the history,
// wherever that defines what the database has.
func (l *ledger) respell(live *inspect.Schema, d dialect.Dialect) {
	for _, t := range live.Tables {
		for i, c := range t.Columns {
			if own := l.findColumn(t.Name, c.Engine.Name); own != nil {
				t.Columns[i].File = respellColumn(c, own, d)
				if c.Engine.Required && inKey(t, c.Engine.Name) {
					t.Columns[i].File.Required = own.Required // or the key is all that refuses NULL
				}
			}
		}
		for i, c := range t.Checks {
			if own := l.findCheck(t.Name, c.Engine.Name); own != nil {
				t.Checks[i].File = own
			}
		}
		l.respellPrimaryKey(t)
		for i, index := range t.Indexes {
			if own := l.indexes[index.Engine.Name]; own != nil && own.Table == t.Name &&
				own.IsUnique == index.Engine.IsUnique && len(own.Parts) == len(index.Engine.Parts) {
				file := *own
				file.Remark = index.File.Remark
				t.Indexes[i].File = &file
			}
		}
	}
}

func (l *ledger) findCheck(table, name string) *op.CheckDef {
	if t := l.tables[table]; t != nil && name != "" {
		for _, c := range t.Checks {
			if c.Name == name {
				return c
			}
		}
	}
	return nil
}

// respellColumn takes the type and the default from the history's definition
// if they are those of the live column.
func respellColumn(live inspect.Pair[*op.ColumnDef], own *op.ColumnDef, d dialect.Dialect) *op.ColumnDef {
	file := live.File.Clone()
	if d.SameType(live.Engine, own) {
		file.Type = own.Type
	}
	if sameDefault(file.DefaultTo, own.DefaultTo) || file.DefaultTo == nil && isNull(own.DefaultTo) {
		file.DefaultTo = own.DefaultTo
	}
	if g, o := file.GeneratedAs, own.GeneratedAs; g != nil && o != nil && g.Virtual == o.Virtual && bareWords(g.SQL) == bareWords(o.SQL) {
		generated := *o
		file.GeneratedAs = &generated
	}
	if file.Remark == "" {
		file.Remark = own.Remark
	}
	return file
}

// typeCast is what PostgreSQL adds to an expression when it writes it out:
// lower('ABC') becomes lower('ABC'::text).
var typeCast = regexp.MustCompile(`::("[^"]*"|[\w.]+)( varying| precision)?(\s*\([\d, ]*\))?( with(out)? time zone)?(\[\])*`)

// bareWords is an expression without what PostgreSQL adds when it writes it out.
func bareWords(sql string) string {
	sql = typeCast.ReplaceAllString(sql, "")
	return strings.ToLower(strings.NewReplacer("(", "", ")", "", `"`, "", "`", "", " ", "").Replace(sql))
}

// sameDefault compares defaults that may be a value here and SQL there, or SQL
// as the user wrote it and as PostgreSQL writes it out.
func sameDefault(a, b *op.DefaultDef) bool {
	if a == nil || b == nil {
		return a == b
	}
	x, y := defaultWords(a), defaultWords(b)
	// PostgreSQL adds the zone of the session that set the default.
	if withoutZone, had := cutZone(x); had {
		if _, also := cutZone(y); !also {
			x = withoutZone
		}
	}
	return strings.EqualFold(x, y)
}

var zoned = regexp.MustCompile(`^(\d+-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?)[+-]\d\d(?::\d\d)?$`)

// cutZone parts a time from the zone behind it.
func cutZone(text string) (time string, found bool) {
	if m := zoned.FindStringSubmatch(text); m != nil {
		return m[1], true
	}
	return text, false
}

func defaultWords(d *op.DefaultDef) string {
	text := strings.TrimSpace(d.SQL)
	if d.Value != nil {
		return strings.Trim(fmt.Sprint(d.Value), `'"`)
	}
	text = typeCast.ReplaceAllString(text, "")
	for enclosed(text) {
		text = strings.TrimSpace(text[1 : len(text)-1])
	}
	return strings.Trim(text, `'"`)
}

// enclosed reports whether the first parenthesis of an expression is closed by
// its last character.
func enclosed(sql string) bool {
	if !strings.HasPrefix(sql, "(") || !strings.HasSuffix(sql, ")") {
		return false
	}
	depth := 0
	for i, r := range sql {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			return i == len(sql)-1
		}
	}
	return false
}

// elsewhere finds the columns that are what the models want on the live engine
// and are not on another one that the application supports.
func (l *ledger) elsewhere(live, desired *inspect.Schema, d dialect.Dialect, others []dialect.Dialect) (found []elsewhere) {
	if !l.plain {
		return nil
	}
	for _, wanted := range desired.Tables {
		t := live.Table(wanted.Name)
		if t == nil {
			continue
		}
		for _, c := range wanted.Columns {
			i := t.Column(c.Engine.Name)
			own := l.findColumn(t.Name, c.Engine.Name)
			if i < 0 || own == nil || !equal(t.Columns[i].Engine, c.Engine) || !d.SameType(own, c.File) {
				continue
			}
			unseenComment := own.Remark != c.File.Remark && !d.KeepsComments()
			unseenNull := isNull(own.DefaultTo) != isNull(c.File.DefaultTo) && !d.KeepsNullDefault(c.File)
			inBoth := inKey(t, c.Engine.Name) && inKey(wanted, c.Engine.Name)
			unseenRequired := own.Required != c.File.Required && c.Engine.Required && inBoth
			for _, other := range others {
				if !other.SameType(own, c.File) || unseenRequired || unseenComment && other.KeepsComments() ||
					unseenNull && other.KeepsNullDefault(c.File) {
					found = append(found, elsewhere{table: t.Name, column: c.Engine.Name, dialect: other})
					break
				}
			}
		}
	}
	return found
}

// elsewhere is a column of which another engine alone sees what changes: the type,
// the comment, a default of NULL, or whether one of the key refuses NULL by
// itself.
type elsewhere struct {
	table, column string
	dialect       dialect.Dialect
}
