package sqlite

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/gmig/gmig/internal/counts"
	"github.com/gmig/gmig/op"
)

// TestOperationsShareACopy shows which operations are done at once. That they
// lead to the same as one by one is what database.migrate compares.
func TestOperationsShareACopy(t *testing.T) {
	column := func(name string, t op.DataType) *op.ColumnDef { return op.Column(name, t) }
	alter := func(from, to *op.ColumnDef) op.Operation { return op.AlterColumn("t", from, to) }
	required := func(name string) op.Operation {
		return alter(column(name, op.Text), column(name, op.Text).NotNull().Default("'none'"))
	}
	retyped := func(name string) op.Operation { return alter(column(name, op.Text), column(name, op.Int(64))) }
	add := func(c op.Constraint) op.Operation { return op.AddConstraint("t", c) }
	drop := func(c op.Constraint) op.Operation { return op.DropConstraint("t", c) }
	computed := func(name, sql string) op.Operation {
		return op.AddColumn("t", column(name, op.Int(64)).Generated(sql))
	}
	for name, test := range map[string]struct {
		ops    []op.Operation
		groups []int
	}{
		"five columns":            {[]op.Operation{required("a"), required("b"), retyped("c"), required("d"), retyped("y")}, []int{5}},
		"columns that go":         {[]op.Operation{op.DropColumn("t", "c"), op.DropColumn("t", "y"), required("a")}, []int{3}},
		"constraints":             {[]op.Operation{add(op.Unique("u", "a")), add(op.Check("k", "b <> 'x'")), add(op.ForeignKey("f", "c").References("o"))}, []int{3}},
		"a check that changes":    {[]op.Operation{drop(op.Check("ab", "")), add(op.Check("ab", "a <> b AND c IS NULL"))}, []int{2}},
		"a name that changes":     {[]op.Operation{op.RenameConstraint("t", "ab", "ba"), add(op.Check("ab", "a <> 'z'"))}, []int{2}},
		"a default and a key":     {[]op.Operation{alter(column("a", op.Text), column("a", op.Text).Default("'1'")), add(op.Unique("u", "a"))}, []int{2}},
		"a computed column":       {[]op.Operation{computed("n", "length(a)"), required("b")}, []int{2}},
		"a default, then another": {[]op.Operation{alter(column("a", op.Text), column("a", op.Text).Default("'1'")), alter(column("a", op.Text).Default("'1'"), column("a", op.Text).Default("'2'"))}, []int{1, 1}},
		"a column twice":          {[]op.Operation{retyped("a"), alter(column("a", op.Int(64)), column("a", op.Text)), required("c")}, []int{1, 2}},
		"a pair in an index":      {[]op.Operation{required("d"), required("e"), retyped("c")}, []int{1, 2}},
		"a pair in a check":       {[]op.Operation{add(op.Check("k", "a <> y")), required("c"), retyped("y"), required("b")}, []int{2, 2}},
		"a constraint for a day":  {[]op.Operation{add(op.Check("k", "c <> 'x'")), drop(op.Check("k", "")), required("a")}, []int{1, 2}},
		"a value, then a check":   {[]op.Operation{required("c"), add(op.Check("k", "c <> 'none'"))}, []int{1}},
		"a column from another":   {[]op.Operation{retyped("a"), computed("n", "length(a)")}, []int{1, 1}},
		"a column anew":           {[]op.Operation{op.DropColumn("t", "c"), computed("c", "length(a)")}, []int{1, 1}},
		"what a check meant":      {[]op.Operation{add(op.Check("k", `c <> "n"`)), computed("n", "length(a)")}, []int{1, 1}},
		"the rowid's name":        {[]op.Operation{required("a"), computed("rowid", "1"), required("c")}, []int{1, 1, 1}},
		"the primary key":         {[]op.Operation{required("a"), drop(op.PrimaryKey("id")), required("c"), required("b")}, []int{1, 1, 2}},
		"another table":           {[]op.Operation{required("a"), op.AlterColumn("o", column("x", op.Text), column("x", op.Text).NotNull()), required("c")}, []int{1, 1, 1}},
		"what has a trigger":      {[]op.Operation{required("a"), op.AddColumn("t", column("n", op.Text)), required("c"), op.Fill("t", "e", "'e'"), retyped("e")}, []int{3, 1, 1}},
		"another operation":       {[]op.Operation{required("a"), op.DropIndex("i", "t"), required("c")}, []int{1, 1, 1}},
		"one that cannot be":      {[]op.Operation{required("a"), required("c"), op.DropColumn("t", "missing")}, []int{2}},
		"one that fails":          {[]op.Operation{required("a"), required("c"), add(op.Check("k", "e = 'never'"))}, nil},
		"a view that would break": {[]op.Operation{required("a"), op.DropColumn("t", "y"), op.DropColumn("t", "v"), required("c")}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, "_foreign_keys=1")
			d.exec("CREATE TABLE o (id INTEGER PRIMARY KEY, x text)",
				"CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a text, b text, c text, d text, e text, v text, y text, CONSTRAINT ab CHECK (a <> 'never'))",
				"CREATE UNIQUE INDEX de ON t (d, e)", "CREATE INDEX i ON t (c)", "CREATE VIEW w AS SELECT v FROM t",
				"CREATE TRIGGER tr AFTER UPDATE ON t BEGIN UPDATE o SET x = new.a; END",
				"INSERT INTO t VALUES (3, '01', '2', NULL, '4', '5', 'v', 'y'), (7, NULL, NULL, NULL, NULL, NULL, NULL, NULL), (9, 'x', 'y', NULL, '1', NULL, '', 'z')",
				"DELETE FROM t WHERE id = 9")
			err := d.migrate(test.ops...)
			if !slices.Equal(d.groups, test.groups) {
				t.Errorf("they went in groups of %v, want %v (%v)", d.groups, test.groups, err)
			}
			sum := 0
			for _, n := range test.groups {
				sum += n
			}
			if (err == nil) != (sum == len(test.ops)) {
				t.Errorf("groups of %v gave %v", d.groups, err)
			}
		})
	}
}

