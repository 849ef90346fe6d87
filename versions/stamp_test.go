package versions

import (
	"strings"
	"testing"
)

func TestStampMovesRows(t *testing.T) {
	checkPlans(t, stampOne(parseGraph(t, branched)), []planCase{
		{"d1", "base", "d1>", ""},
		{"d1 c2", "base", "c2> d1>", ""},
		{"d1 c2", "b", "c2,d1>b", "b"},
		{"d1 c2", "c1branch@base", "d1>", "c2"},
		{"d1 c2", "c2branch@head", "c2>d2", "d1 d2"},
		{"d1 d2", "heads", "", "d1 d2"},
		{"", "heads", ">d1 >d2", "d1 d2"},
		{"d1", "c2", ">c2", "c2 d1"},
		{"b", "c2 d1", "b>c2 >d1", "c2 d1"},
		{"", "d2-1", ">c2", "c2"},
		{"c2", "base c1", "c2> >c1", "c1"},
		{"c2", "c1 base", "c2> >c1", "c1"},
		{"d1", "head", `error:there are 2 heads`, ""},
		{"d1", "a c1", `error:revisions "a" and "c1" overlap`, ""},
		{"d1", "a-1", `error:"a-1" leads to the base`, ""},
		{"d1", "-1", `error:counts from where the database is`, ""},
		{"d1", "current", `error:"current"`, ""},
		{"lost", "a", `error:the version table names revision "lost"`, ""},
		// Rows that overlap are no obstacle: this sets them right.
		{"b d1", "d1", "b,d1>d1", "d1"},
		{"b d1", "c1", "b,d1>c1", "c1"},
	})
	checkPlans(t, stampOne(parseGraph(t, merged)), []planCase{
		{"e", "c2", "e>c2", "c2"},
		{"e", "a", "e>a", "a"},
		{"c2", "e", "c2>e", "e"},
		{"d1 c2", "c2branch@head", "c2,d1>f", "f"},
		{"d1 c2", "e", "c2,d1>e", "e"},
		{"b", "e", "b>e", "e"},
	})
}

func TestStampCountsDependenciesAsLineage(t *testing.T) {
	g := parseGraph(t, "a1\nb1 a1\nc1 b1\na2\nb2 a2\nc2 b2 dep:c1\nd1 c1\ne1 d1")
	checkPlans(t, stampOne(g), []planCase{
		{"c2 e1", "b1", "c2,e1>b1", "b1"},
		{"b1", "c2", "b1>c2", "c2"},
		// c2 depends on branch 1 and cannot stay without it.
		{"c2 e1", "a1@base", "c2> e1>", ""},
		{"c2 e1", "a2@base", "c2>", "e1"},
		{"", "heads", ">c2 >e1", "c2 e1"},
	})
}

func TestStampOnABranchReplacesItsRows(t *testing.T) {
	g := parseGraph(t, "a label:left\nb1 a\nb2 a\nc1 b1\nd")
	checkPlans(t, stampOne(g), []planCase{
		{"b2 c1 d", "b1", "c1>b1", "b1 b2 d"},
		{"b2 c1 d", "left@b1", "b2,c1>b1", "b1 d"},
		{"b2 d", "left@b1", ">b1", "b1 b2 d"},
		{"b1 b2", "left@b1", "", "b1 b2"},
		{"b1 b2", "left@heads", "b1>c1", "b2 c1"},
		{"b1", "left@b2 left@c1", ">b2 b1>c1", "b2 c1"},
	})
}

func TestStampOfHeadsThatDependOnEachOther(t *testing.T) {
	g := parseGraph(t, "r label:all\na r\nb r dep:a")
	checkPlans(t, stampOne(g), []planCase{
		{"", "all@heads", ">b", "b"},
		{"", "heads", ">b", "b"},
	})
}

func TestStampOfEmptyHistory(t *testing.T) {
	checkPlans(t, stampOne(parseGraph(t, "")), []planCase{
		{"", "head", "", ""},
		{"", "heads", "", ""},
		{"", "base", "", ""},
	})
}

func TestStampUpdatesOneRowAndDeletesTheOthers(t *testing.T) {
	steps, err := parseGraph(t, branched).Stamp([]string{"d1", "c2"}, "b")
	if err != nil {
		t.Fatal(err)
	}
	wantRows(t, steps[0], []string{"c2"}, nil, []RowUpdate{{"d1", "b"}})
	if got, want := steps[0].String(), "stamp c2, d1 -> b"; got != want {
		t.Errorf("step %q, want %q", got, want)
	}
}

// stampOne lets a table case name several targets with spaces.
func stampOne(g *Graph) planner {
	return func(current []string, target string) ([]Step, error) {
		return g.Stamp(current, strings.Fields(target)...)
	}
}
