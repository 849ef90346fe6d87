package versions

import "testing"

// What Alembic's own tests ask of a history beside what the tables of the other
// tests have. The expectations are those tests' facts; where gmig differs on
// purpose, the case says so.

func TestMergesThatShareOneSide(t *testing.T) {
	g := parseGraph(t, `
		a
		b1 a
		b2 a
		b3 a
		c1 b1 b2
		c2 b2 b3
		d1 c1
		d2 c2`)
	checkPlans(t, g.Upgrade, []planCase{
		{"a", "d2", "+b3 +b2 +c2 +d2", "d2"},
		// b2 is applied without a row of its own, so c1 takes the row of b1 alone.
		{"d2", "d1", "+b1 +c1 +d1", "d1 d2"},
		{"b1 d2", "c1", "+c1", "c1 d2"},
	})
	checkPlans(t, g.Downgrade, []planCase{
		{"d1 d2", "c1", "-d1", "c1 d2"},
		{"c1 d2", "b1", "-c1", "b1 d2"},
		{"d1 d2", "a", "-d1 -c1 -b1 -d2 -c2 -b2 -b3", "a"},
	})
}

func TestTwoWayMergesOfBranchesThatGoOn(t *testing.T) {
	g := parseGraph(t, `
		a1
		b1 a1
		c1 b1
		a2
		b2 a2
		c2 b2
		d1 c1 c2
		d2 c2`)
	checkPlans(t, g.Upgrade, []planCase{{"d2 b1", "d1", "+c1 +d1", "d1 d2"}})
	checkPlans(t, g.Downgrade, []planCase{{"d2 d1", "b1", "-d1 -c1", "b1 d2"}})
}

func TestARevisionBelowADependencyLosesItsRow(t *testing.T) {
	g := parseGraph(t, "a1\nb1 a1\nc1 b1\na2\nb2 a2\nc2 b2 dep:c1\nd1 c1\ne1 d1")
	checkPlans(t, g.Downgrade, []planCase{
		{"c2 d1", "c1", "-d1", "c2"},
		{"c2 e1", "d1", "-e1", "c2 d1"},
		{"c2 d1", "d1-1", "-d1", "c2"},
	})
}

func TestADependencyOnWhatIsBelowAnywayChangesNothing(t *testing.T) {
	g := parseGraph(t, `
		a1
		a2 a1
		a3 a2
		b1
		b2 b1 dep:a3
		b3 b2
		b4 b3 dep:a3
		b5 b4 dep:b4`)
	checkPlans(t, g.Downgrade, []planCase{
		{"b5", "b4", "-b5", "b4"},
		{"b5", "b1@base", "-b5 -b4 -b3 -b2 -b1", "a3"},
		{"b5", "a2", "-b5 -b4 -b3 -b2 -a3", "a2 b1"},
	})
	checkWalks(t, g, []walkCase{{"", "", "b5 b4 b3 b2 b1 a3 a2 a1"}})
	g = parseGraph(t, "c1\na1\na2 a1 dep:c1\na3 a2 dep:c1\nb1\nb2 b1 dep:a3\nb3 b2\nb4 b3 dep:a3\nb5 b4")
	checkPlans(t, g.Upgrade, []planCase{{"", "b5", "+c1 +a1 +a2 +a3 +b1 +b2 +b3 +b4 +b5", "b5"}})
	checkPlans(t, g.Downgrade, []planCase{{"b5", "base", "-b5 -b4 -b3 -b2 -b1 -a3 -a2 -a1 -c1", ""}})
}

func TestABaseMayDependOnAnotherHistory(t *testing.T) {
	g := parseGraph(t, "base1\na1 base1\nb1 a1\nc2 dep:a1\nc3 c2")
	checkWalks(t, g, []walkCase{{"", "", "b1 c3 c2 a1 base1"}})
	checkPlans(t, g.Upgrade, []planCase{
		{"", "c3", "+base1 +a1 +c2 +c3", "c3"},
		{"c3", "b1", "+b1", "b1 c3"},
	})
	checkPlans(t, g.Downgrade, []planCase{
		{"b1 c3", "c2@base", "-c3 -c2", "b1"},
		{"c3", "c2@base", "-c3 -c2", "a1"},
	})
}

func TestTheHeadOfABranchLiesBeyondItsMerge(t *testing.T) {
	checkResolve(t, parseGraph(t, "a\nb a\nc1 b label:c1branch\nc2 b\nd c1 c2"), []resolveCase{
		{"c1branch@head", "d"},
		{"c1branch@heads", "d"},
		{"c2@head", "d"},
	})
	checkResolve(t, parseGraph(t, labelled), []resolveCase{{"abranch@heads", "c"}})
	checkWalks(t, parseGraph(t, labelled), []walkCase{
		{"c@base:heads", "", "c somelongername b a"},
		{"somelongername@base:heads", "", "c somelongername b a"},
	})
}

func TestIDsThatBeginAlikeAreNoLoop(t *testing.T) {
	g := parseGraph(t, "node1\nnode10 node1\nnode100 node10 dep:node1")
	checkResolve(t, g, []resolveCase{
		{"node1", "node1"},
		{"node10", "node10"},
		{"node", `error:is ambiguous, "node1", "node10" and "node100" begin with it`},
		{"head", "node100"},
	})
	checkPlans(t, g.Upgrade, []planCase{{"node1", "+1", "+node10", "node10"}})
}

func TestOneStepDownFromTwoHeadsIsRefused(t *testing.T) {
	// Alembic warns and takes the row that it happens to read first.
	g := parseGraph(t, branched)
	for _, rows := range []string{"c2 d1", "d1 c2", "c1 d2"} {
		checkPlans(t, g.Downgrade, []planCase{{rows, "-1", `error:"-1" is ambiguous, the database is at 2 revisions`, ""}})
	}
}
