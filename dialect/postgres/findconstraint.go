package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// dropConstraint drops a constraint, but never the primary key in the name of a
// unique constraint: see mergedKey.
func (d *Dialect) dropConstraint(ctx context.Context, db dialect.Queryer, o *op.DropConstraintOp) ([]string, error) {
	constraint := o.Constraint.ConstraintName()
	switch {
	case constraint == "" && db == nil:
		return d.dropUnnamed(o.Table, o.Constraint, notFound(nil)), nil
	case constraint == "":
		candidates, err := d.candidates(ctx, db, o.Table, o.Constraint)
		if err != nil {
			return nil, fmt.Errorf("compiling %s: looking up its name: %w", o.Describe(), err)
		}
		constraint = findConstraint(candidates, o.Constraint)
		if _, check := o.Constraint.(*op.CheckDef); constraint == "" && check && len(candidates) > 0 {
			// The server may have put the expression in other words.
			return d.dropUnnamed(o.Table, o.Constraint, notFound(candidates)), nil
		}
		if constraint == "" {
			return nil, fmt.Errorf("compiling %s: %s", o.Describe(), notFound(candidates))
		}
	case db != nil:
		var err error
		if constraint, err = d.presentName(ctx, db, o.Table, o.Constraint); err != nil {
			return nil, fmt.Errorf("compiling %s: %w", o.Describe(), err)
		}
	}
	if _, ok := o.Constraint.(*op.UniqueDef); ok {
		return d.dropUnique(ctx, db, o, constraint)
	}
	return []string{"ALTER TABLE " + d.Quote(o.Table) + " DROP CONSTRAINT " + ident(constraint)}, nil
}

const constraintsOfKind = `
SELECT con.conname, coalesce(pg_get_expr(con.conbin, con.conrelid), ''),
	con.confrelid IS NOT DISTINCT FROM to_regclass(nullif($3, ''))::oid,
	(SELECT json_agg(a.attname ORDER BY k.ord) FROM unnest(con.conkey) WITH ORDINALITY k(num, ord)
		JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.num)::text,
	(SELECT json_agg(a.attname ORDER BY k.ord) FROM unnest(con.confkey) WITH ORDINALITY k(num, ord)
		JOIN pg_attribute a ON a.attrelid = con.confrelid AND a.attnum = k.num)::text
FROM pg_constraint con
WHERE con.conrelid = to_regclass($1) AND con.contype::text = $2 AND con.conparentid = 0
ORDER BY con.conname`

// candidate is a constraint of the table that findConstraint looks through.
type candidate struct {
	name, check         string
	refers              bool // to the table that is looked for
	columns, refColumns []string
}

// findConstraint finds the name that the database gave a constraint, by what
// the constraint says; "" for none. Of several that say the same it takes the
// first by name: to drop either leaves the same rules.
func findConstraint(candidates []candidate, c op.Constraint) string {
	for _, have := range candidates {
		if have.matches(c) {
			return have.name
		}
	}
	return ""
}

// candidates are the constraints of a table that are of the kind of c.
func (d *Dialect) candidates(ctx context.Context, db dialect.Queryer, table string, c op.Constraint) ([]candidate, error) {
	kind, target := "", ""
	switch c := c.(type) {
	case *op.PrimaryKeyDef:
		kind = "p"
	case *op.UniqueDef:
		kind = "u"
	case *op.CheckDef:
		kind = "c"
	case *op.ForeignKeyDef:
		kind, target = "f", d.Quote(c.RefTable)
	}
	return readCandidates(ctx, db, d.Quote(table), kind, target)
}

func readCandidates(ctx context.Context, db dialect.Queryer, table, kind, target string) ([]candidate, error) {
	rows, err := db.QueryContext(ctx, constraintsOfKind, table, kind, target)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []candidate
	for rows.Next() {
		var (
			c                   candidate
			columns, refColumns *string
		)
		if err := rows.Scan(&c.name, &c.check, &c.refers, &columns, &refColumns); err != nil {
			return nil, err
		}
		for _, list := range []struct {
			text *string
			to   *[]string
		}{{columns, &c.columns}, {refColumns, &c.refColumns}} {
			if list.text == nil {
				continue
			}
			if err := json.Unmarshal([]byte(*list.text), list.to); err != nil {
				return nil, err
			}
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

// matches reports whether the candidate says what a definition says. A table
// has one primary key at most.
func (have candidate) matches(c op.Constraint) bool {
	switch c := c.(type) {
	case *op.PrimaryKeyDef:
		return true
	case *op.UniqueDef:
		return slices.Equal(have.columns, c.Columns)
	case *op.ForeignKeyDef:
		return have.refers && slices.Equal(have.columns, c.Columns) &&
			(len(c.RefColumns) == 0 || slices.Equal(have.refColumns, c.RefColumns))
	case *op.CheckDef:
		return bare(have.check) == bare(c.SQL)
	}
	return false
}

// notFound names the candidates, so that the user can write one of the names
// into the revision file.
func notFound(all []candidate) string {
	const none = "the table has none of that content"
	if len(all) == 0 {
		return none
	}
	names := make([]string, len(all))
	for i, c := range all {
		names[i] = fmt.Sprintf("%q", c.name)
		if c.check != "" {
			names[i] += " " + c.check
		}
	}
	return none + "; give the constraint its name in the revision file: the table has " + strings.Join(names, ", ")
}

// cast is what PostgreSQL writes behind the constants of an expression.
var cast = regexp.MustCompile(`::(?:character varying|double precision|bit varying|` +
	`time(?:stamp)?(?:\(\d+\))? with(?:out)? time zone|"[^"]+"|[\w.]+)(?:\([\d,]+\))?(?:\[\])?`)

// bare is an expression without what PostgreSQL adds to it when it prints it:
// casts, parentheses, quotes, spaces. It serves to recognise an expression, not
// to run it.
func bare(sql string) string {
	var b strings.Builder
	for i, part := range strings.Split(sql, "'") {
		if i%2 == 1 { // inside a string constant
			b.WriteString("'" + part + "'")
			continue
		}
		part = strings.ToLower(cast.ReplaceAllString(part, ""))
		b.WriteString(strings.NewReplacer("(", "", ")", "", `"`, "", " ", "", "\t", "", "\n", "").Replace(part))
	}
	return b.String()
}
