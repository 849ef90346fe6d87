package versions

import "testing"

func TestUpgradeAlongOneLine(t *testing.T) {
	const a, b, c, d, e = "e6239818bb3a", "548bbb905360", "b7ea43dc85e4", "1bbe33445780", "3975fb1a0125"
	checkPlans(t, parseGraph(t, linear).Upgrade, []planCase{
		{c, e, "+" + d + " +" + e, e},
		{"", c, "+" + a + " +" + b + " +" + c, c},
		{a, "+2", "+" + b + " +" + c, c},
		{a, "+1", "+" + b, b},
		{b, "+3", "+" + c + " +" + d + " +" + e, e},
		{a, b + "+2", "+" + b + " +" + c + " +" + d, d},
		{a, "548+2", "+" + b + " +" + c + " +" + d, d},
		{a, d + "-2", "+" + b, b},
		{a, "head-3", "+" + b, b},
		{a, "head", "+" + b + " +" + c + " +" + d + " +" + e, e},
		{a, "heads", "+" + b + " +" + c + " +" + d + " +" + e, e},
		{"", "base+1", "+" + a, a},
		{"", "+1", "+" + a, a},
		{e, "head", "", e},
		{e, b, "", e},
		{e, "base", "", e},
		{b, "-2", `error:cannot upgrade to "-2"`, ""},
		{b, "+0", `error:cannot upgrade to "+0"`, ""},
		{b, "+5", `error:"+5" leads out of the history, it asks for 5 revisions above "548bbb905360" and there are 3`, ""},
		{b, "head+1", `error:"head+1" leads out of the history, it asks for 1 revision above "3975fb1a0125" and there are 0`, ""},
		{b, "base-1", `error:below "base"`, ""},
		{b, "current", `error:"current"`, ""},
		{b, "", "error:identifier is empty", ""},
		{b, "a:b", "error:is a range", ""},
		{"gone", "head", `error:the version table names revision "gone"`, ""},
		{"548bbb90536", "head", `error:did you mean "548bbb905360"?`, ""},
		{a + " " + c, "head", `error:the version table names both "e6239818bb3a" and "b7ea43dc85e4"`, ""},
	})
}

func TestUpgradeOnBranches(t *testing.T) {
	checkPlans(t, parseGraph(t, branched).Upgrade, []planCase{
		{"b", "d1", "+c1 +d1", "d1"},
		{"a", "heads", "+b +c2 +d2 +c1 +d1", "d1 d2"},
		{"b", "c2branch@head", "+c2 +d2", "d2"},
		{"b", "c2branch@heads", "+c2 +d2", "d2"},
		{"b", "c2branch@head-1", "+c2", "c2"},
		{"b", "c2branch@d2", "+c2 +d2", "d2"},
		{"d1", "c2branch", "+c2", "c2 d1"},
		// The branch is not begun: it goes on from the trunk.
		{"c1", "c2branch@+1", "+c2", "c1 c2"},
		{"c1 c2", "c2branch@+1", "+d2", "c1 d2"},
		{"", "c2branch@+3", "+a +b +c2", "c2"},
		{"", "c2branch@base+3", "+a +b +c2", "c2"},
		{"b", "d2@+1", "+c2", "c2"},
		{"c1 c2", "+1", `error:"+1" is ambiguous, the database is at 2 revisions, "c1" and "c2"`, ""},
		{"a", "head", `error:"head" is ambiguous, there are 2 heads, "d1" (c1branch), "d2" (c2branch): name a revision, a branch as in "c1branch@head", or take them all with "heads"`, ""},
		{"a", "+2", `error:"+2" is ambiguous, at "b" the history goes on to "c1" and "c2": name the revision to go to, or a branch, as in "c1@+2"`, ""},
		{"c1 c2", "c2branch@+9", `error:asks for 9 revisions above "c2" and there are 1`, ""},
		{"c1", "c2branch@d1", `error:revision "d1" is not on branch "c2branch"`, ""},
		{"c1", "c3branch@d1", `error:no branch "c3branch" in the history; did you mean "c1branch" or "c2branch"?`, ""},
	})
}

func TestUpgradeMergesRows(t *testing.T) {
	checkPlans(t, parseGraph(t, merged).Upgrade, []planCase{
		{"b", "f", "+c2 +d2 +c1 +d1 +e +f", "f"},
		{"d1 d2", "e", "+e", "e"},
		{"d1", "e", "+c2 +d2 +e", "e"},
		// One revision further is the merge, which needs the other side too.
		{"d1", "+1", "+c2 +d2 +e", "e"},
		{"", "head", "+a +b +c2 +d2 +c1 +d1 +e +f", "f"},
	})
	checkPlans(t, parseGraph(t, diamond).Upgrade, []planCase{
		{"", "head", "+a +b2 +b1 +c +d", "d"},
		{"b1", "head", "+b2 +c +d", "d"},
	})
}

