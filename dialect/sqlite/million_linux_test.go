package sqlite

import (
	"context"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gmig/gmig/op"
)

// TestAMillionRowsAreRebuiltInOnePassWithLittleMemory does five operations on a
// table of more than 100 MB with two indexes, as the migrator does them, and
// measures what the process takes for it.
func TestAMillionRowsAreRebuiltInOnePassWithLittleMemory(t *testing.T) {
	const most = 32 << 20
	d := open(t, "_foreign_keys=1&_synchronous=0")
	d.exec("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, name text, note text, a text, b text, spare text)", "CREATE INDEX i ON t (name)",
		"CREATE UNIQUE INDEX u ON t (note, id)", "CREATE TABLE c (t_id REFERENCES t (id) ON DELETE CASCADE)",
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
		INSERT INTO t (name, note) SELECT printf('a name that is a little longer %d', i), iif(i % 2, NULL, 'a note') FROM n`,
		"INSERT INTO c VALUES (7)")
	number := op.Column("a", op.Int(64)).NotNull().Default("0")
	ops := []op.Operation{rebuilt("t"), op.AlterColumn("t", op.Column("a", op.Text), number), op.DropColumn("t", "spare"),
		op.AddConstraint("t", op.Check("named", "name <> ''")), op.AlterColumn("t", op.Column("b", op.Text), op.Column("b", op.Text).Default("'b'"))}
	// Writing 5 sets the peak of the resident memory to what it is now.
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		t.Fatal(err)
	}
	before, started := memory(t, "VmRSS"), time.Now()
	tx, err := d.Begin(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	d.exec("SAVEPOINT together")
	if groups, err := d.together(ops); err != nil || !slices.Equal(groups, []int{len(ops)}) {
		t.Fatalf("the operations were done in groups of %v: %v", groups, err)
	}
	d.exec("RELEASE together")
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	took, more := time.Since(started), memory(t, "VmHWM")-before
	t.Logf("%v, %d MB more than before, a database of %s pages", took, more>>20, d.rows("PRAGMA page_count"))
	if more > most {
		t.Errorf("the rebuild took %d MB, want at most %d", more>>20, most>>20)
	}
	d.want("SELECT count(*), sum(note = 'none'), max(id), max(rowid), sum(a) FROM t", "1000000|500000|1000000|1000000|0")
	d.want("SELECT seq FROM sqlite_sequence", "1000000")
	d.want("SELECT count(*) FROM c", "1")
}

// TestAnAlterationCopiesTheTableOnce counts the statements that read the rows.
func TestAnAlterationCopiesTheTableOnce(t *testing.T) {
	d := open(t, "")
	d.exec("CREATE TABLE t (note text)")
	statements, err := d.Compile(context.Background(), d, rebuilt("t"))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(strings.Join(statements, "\n"), "SELECT"); n != 1 {
		t.Errorf("%d of the statements read rows: %q", n, statements)
	}
}

// memory is a figure of the process, in bytes, as the kernel counts it.
func memory(t *testing.T, name string) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	figure := regexp.MustCompile(name + `:\s+(\d+) kB`).FindSubmatch(status)
	if figure == nil {
		t.Fatalf("no %s in\n%s", name, status)
	}
	kilobytes, err := strconv.Atoi(string(figure[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kilobytes << 10
}
