package roundtrip

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gmig/gmig/dialect/sqlite/ddl"
	"github.com/gmig/gmig/versions"
)

// fingerprint is the schema of a database as sorted lines, the order of the
// columns in a table aside. It asks the catalog itself, and not package inspect:
// what that does not see, autogenerate would not see on either side.
func (d *database) fingerprint() (lines []string, err error) {
	if d.Dialector.Name() == "sqlite" {
		lines, err = d.sqliteFingerprint()
	} else {
		lines, err = d.strings(postgresFingerprint)
		for i, l := range lines {
			if definition, expression, ok := strings.Cut(l, " CHECK "); ok {
				lines[i] = definition + " CHECK " + bare.Replace(expression)
			}
		}
	}
	lines = slices.DeleteFunc(lines, func(l string) bool { return strings.Contains(l, versions.VersionTable) })
	slices.Sort(lines)
	return lines, err
}

// bare takes out what PostgreSQL writes into an expression in one way when it is
// created, and in another when the type of a column has been changed to the same.
var bare = strings.NewReplacer("(", "", ")", "", "::text[]", "", "::text", "", "::character varying", "")

const postgresFingerprint = `
WITH tables AS (
	SELECT oid, oid::regclass::text AS relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace IN (current_schema()::regnamespace, to_regnamespace('side'))
)
SELECT concat_ws(' ', 'table', relname, obj_description(oid, 'pg_class')) FROM tables
UNION ALL
SELECT concat_ws(' ', 'column', t.relname, a.attname, format_type(a.atttypid, a.atttypmod),
	CASE WHEN a.attnotnull THEN 'not null' END, 'identity=' || nullif(a.attidentity::text, ''), 'generated=' || nullif(a.attgenerated::text, ''),
	'collation=' || (SELECT collname FROM pg_collation c JOIN pg_type y ON y.oid = a.atttypid
		WHERE c.oid = a.attcollation AND a.attcollation <> y.typcollation),
	'default=' || pg_get_expr(d.adbin, d.adrelid), 'comment=' || col_description(t.oid, a.attnum),
	'storage=' || nullif(a.attstorage::text, (SELECT typstorage::text FROM pg_type WHERE oid = a.atttypid)))
FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
	LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
UNION ALL
SELECT concat_ws(' ', 'constraint', t.relname, c.conname, pg_get_constraintdef(c.oid), CASE WHEN NOT c.convalidated THEN 'not valid' END)
FROM tables t JOIN pg_constraint c ON c.conrelid = t.oid
UNION ALL
SELECT concat_ws(' ', 'index', pg_get_indexdef(i.indexrelid), 'comment=' || obj_description(i.indexrelid, 'pg_class'),
	CASE WHEN NOT i.indisvalid THEN 'invalid' END)
FROM tables t JOIN pg_index i ON i.indrelid = t.oid
UNION ALL
SELECT concat_ws(' ', 'sequence', s.seqrelid::regclass::text, format_type(s.seqtypid, NULL), s.seqincrement, s.seqmax, s.seqstart, s.seqcycle,
	(SELECT format('%s.%s %s', d.refobjid::regclass, a.attname, d.deptype) FROM pg_depend d
		JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
		WHERE d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.deptype IN ('a', 'i')))
FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid WHERE c.relnamespace IN (current_schema()::regnamespace, to_regnamespace('side'))`

// sqliteFingerprint takes the CREATE texts apart: the table's parts are a line
// each, without what SQLite does not distinguish, the case of keywords and the
// way of quoting.
func (d *database) sqliteFingerprint() (lines []string, err error) {
	tables, err := d.strings("SELECT sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
	if err != nil {
		return nil, err
	}
	for _, text := range tables {
		t, err := ddl.ParseTable(text)
		if err != nil {
			return nil, err
		}
		for i, part := range parts(text) {
			if i == 0 {
				part = "table"
			}
			lines = append(lines, t.Name+" "+unsaid.Replace(part))
		}
	}
	indexes, err := d.strings("SELECT sql FROM sqlite_master WHERE type <> 'table'")
	if err != nil {
		return nil, err
	}
	for _, text := range indexes {
		lines = append(lines, strings.Join(words(text), " "))
	}
	return lines, nil
}

// unsaid drops what a text may say or leave out.
var unsaid = strings.NewReplacer(` "default" "null"`, "", ` "on" "delete" "no" "action"`, "", ` "on" "update" "no" "action"`, "")

// parts are the words before the parenthesis of a CREATE TABLE, each column and
// constraint in it, and what follows.
func parts(create string) []string {
	all, depth := []string{""}, 0
	for _, word := range words(create) {
		switch {
		case word == "(":
			depth++
			if depth == 1 {
				all = append(all, "")
				continue
			}
		case word == ")":
			depth--
			if depth == 0 {
				all = append(all, "options:")
				continue
			}
		case word == "," && depth == 1:
			all = append(all, "")
			continue
		}
		all[len(all)-1] += " " + word
	}
	return all
}

func words(sql string) (all []string) {
	for _, t := range ddl.Tokenize(sql) {
		switch t.Kind {
		case ddl.Space, ddl.Comment:
		case ddl.Quoted, ddl.String:
			all = append(all, fmt.Sprintf("%q", t.Name()))
		case ddl.Word:
			all = append(all, fmt.Sprintf("%q", strings.ToLower(t.Text)))
		default:
			all = append(all, t.Text)
		}
	}
	return all
}

// difference lists the lines that only one of two fingerprints has.
func difference(want, got []string) string {
	var b strings.Builder
	count := map[string]int{}
	for _, l := range want {
		count[l]++
	}
	for _, l := range got {
		count[l]--
	}
	for _, l := range slices.Sorted(slices.Values(slices.Concat(want, got))) {
		for ; count[l] > 0; count[l]-- {
			b.WriteString("\n\t- " + l)
		}
		for ; count[l] < 0; count[l]++ {
			b.WriteString("\n\t+ " + l)
		}
	}
	return b.String()
}
