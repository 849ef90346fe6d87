package ddl

import "testing"

func TestEditsChangeNothingElse(t *testing.T) {
	tests := []struct {
		name, sql string
		edit      func(*Table) error
		want      string
	}{
		{"rename", "CREATE TABLE main . [a b] (x, y REFERENCES [a b])",
			func(t *Table) error { return t.Rename("c`d") }, "CREATE TABLE `c``d` (x, y REFERENCES [a b])"},
		{"qualify", "CREATE TABLE t (x)",
			func(t *Table) error { return t.Qualify("other") }, "CREATE TABLE `other`.`t` (x)"},
		{"set options", "CREATE TABLE t (x text PRIMARY KEY /* ) */) -- kept\nWITHOUT rowid, /* too */ STRICT",
			func(t *Table) error { return t.SetOptions("STRICT") }, "CREATE TABLE t (x text PRIMARY KEY /* ) */) STRICT -- kept\n  /* too */ "},
		{"take options away", "CREATE TABLE t (x text, UNIQUE (x)) STRICT",
			func(t *Table) error { return t.SetOptions("") }, "CREATE TABLE t (x text, UNIQUE (x)) "},
		{"add a column", "CREATE TABLE t (\n  x int -- the x\n  , UNIQUE (x))",
			func(t *Table) error { return t.AddColumn("`y` text") }, "CREATE TABLE t (\n  x int,`y` text -- the x\n  , UNIQUE (x))"},
		{"add a column with a comment in it", "CREATE TABLE t (x)",
			func(t *Table) error { return t.AddColumn("y text DEFAULT 1 -- one") }, "CREATE TABLE t (x,y text DEFAULT 1 -- one\n)"},
		{"drop the first column", "CREATE TABLE t (\n  x int, -- the x\n  y\n)",
			func(t *Table) error { return t.DropColumn("X") }, "CREATE TABLE t ( -- the x\n  y\n)"},
		{"drop a column in the middle", "CREATE TABLE t (x,y int CHECK (y > 0),z)",
			func(t *Table) error { return t.DropColumn("y") }, "CREATE TABLE t (x,z)"},
		{"drop the last column", "CREATE TABLE t (\n  x int, -- the x\n  y int -- the y\n)",
			func(t *Table) error { return t.DropColumn("y") }, "CREATE TABLE t (\n  x int -- the x\n  -- the y\n)"},
		{"drop the last column before a constraint", "CREATE TABLE t (x, y, CHECK (x))",
			func(t *Table) error { return t.DropColumn("y") }, "CREATE TABLE t (x, CHECK (x))"},
		{"replace a column", "CREATE TABLE t (x, y int NOT NULL /* why */, z)",
			func(t *Table) error { return t.ReplaceColumn("y", "`y` text") }, "CREATE TABLE t (x, `y` text /* why */, z)"},
		{"add a constraint", "CREATE TABLE t (x, CHECK (x) /* first */)",
			func(t *Table) error { return t.AddConstraint("UNIQUE (x)") }, "CREATE TABLE t (x, CHECK (x),UNIQUE (x) /* first */)"},
		{"drop a constraint", "CREATE TABLE t (x, CHECK (x), UNIQUE (x))",
			func(t *Table) error { return t.DropConstraint(t.Constraints[0]) }, "CREATE TABLE t (x, UNIQUE (x))"},
		{"drop a constraint before one without comma", "CREATE TABLE t (x, CHECK (x) UNIQUE (x))",
			func(t *Table) error { return t.DropConstraint(t.Constraints[0]) }, "CREATE TABLE t (x, UNIQUE (x))"},
		{"drop a constraint behind one without comma", "CREATE TABLE t (x, CHECK (x)UNIQUE (x)CHECK (2))",
			func(t *Table) error { return t.DropConstraint(t.Constraints[1]) }, "CREATE TABLE t (x, CHECK (x)CHECK (2))"},
		{"drop a column's constraint", "CREATE TABLE t (x int CONSTRAINT u UNIQUE ON CONFLICT FAIL NOT NULL)",
			func(t *Table) error { return t.DropConstraint(t.Columns[0].Last(Unique)) }, "CREATE TABLE t (x int NOT NULL)"},
		{"drop a column's constraint between comments", "CREATE TABLE t (x int --a\n NOT NULL --b\n)",
			func(t *Table) error { return t.DropColumnConstraints("x", NotNull) }, "CREATE TABLE t (x int --a\n --b\n)"},
		{"set a type", "CREATE TABLE t (x int unsigned (1, 2) NOT NULL)",
			func(t *Table) error { return t.SetType("x", "text") }, "CREATE TABLE t (x text NOT NULL)"},
		{"set a type that touches both sides", "CREATE TABLE t (\"x\"int\"eger\"NOT NULL)",
			func(t *Table) error { return t.SetType("x", "`a b`") }, "CREATE TABLE t (\"x\" `a b` NOT NULL)"},
		{"take a type away", "CREATE TABLE t (x int (1) NOT NULL)",
			func(t *Table) error { return t.SetType("x", "") }, "CREATE TABLE t (x NOT NULL)"},
		{"set a first type", "CREATE TABLE t (x NOT NULL)",
			func(t *Table) error { return t.SetType("x", "text") }, "CREATE TABLE t (x text NOT NULL)"},
		{"add NOT NULL", "CREATE TABLE t (x int DEFAULT 1)",
			func(t *Table) error { return t.AddColumnConstraint("x", "NOT NULL") }, "CREATE TABLE t (x int NOT NULL DEFAULT 1)"},
		{"add a default behind NOT NULL", "CREATE TABLE t (x int NOT NULL CHECK (x))",
			func(t *Table) error { return t.AddColumnConstraint("x", "DEFAULT 1", NotNull) }, "CREATE TABLE t (x int NOT NULL DEFAULT 1 CHECK (x))"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			table, err := ParseTable(test.sql)
			if err != nil {
				t.Fatal(err)
			}
			if err := test.edit(table); err != nil {
				t.Fatal(err)
			}
			if table.String() != test.want {
				t.Errorf("got  %s\nwant %s", table, test.want)
			}
		})
	}
}

func TestAFailedEditLeavesTheTable(t *testing.T) {
	table, err := ParseTable("CREATE TABLE t (x)")
	if err != nil {
		t.Fatal(err)
	}
	if err := table.DropColumn("x"); err == nil {
		t.Error("the only column was dropped")
	}
	if err := table.AddColumn("("); err == nil {
		t.Error("a parenthesis was added as a column")
	}
	if err := table.SetType("y", "int"); err == nil {
		t.Error("the type of no column was set")
	}
	if table.String() != "CREATE TABLE t (x)" {
		t.Errorf("the text changed: %s", table)
	}
}
