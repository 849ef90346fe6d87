package sqlite

import (
	"testing"

	"github.com/gmig/gmig/op"
)

// TestRebuildAmongAwkwardNeighbours rebuilds a table t with columns note and x
// twice, which share a copy. Whatever else there is must be there afterwards.
func TestRebuildAmongAwkwardNeighbours(t *testing.T) {
	const plain = "CREATE TABLE t (id INTEGER PRIMARY KEY, note text, x text)"
	for name, setup := range map[string][]string{
		"a trigger on a view": {plain, "CREATE VIEW v AS SELECT id, note FROM t",
			"CREATE TRIGGER iv INSTEAD OF INSERT ON v BEGIN INSERT INTO t (id, note) VALUES (new.id, new.note); END", "INSERT INTO v VALUES (3, 'a')"},
		"a cycle of deferred keys": {"CREATE TABLE a (id INTEGER PRIMARY KEY, t_id REFERENCES t DEFERRABLE INITIALLY DEFERRED)",
			"CREATE TABLE t (id INTEGER PRIMARY KEY, note text, x text, a_id REFERENCES a ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED)",
			"BEGIN; INSERT INTO a VALUES (1, 1); INSERT INTO t VALUES (1, NULL, 7, 1); COMMIT"},
		"all names of the rowid": {"CREATE TABLE t (rowid int, _rowid_ text, oid, note text, x text)", "INSERT INTO t VALUES (1, 2, 3, 4, 5), (5, 6, 7, NULL, 9)"},
		"a full-text index": {plain, `CREATE VIRTUAL TABLE f USING fts4(content="t", note)`, "INSERT INTO t VALUES (7, 'hello world', 1)",
			"INSERT INTO f(docid, note) SELECT id, note FROM t", "CREATE TRIGGER tf AFTER UPDATE ON t BEGIN INSERT INTO f(docid, note) VALUES (new.id, new.note); END"},
		"an r-tree":             {plain, "CREATE VIRTUAL TABLE f USING rtree(id, a, b)", "INSERT INTO f VALUES (1, 2, 3)"},
		"UTF-16":                {"PRAGMA encoding = 'UTF-16le'", `CREATE TABLE t ("ü" text, note text, x text)`, "INSERT INTO t VALUES ('☃' || char(0) || 'x', NULL, '7')"},
		"a column of no name":   {`CREATE TABLE t ("" text, note text, x text)`, "INSERT INTO t VALUES ('a', NULL, '7')"},
		"a copy of a query":     {`CREATE TABLE t AS SELECT 1 AS note, 2 AS x, 'a' AS "b c"`},
		"a text in name quotes": {"CREATE TABLE t (a, note text, x text)", `CREATE INDEX i ON t (a) WHERE note <> "nope"`, "INSERT INTO t VALUES (1, 'n', 3)"},
		"a recursive trigger": {"PRAGMA recursive_triggers = ON", plain,
			"CREATE TRIGGER r AFTER INSERT ON t WHEN new.id < 5 BEGIN INSERT INTO t VALUES (new.id + 1, NULL, 1); END", "INSERT INTO t VALUES (1, 'a', 2)"},
		"a log and a large value": {"PRAGMA journal_mode = wal", plain, "INSERT INTO t VALUES (1, zeroblob(5000000), 2)"},
		"no row of a counter":     {"CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, note text, x text)", "INSERT INTO t VALUES (9, NULL, 2)", "DELETE FROM sqlite_sequence"},
		"keywords": {"CREATE TABLE t (\"select\" int, [order] int, `group` int, note text, x text, CHECK (\"select\" > 0 AND [order] < 9))",
			"CREATE INDEX \"where\" ON t ([order] DESC, \"select\") WHERE `group` IS NULL", "INSERT INTO t VALUES (1, 2, NULL, NULL, 5)"},
		"a key in another order": {"CREATE TABLE t (k text COLLATE NOCASE, n int, note text, x text, PRIMARY KEY (n DESC, k)) WITHOUT ROWID",
			"INSERT INTO t VALUES ('a', 1, NULL, NULL), ('b', 1, 'x', '4')"},
		"an index on what is computed": {"CREATE TABLE t (a int, b AS (a * 2) STORED, c AS (b + 1), note text, x text)", "CREATE UNIQUE INDEX i ON t (c DESC, b)",
			"INSERT INTO t (a) VALUES (1), (2)"},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, "_foreign_keys=1")
			d.exec(setup...)
			const objects, count = "SELECT type, name, tbl_name FROM sqlite_master ORDER BY name", "SELECT count(*), sum(length(CAST(coalesce(note, 'none') AS blob))) FROM t"
			names, rows := d.rows(objects), d.rows(count)
			d.mustMigrate(rebuilt("t"), op.AlterColumn("t", op.Column("x", op.Text), op.Column("x", op.Int(64)).NotNull().Default("5")))
			if len(d.groups) != 1 {
				t.Errorf("they went in groups of %v", d.groups)
			}
			d.want(objects, names)
			d.want(count, rows)
			d.want("PRAGMA integrity_check", "ok")
			d.want("PRAGMA foreign_key_check", "")
		})
	}
}
