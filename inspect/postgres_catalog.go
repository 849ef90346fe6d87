package inspect

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/gmig/gmig/dialect"
)

// catalog is what PostgreSQL's catalog says about the tables of a schema, each
// kind of object read by one query for all tables.
type catalog struct{ tables map[string]*tableFacts }

type tableFacts struct {
	options     string
	remark      string
	columns     []*columnFacts     // in the table's order
	constraints []*constraintFacts // by name
	indexes     []*indexFacts      // by name
}

// columnFacts is a column as the catalog has it.
type columnFacts struct {
	name       string
	typ        string         // format_type, with length and precision
	base       string         // format_type without them: what a constant is cast to
	expression sql.NullString // of the default or of a generated column
	generated  string         // "s" stored, "v" virtual, "" ordinary
	collation  string         // unless it is the type's own
	owned      bool           // the default is nextval of a sequence that the column owns
	required   bool           // NOT NULL
	identity   string         // "ALWAYS", "BY DEFAULT" or ""
	remark     string
}

// constraintFacts is a primary key, unique, foreign key or check constraint.
type constraintFacts struct {
	kind, name          string
	columns, refColumns []string
	refTable            string
	onDelete, onUpdate  string
	timing              string
	nullsEqual          bool
	expression          string
}

// indexFacts is an index that no constraint stands for.
type indexFacts struct {
	name, method, predicate, storage, remark string
	unique, valid, nullsEqual                bool
	keys                                     []indexKeyFacts
}

// indexKeyFacts is a key of an index, or an included column.
type indexKeyFacts struct {
	Column, Expression, Collation, OpClass, Sort string
	Included                                     bool
}

const tablesQuery = `
SELECT c.relname,
	concat_ws(' ',
		CASE WHEN c.relkind = 'p' THEN 'PARTITION BY ' || pg_get_partkeydef(c.oid) END,
		CASE WHEN c.reloptions IS NOT NULL THEN 'WITH (' || (
			SELECT string_agg(o.option_name || '=' || quote_literal(o.option_value), ', ')
			FROM pg_options_to_table(c.reloptions) o) || ')' END),
	coalesce(obj_description(c.oid, 'pg_class'), '')
FROM pg_class c
WHERE c.relnamespace = $1::oid AND c.relkind IN ('r', 'p') AND NOT c.relispartition
	AND NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = c.oid)
	AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')`

// A column numbers its rows if its default depends on a sequence that depends
// on the column: not the sequence's name counts, which a rename leaves behind.
const columnsQuery = `
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), format_type(a.atttypid, NULL),
	pg_get_expr(d.adbin, d.adrelid), a.attgenerated::text,
	coalesce(CASE WHEN pg_collation_is_visible(co.oid) THEN co.collname ELSE co.oid::regcollation::text END, ''),
	EXISTS (
		SELECT FROM pg_depend s JOIN pg_depend u ON u.refclassid = s.classid AND u.refobjid = s.objid
			JOIN pg_class q ON q.oid = s.objid AND q.relkind = 'S'
		WHERE s.classid = 'pg_class'::regclass AND s.refclassid = 'pg_class'::regclass
		AND s.refobjid = a.attrelid AND s.refobjsubid = a.attnum AND s.deptype = 'a'
		AND u.classid = 'pg_attrdef'::regclass AND u.objid = d.oid),
	a.attnotnull, CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' ELSE '' END,
	coalesce(col_description(a.attrelid, a.attnum), '')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
	JOIN pg_type t ON t.oid = a.atttypid
	LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
	LEFT JOIN pg_collation co ON co.oid = a.attcollation AND a.attcollation <> t.typcollation
WHERE c.relnamespace = $1::oid AND c.relkind IN ('r', 'p') AND NOT c.relispartition
	AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY c.relname, a.attnum`