// TestColumnsAreAddedAndFilledBeforeTheCopy has a table without triggers, which
// an UPDATE would set off.
func TestColumnsAreAddedAndFilledBeforeTheCopy(t *testing.T) {
	plain, required := func(name string) *op.ColumnDef { return op.Column(name, op.Text) }, func(name string) []op.Operation {
		return []op.Operation{op.Fill("t", name, "a || '!'"), op.AlterColumn("t", op.Column(name, op.Text), op.Column(name, op.Text).NotNull())}
	}
	for name, test := range map[string]struct {
		ops    []op.Operation
		groups []int
	}{
		"columns that are filled": {slices.Concat(required("b"), required("c"), required("d")), []int{6}},
		"columns that come": {slices.Concat([]op.Operation{op.AddColumn("t", plain("m"))}, required("m"),
			[]op.Operation{op.AddColumn("t", plain("n").Default("'n'"))}, required("n"), []op.Operation{op.DropColumn("t", "b")}), []int{7}},
		"a value that is read":     {slices.Concat([]op.Operation{op.AlterColumn("t", plain("a"), op.Column("a", op.Int(64)))}, required("b"), required("c")), []int{1, 4}},
		"a value from elsewhere":   {slices.Concat(required("b"), []op.Operation{op.Fill("t", "c", "(SELECT 1)")}, required("c"), required("d")), []int{1, 1, 1, 4}},
		"a fill behind the others": {slices.Concat(required("b"), required("c"), []op.Operation{op.Fill("t", "d", "1")}), []int{4, 1}},
		"a value that has gone":    {slices.Concat([]op.Operation{op.DropColumn("t", "a")}, required("b")), []int{1}},
		"a fill of the key":        {[]op.Operation{op.DropColumn("t", "b"), op.Fill("t", "id", "1"), op.DropColumn("t", "c")}, []int{1, 1, 1}},
		"a name that was a text":   {[]op.Operation{op.AddConstraint("t", op.Check("k", `a <> "n"`)), op.AddColumn("t", plain("n")), op.DropColumn("t", "b")}, []int{1, 1, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, "")
			d.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, a text, b text /* the last, */ , c text, d text -- here\n, CONSTRAINT k0 CHECK (a <> 'b') -- there\n)",
				"INSERT INTO t VALUES (2, 'x', NULL, '3', NULL), (4, 'y', 'z', NULL, 5)")
			if err := d.migrate(test.ops...); !slices.Equal(d.groups, test.groups) {
				t.Errorf("they went in groups of %v, want %v (%v)", d.groups, test.groups, err)
			}
		})
	}
}

