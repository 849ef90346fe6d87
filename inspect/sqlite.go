package inspect

import (
	"context"
	"fmt"
	"strings"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/sqlite/ddl"
)

// SQLite reads the schema of the main database. Tables come without views,
// triggers, SQLite's own tables, and virtual tables with the tables that store
// them. d is the dialect that will compile the File values.
func SQLite(ctx context.Context, q dialect.Queryer, d dialect.Dialect) (*Schema, error) {
	texts, err := readMaster(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("inspecting the SQLite database: %w", err)
	}
	r := newSQLiteReader(d)
	hidden := hiddenTables(texts)
	var order []string
	for _, t := range texts {
		if t.kind != "table" || hidden[ddl.FoldName(t.name)] {
			continue
		}
		parsed, err := ddl.ParseTable(t.sql)
		if err != nil {
			return nil, fmt.Errorf("inspecting table %q: %w", t.name, err)
		}
		parsed.Name = t.name
		r.tables[ddl.FoldName(t.name)] = parsed
		order = append(order, t.name)
	}
	s := &Schema{}
	byName := map[string]*Table{}
	for _, name := range order {
		t := r.table(ctx, r.tables[ddl.FoldName(name)], s)
		s.Tables = append(s.Tables, t)
		byName[ddl.FoldName(name)] = t
	}
	for _, i := range texts {
		t := byName[ddl.FoldName(i.table)]
		if i.kind != "index" || t == nil {
			continue
		}
		parsed, err := ddl.ParseIndex(i.sql)
		if err != nil {
			return nil, fmt.Errorf("inspecting index %q: %w", i.name, err)
		}
		parsed.Name = i.name
		t.Indexes = append(t.Indexes, r.index(r.tables[ddl.FoldName(i.table)], parsed))
	}
	s.sort()
	return s, nil
}

// masterRow is a row of sqlite_master.
type masterRow struct{ kind, name, table, sql string }

// readMaster reads the tables and indexes that have a text of their own, sorted
// by name.
func readMaster(ctx context.Context, q dialect.Queryer) ([]masterRow, error) {
	rows, err := q.QueryContext(ctx, "SELECT type, name, tbl_name, sql FROM sqlite_master"+
		" WHERE type IN ('table', 'index') AND sql IS NOT NULL ORDER BY name")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var texts []masterRow
	for rows.Next() {
		var t masterRow
		if err := rows.Scan(&t.kind, &t.name, &t.table, &t.sql); err != nil {
			return nil, err
		}
		texts = append(texts, t)
	}
	return texts, rows.Err()
}

// hiddenTables are, by name in folded case, SQLite's own tables, the virtual ones
// and those that store these. The latter are known by their names: asking SQLite
// would need the module of the virtual table, which another build may lack.
func hiddenTables(texts []masterRow) map[string]bool {
	hidden := map[string]bool{}
	for _, t := range texts {
		name := ddl.FoldName(t.name)
		if strings.HasPrefix(name, "sqlite_") {
			hidden[name] = true
		}
		if module := virtualModule(t.sql); module != "" {
			hidden[name] = true
			for _, suffix := range storageSuffixes(module) {
				hidden[name+suffix] = true
			}
		}
	}
	return hidden
}

// virtualModule is the module of a virtual table, empty for another table.
func virtualModule(sql string) string {
	var words []string
	for _, t := range ddl.Tokenize(sql) {
		if t.Kind != ddl.Space && t.Kind != ddl.Comment {
			words = append(words, ddl.FoldName(t.Name()))
		}
		switch n := len(words); {
		case n == 2 && words[1] != "virtual":
			return ""
		case n > 2 && words[n-2] == "using":
			return words[n-1]
		}
	}
	return ""
}

// storageSuffixes are what the modules of SQLite put behind the name of a
// virtual table to name the tables that store it.
func storageSuffixes(module string) []string {
	switch module {
	case "fts3", "fts4":
		return []string{"_content", "_segments", "_segdir", "_docsize", "_stat"}
	case "fts5":
		return []string{"_data", "_idx", "_content", "_docsize", "_config"}
	case "rtree", "rtree_i32", "geopoly":
		return []string{"_node", "_rowid", "_parent"}
	case "spellfix1":
		return []string{"_vocab"}
	}
	return nil
}