func TestUpgradeMergesWhileSidesGoOn(t *testing.T) {
	three := parseGraph(t, `
		a1
		b1 a1
		c1 b1
		a2
		b2 a2
		c2 b2
		a3
		b3 a3
		c3 b3
		d1 c1 c2 c3
		d2 c2
		d3 c3`)
	checkPlans(t, three.Upgrade, []planCase{
		{"d3 d2 b1", "d1", "+c1 +d1", "d1 d2 d3"},
		{"d3 b2 b1", "d1", "+c2 +c1 +d1", "d1 d3"},
		{"d3 d1", "d2", "+d2", "d1 d2 d3"},
	})
	checkPlans(t, three.Downgrade, []planCase{
		{"d3 d2 d1", "b1", "-d1 -c1", "b1 d2 d3"},
	})
	twins := parseGraph(t, `
		a
		b1 a
		b2 a
		b3 a
		c1 b1 b2 b3
		c2 b1 b2 b3
		d1 c1
		d2 c2`)
	checkPlans(t, twins.Upgrade, []planCase{
		{"a", "d2", "+b3 +b2 +b1 +c2 +d2", "d2"},
		{"d2", "d1", "+c1 +d1", "d1 d2"},
		{"a", "heads", "+b3 +b2 +b1 +c2 +d2 +c1 +d1", "d1 d2"},
	})
}

func TestUpgradeRunsDependenciesFirst(t *testing.T) {
	libs := parseGraph(t, `
		a1 label:lib1
		b1 a1
		c1 b1 label:c1lib
		a2
		b2 a2
		c2 b2 dep:c1lib
		d1 c1
		e1 d1
		f1 e1`)
	checkPlans(t, libs.Upgrade, []planCase{
		{"a2", "c2", "+a1 +b1 +c1 +b2 +c2", "c2"},
		// lib1 is applied as far as c1, without a row of its own.
		{"c2", "lib1@+1", "+d1", "c2 d1"},
		{"c2", "lib1@head", "+d1 +e1 +f1", "c2 f1"},
	})
	checkPlans(t, parseGraph(t, "a1\na2 a1 dep:a1").Upgrade, []planCase{
		{"", "a2", "+a1 +a2", "a2"},
	})
	// A merge of a revision with one that depends on it has one row below it.
	own := parseGraph(t, "a1\nb1 dep:a1\nbmerge a1 b1")
	checkPlans(t, own.Upgrade, []planCase{
		{"a1", "b1", "+b1", "b1"},
		{"b1", "bmerge", "+bmerge", "bmerge"},
	})
	checkPlans(t, own.Downgrade, []planCase{
		{"bmerge", "a1", "-bmerge", "b1"},
		{"bmerge", "b1", "-bmerge", "b1"},
	})
}

func TestUpgradeOfSeveralBases(t *testing.T) {
	checkPlans(t, parseGraph(t, "a1\nb1 a1\na2\nb2 a2").Upgrade, []planCase{
		{"", "heads", "+a2 +b2 +a1 +b1", "b1 b2"},
		{"", "+1", `error:"+1" is ambiguous, at "base" the history goes on to "a1" and "a2"`, ""},
		{"", "b2@+1", "+a2", "a2"},
	})
	checkPlans(t, parseGraph(t, manyBases).Upgrade, []planCase{
		{"", "b_1@head", "+base1 +a1 +b1 +c1", "c1"},
		{"", "b_2@head", "+base1 +base2 +a2 +b2 +c2 +d2", "d2"},
		{"", "b_3@head", "+base1 +base2 +a2 +b2 +base3 +a3 +b3 +c3 +d3", "d3"},
	})
}

func TestUpgradeOfEmptyHistoryIsNothing(t *testing.T) {
	checkPlans(t, parseGraph(t, "").Upgrade, []planCase{
		{"", "head", "", ""},
		{"", "heads", "", ""},
		{"", "base", "", ""},
		{"", "+1", `error:leads out of the history`, ""},
	})
}

func TestStepSaysWhichRowsChange(t *testing.T) {
	g := parseGraph(t, merged)
	steps, err := g.Upgrade([]string{"d1", "d2"}, "e")
	if err != nil {
		t.Fatal(err)
	}
	wantRows(t, steps[0], []string{"d1"}, nil, []RowUpdate{{"d2", "e"}})
	if got, want := steps[0].String(), "upgrade d1, d2 -> e"; got != want {
		t.Errorf("step %q, want %q", got, want)
	}
	steps, err = g.Downgrade([]string{"e"}, "-1")
	if err == nil {
		t.Fatalf("a walk down from a merge is ambiguous, got %q", plan(steps))
	}
	steps, err = g.Downgrade([]string{"e"}, "d1")
	if err != nil {
		t.Fatal(err)
	}
	wantRows(t, steps[0], nil, []string{"d1"}, []RowUpdate{{"e", "d2"}})
	steps, err = g.Upgrade([]string{"c1"}, "c2")
	if err != nil {
		t.Fatal(err)
	}
	wantRows(t, steps[0], nil, []string{"c2"}, nil)
	steps, err = g.Downgrade([]string{"a"}, "base")
	if err != nil {
		t.Fatal(err)
	}
	wantRows(t, steps[0], []string{"a"}, nil, nil)
	if got, want := steps[0].String(), "downgrade a -> "; got != want {
		t.Errorf("step %q, want %q", got, want)
	}
}