// Rows with a parent are what PostgreSQL derives for partitions. The target of
// a foreign key is qualified if it lives in another schema, visible or not:
// public.users and the users of the inspected schema are two tables.
const constraintsQuery = `
SELECT c.relname, con.contype::text, con.conname,
	(SELECT json_agg(a.attname ORDER BY k.ord) FROM unnest(con.conkey) WITH ORDINALITY k(num, ord)
		JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.num)::text,
	CASE WHEN r.relnamespace = con.connamespace THEN r.relname ELSE rn.nspname || '.' || r.relname END,
	(SELECT json_agg(a.attname ORDER BY k.ord) FROM unnest(con.confkey) WITH ORDINALITY k(num, ord)
		JOIN pg_attribute a ON a.attrelid = con.confrelid AND a.attnum = k.num)::text,
	con.confdeltype::text, con.confupdtype::text, con.condeferrable, con.condeferred,
	%s, %s, coalesce(pg_get_expr(con.conbin, con.conrelid), '')
FROM pg_constraint con JOIN pg_class c ON c.oid = con.conrelid
	LEFT JOIN pg_index i ON i.indexrelid = con.conindid
	LEFT JOIN pg_class r ON r.oid = con.confrelid LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
WHERE c.relnamespace = $1::oid AND con.contype IN ('p', 'u', 'f', 'c') AND con.conparentid = 0
ORDER BY con.conname`

// The collation of a key counts if it is not its column's; the operator class
// if the type would get another one. An index that a constraint owns is the
// constraint.
const indexesQuery = `
SELECT t.relname, x.relname, am.amname, i.indisunique, i.indisvalid, %s,
	coalesce(pg_get_expr(i.indpred, i.indrelid), ''), coalesce((
		SELECT string_agg(o.option_name || '=' || o.option_value, ', ') FROM pg_options_to_table(x.reloptions) o), ''),
	coalesce(obj_description(x.oid, 'pg_class'), ''),
	(SELECT json_agg(json_build_object(
		'Column', coalesce(a.attname, ''),
		'Expression', CASE WHEN a.attname IS NULL THEN pg_get_indexdef(x.oid, k.ord::int, false) ELSE '' END,
		'Included', k.ord > i.indnkeyatts,
		'Collation', coalesce(CASE WHEN pg_collation_is_visible(co.oid) THEN co.collname ELSE co.oid::regcollation::text END, ''),
		'OpClass', coalesce(CASE
			WHEN xa.attoptions IS NOT NULL THEN opc.name || '(' || array_to_string(xa.attoptions, ', ') || ')'
			WHEN NOT opc.opcdefault OR EXISTS (
				SELECT FROM pg_opclass o WHERE o.opcmethod = opc.opcmethod AND o.opcdefault AND o.oid <> opc.oid
				AND o.opcintype = coalesce(a.atttypid, xa.atttypid)) THEN opc.name END, ''),
		'Sort', CASE WHEN k.ord > i.indnkeyatts THEN '' ELSE
			(ARRAY['', 'DESC NULLS LAST', 'ASC NULLS FIRST', 'DESC'])[i.indoption[k.ord - 1] %% 4 + 1] END
		) ORDER BY k.ord)
	FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(num, ord)
		LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num AND k.num <> 0
		LEFT JOIN pg_attribute xa ON xa.attrelid = x.oid AND xa.attnum = k.ord
		LEFT JOIN pg_collation co ON k.ord <= i.indnkeyatts AND co.oid = i.indcollation[k.ord - 1]
			AND co.oid <> coalesce(a.attcollation, 'pg_catalog."default"'::regcollation::oid)
		LEFT JOIN LATERAL (
			SELECT o.oid, o.opcmethod, o.opcdefault, CASE WHEN pg_opclass_is_visible(o.oid) THEN quote_ident(o.opcname)
				ELSE format('%%I.%%I', n.nspname, o.opcname) END AS name
			FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace
			WHERE k.ord <= i.indnkeyatts AND o.oid = i.indclass[k.ord - 1]) opc ON true)::text
FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
	JOIN pg_am am ON am.oid = x.relam
WHERE t.relnamespace = $1::oid
	AND NOT EXISTS (SELECT FROM pg_constraint con WHERE con.conindid = x.oid AND con.contype IN ('p', 'u', 'x'))
ORDER BY x.relname`