// TestAGroupCopiesTheTableOnce counts the statements that copy rows.
func TestAGroupCopiesTheTableOnce(t *testing.T) {
	d := open(t, "")
	var columns []string
	var ops []op.Operation
	for i := range 5 {
		name := fmt.Sprintf("c%d", i)
		columns = append(columns, name+" text")
		ops = append(ops, op.AlterColumn("t", op.Column(name, op.Text), op.Column(name, op.Text).NotNull().Default("''")))
	}
	d.exec("CREATE TABLE t (" + strings.Join(columns, ", ") + ")")
	statements, n := d.Merge(t.Context(), d, ops)
	if copies := strings.Count(strings.Join(statements, "\n"), "INSERT"); n != 5 || copies != 1 {
		t.Errorf("%d operations share %d copies: %q", n, copies, statements)
	}
}

// TestRandomOperationsTogetherAreThoseOneByOne has database.migrate compare
// them.
func TestRandomOperationsTogetherAreThoseOneByOne(t *testing.T) {
	d := open(t, "_synchronous=0&_journal_mode=memory")
	d.exec("CREATE TABLE o (id INTEGER PRIMARY KEY, x text)")
	merged, failed := 0, 0
	for seed := range uint64(300) {
		g := &changer{rand.New(rand.NewPCG(seed, 7))}
		d.exec("SAVEPOINT seed")
		for _, text := range g.table() {
			d.exec(text)
		}
		for range 6 {
			_, _ = d.ExecContext(t.Context(), g.row())
		}
		d.exec("RELEASE seed")
		before := d.contents()
		err := d.migrate(g.operations()...)
		if err != nil {
			failed++
			if d.contents() != before {
				t.Errorf("a failed migration changed the database from\n%s\nto\n%s", before, d.contents())
			}
		}
		for _, n := range d.groups {
			if n > 1 {
				merged += n
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d: %s", seed, before)
		}
		d.exec("DROP VIEW IF EXISTS w", "DROP TABLE t")
	}
	counts.Say(t, "%d operations were done together, %d migrations failed", merged, failed)
	if merged < 250 || failed < 25 || failed > 270 {
		t.Errorf("%d operations were done together and %d migrations failed: the test no longer shows anything", merged, failed)
	}
}

// changer makes up tables t with columns a to f, and operations on them.
type changer struct{ *rand.Rand }

func (g *changer) pick(from ...string) string { return from[g.IntN(len(from))] }

func (g *changer) name() string { return g.pick("a", "b", "c", "d", "e", "f") }

func (g *changer) expression() string {
	return g.pick("%s <> 'x'", "length(%[1]s) < 3", "%s IS NULL OR %s IS NOT NULL", "typeof(%s) = typeof(%s)", "%s IS NOT %s")
}

func (g *changer) check() string {
	e := g.expression()
	if strings.Count(e, "%s") > 1 {
		return fmt.Sprintf(e, g.name(), g.name())
	}
	return fmt.Sprintf(e, g.name())
}

func (g *changer) table() []string {
	var items []string
	for _, n := range []string{"a", "b", "c", "d", "e", "f"} {
		items = append(items, n+g.pick(" ", " /* ,) */ ")+g.pick("text", "text", "int", "real", "blob", "", "text DEFAULT 'x'", "text NOT NULL DEFAULT ''", "text COLLATE NOCASE", "UNIQUE", "CHECK (length("+n+") < 9)"))
	}
	if g.IntN(3) == 0 {
		items = append(items, "g int AS (length("+g.name()+")) "+g.pick("STORED", "VIRTUAL"))
	}
	key := g.pick("", "id INTEGER PRIMARY KEY", "id INTEGER PRIMARY KEY AUTOINCREMENT", "id int PRIMARY KEY")
	if key != "" {
		items = append([]string{key}, items...)
	}
	for _, n := range []string{"k1", "k2"} {
		items = append(items, "CONSTRAINT "+n+" "+g.pick("CHECK ("+g.check()+")", "UNIQUE ("+g.name()+", "+g.name()+")", "CHECK (1)"))
	}
	all := []string{"CREATE TABLE t (" + strings.Join(items, ", ") + ")"}
	for range g.IntN(3) {
		all = append(all, fmt.Sprintf("CREATE %sINDEX IF NOT EXISTS i%d ON t (%s, %s)", g.pick("", "UNIQUE "), g.IntN(2), g.name(), g.name()+g.pick("", " DESC", " || 'x'")))
	}
	if g.IntN(4) == 0 {
		all = append(all, "CREATE TRIGGER tr AFTER UPDATE ON t BEGIN INSERT INTO o (x) VALUES ('"+g.name()+"'); END")
	}
	if g.IntN(4) == 0 {
		all = append(all, "CREATE VIEW w AS SELECT "+g.name()+" FROM t")
	}
	return all
}

func (g *changer) row() string {
	var values []string
	for range 6 {
		values = append(values, g.pick("NULL", "1", "'1'", "'01'", "1.0", "'A'", "'a'", "x'61'", "''"))
	}
	return "INSERT INTO t (a, b, c, d, e, f) VALUES (" + strings.Join(values, ", ") + ")"
}

func (g *changer) column(name string) *op.ColumnDef {
	c := op.Column(name, op.Type(g.pick("text", "text", "int", "bigint", "real", "blob")))
	switch g.IntN(9) {
	case 0:
		c = c.NotNull()
	case 1, 2, 3:
		c = c.NotNull().Default(g.pick("'n'", "1"))
	case 4, 5:
		c = c.Default(g.pick("'n'", "1", "NULL"))
	}
	if g.IntN(8) == 0 {
		c = c.Collate("NOCASE")
	}
	return c
}

func (g *changer) operations() []op.Operation {
	var all []op.Operation
	for range 2 + g.IntN(4) {
		n := g.name()
		switch g.IntN(12) {
		case 0:
			all = append(all, op.DropColumn("t", n))
		case 1:
			all = append(all, op.AddConstraint("t", op.Check(g.pick("k3", "k4", ""), g.check())))
		case 2:
			all = append(all, op.AddConstraint("t", op.Unique(g.pick("k3", "k4", ""), n)))
		case 3:
			all = append(all, op.DropConstraint("t", op.Check(g.pick("k1", "k2", "k2", "k3"), "")))
		case 4:
			all = append(all, op.RenameConstraint("t", g.pick("k1", "k2", "k3"), g.pick("k1", "k4", "k5")))
		case 5:
			all = append(all, op.AddColumn("t", op.Column(g.pick("n", "m", n), op.Text).Generated("length("+g.name()+")")))
		case 6, 7:
			all = append(all, op.Fill("t", n, g.pick("1", "'f'", g.name(), g.name()+" || 'f'", "length("+g.name()+")")))
		case 8:
			c := g.column(g.pick("m", "n"))
			if c.Required && c.DefaultTo == nil {
				c.Required = false
			}
			all = append(all, op.AddColumn("t", c))
		default:
			all = append(all, op.AlterColumn("t", g.column(n), g.column(n)))
		}
	}
	return all
}