// readCatalog reads what is known about the tables of a schema.
func readCatalog(ctx context.Context, db dialect.Queryer, schema string) (*catalog, error) {
	var (
		namespace sql.NullString
		version   int
	)
	rows, err := db.QueryContext(ctx, `SELECT (SELECT oid::text FROM pg_namespace WHERE nspname = $1),
		current_setting('server_version_num')::int`, schema)
	if err != nil {
		return nil, err
	}
	if err := scanOne(rows, &namespace, &version); err != nil {
		return nil, err
	}
	if !namespace.Valid {
		return nil, errors.New("there is no such schema in the database: create it, or name another")
	}
	// What PostgreSQL 15 brought is missing from the catalogs before it.
	nullsEqual, setColumns := "false", "NULL"
	if version >= 150000 {
		nullsEqual = "coalesce(i.indnullsnotdistinct, false)"
		setColumns = `(SELECT json_agg(a.attname ORDER BY k.ord) FROM unnest(con.confdelsetcols) WITH ORDINALITY k(num, ord)
			JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.num)::text`
	}
	c := &catalog{tables: map[string]*tableFacts{}}
	for _, read := range []struct {
		what, query string
		scan        func(*sql.Rows) error
	}{
		{"tables", tablesQuery, c.scanTable},
		{"columns", columnsQuery, c.scanColumn},
		{"constraints", fmt.Sprintf(constraintsQuery, setColumns, nullsEqual), c.scanConstraint},
		{"indexes", fmt.Sprintf(indexesQuery, nullsEqual), c.scanIndex},
	} {
		rows, err := db.QueryContext(ctx, read.query, namespace.String)
		if err != nil {
			return nil, fmt.Errorf("reading the %s: %w", read.what, err)
		}
		if err := scanAll(rows, read.scan); err != nil {
			return nil, fmt.Errorf("reading the %s: %w", read.what, err)
		}
	}
	return c, nil
}

func scanAll(rows *sql.Rows, scan func(*sql.Rows) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (c *catalog) scanTable(rows *sql.Rows) error {
	var name string
	var f tableFacts
	if err := rows.Scan(&name, &f.options, &f.remark); err != nil {
		return err
	}
	c.tables[name] = &f
	return nil
}

func (c *catalog) scanColumn(rows *sql.Rows) error {
	var (
		table string
		f     columnFacts
	)
	if err := rows.Scan(&table, &f.name, &f.typ, &f.base, &f.expression, &f.generated, &f.collation, &f.owned,
		&f.required, &f.identity, &f.remark); err != nil {
		return err
	}
	if t := c.tables[table]; t != nil {
		t.columns = append(t.columns, &f)
	}
	return nil
}

func (c *catalog) scanConstraint(rows *sql.Rows) error {
	var (
		table                  string
		f                      constraintFacts
		columns, refTable      sql.NullString
		refColumns, setColumns sql.NullString
		onDelete, onUpdate     string
		deferrable, deferred   bool
	)
	if err := rows.Scan(&table, &f.kind, &f.name, &columns, &refTable, &refColumns, &onDelete, &onUpdate,
		&deferrable, &deferred, &setColumns, &f.nullsEqual, &f.expression); err != nil {
		return err
	}
	t := c.tables[table]
	if t == nil {
		return nil
	}
	var set []string
	for _, list := range []struct {
		text sql.NullString
		to   *[]string
	}{{columns, &f.columns}, {refColumns, &f.refColumns}, {setColumns, &set}} {
		if !list.text.Valid {
			continue
		}
		if err := json.Unmarshal([]byte(list.text.String), list.to); err != nil {
			return err
		}
	}
	f.refTable = refTable.String
	f.onDelete, f.onUpdate = action(onDelete), action(onUpdate)
	if len(set) > 0 {
		f.onDelete += ` ("` + strings.Join(set, `", "`) + `")`
	}
	switch {
	case deferred:
		f.timing = "DEFERRABLE INITIALLY DEFERRED"
	case deferrable:
		f.timing = "DEFERRABLE"
	}
	t.constraints = append(t.constraints, &f)
	return nil
}

// action spells pg_constraint's letter for a referential action.
func action(letter string) string {
	switch letter {
	case "r":
		return "RESTRICT"
	case "c":
		return "CASCADE"
	case "n":
		return "SET NULL"
	case "d":
		return "SET DEFAULT"
	}
	return "" // NO ACTION
}

func (c *catalog) scanIndex(rows *sql.Rows) error {
	var (
		table, keys string
		f           indexFacts
	)
	if err := rows.Scan(&table, &f.name, &f.method, &f.unique, &f.valid, &f.nullsEqual, &f.predicate, &f.storage, &f.remark, &keys); err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(keys), &f.keys); err != nil {
		return err
	}
	if t := c.tables[table]; t != nil {
		t.indexes = append(t.indexes, &f)
	}
	return nil
}
