package versions

import (
	"errors"
	"slices"
	"testing"
)

func wantRows(t *testing.T, s Step, remove, insert []string, update []RowUpdate) {
	t.Helper()
	if !slices.Equal(s.Delete, remove) || !slices.Equal(s.Insert, insert) || !slices.Equal(s.Update, update) {
		t.Errorf("%s: delete %q insert %q update %q, want %q %q %q", s, s.Delete, s.Insert, s.Update, remove, insert, update)
	}
}

func TestDowngradeAlongOneLine(t *testing.T) {
	const a, b, c, d, e = "e6239818bb3a", "548bbb905360", "b7ea43dc85e4", "1bbe33445780", "3975fb1a0125"
	checkPlans(t, parseGraph(t, linear).Downgrade, []planCase{
		{"", "base", "", ""},
		{a, a, "", a},
		{e, e, "", e},
		{e, "head", "", e},
		{e, c, "-" + e + " -" + d, c},
		{c, "base", "-" + c + " -" + b + " -" + a, ""},
		{c, "-1", "-" + c, b},
		{e, "-3", "-" + e + " -" + d + " -" + c, b},
		{a, "-1", "-" + a, ""},
		{d, a + "+2", "-" + d, c},
		{d, c + "-2", "-" + d + " -" + c + " -" + b, a},
		{d, "base+1", "-" + d + " -" + c + " -" + b, a},
		{b, "-5", `error:"-5" leads out of the history, it asks for 5 revisions below "548bbb905360" and there are 2`, ""},
		{b, "+2", `error:cannot downgrade to "+2"`, ""},
		{b, "-0", `error:cannot downgrade to "-0"`, ""},
		{"", "-1", `error:the database is at base`, ""},
		{"", "548", `error:cannot downgrade to "548bbb905360", it is not applied: the database is at base`, ""},
		{b, "b7ea", `error:cannot downgrade to "b7ea43dc85e4", it is not applied: the database is at "548bbb905360"`, ""},
		{b, "head", `error:it is not applied`, ""},
		{b, "current", `error:"current"`, ""},
	})
}

func TestDowngradeOnBranches(t *testing.T) {
	checkPlans(t, parseGraph(t, branched).Downgrade, []planCase{
		{"d1 d2", "a", "-d1 -c1 -d2 -c2 -b", "a"},
		{"d1 d2", "base+2", "-d1 -c1 -d2 -c2", "b"},
		{"d1 d2", "c2branch@base+2", "-d2 -c2", "d1"},
		{"d1 d2", "c2", "-d2", "c2 d1"},
		{"d1 d2", "c2branch@base+3", "-d2", "c2 d1"},
		{"d1 d2", "c1branch@-1", "-d1", "c1 d2"},
		{"c1 d2", "c1branch@-1", "-c1", "d2"},
		{"d1 d2", "d2-1", "-d2", "c2 d1"},
		{"c1 d2", "d2-1", "-d2", "c1 c2"},
		{"c1 d2", "c1branch@b", "-c1", "d2"},
		{"c1 d2", "c2branch@b", "-d2 -c2", "c1"},
		{"d1 d2", "c2@b", "-d2 -c2", "d1"},
		{"d1 d2", "d1@b", "-d1 -c1", "d2"},
		{"d1 d2", "c1branch@head-1", "-d1", "c1 d2"},
		{"d1 d2", "c1branch@c1", "-d1", "c1 d2"},
		{"d1 c2", "c2", "", "c2 d1"},
		{"d1 c2", "d1", "", "c2 d1"},
		{"d1 c2", "c1branch@head", "", "c2 d1"},
		// The trunk goes, and with it everything.
		{"d1 d2", "c1branch@base", "-d1 -c1 -d2 -c2 -b -a", ""},
		{"d1 d2", "-1", `error:"-1" is ambiguous, the database is at 2 revisions, "d1" and "d2": write where to start from, as in "d1-1", or name the branch, as in "d1@-1"`, ""},
		{"d1 d2", "b@-1", `error:the database is at 2 revisions`, ""},
		{"d1 d2", "head", `error:"head" is ambiguous, there are 2 heads`, ""},
		{"d1 d2", "heads", `error:"heads" is ambiguous, there are 2 heads, "d1" (c1branch), "d2" (c2branch): name a revision, or a branch as in "c1branch@head"`, ""},
		{"d1", "c2", `error:it is not applied`, ""},
		{"d1", "c2branch@c1", `error:revision "c1" is not on branch "c2branch"`, ""},
	})
}

func TestDowngradeOfABranchThatSplitsAgain(t *testing.T) {
	g := parseGraph(t, "a\nb a label:left\nc1 b\nc2 b\nd a")
	checkPlans(t, g.Downgrade, []planCase{
		{"c1 c2 d", "left@left", "-c1 -c2", "b d"},
		{"c1 c2 d", "left@a", "-c1 -c2 -b", "d"},
	})
}

func TestDowngradeSplitsRows(t *testing.T) {
	checkPlans(t, parseGraph(t, merged).Downgrade, []planCase{
		{"f", "b", "-f -e -d1 -c1 -d2 -c2", "b"},
		{"f", "d1", "-f -e", "d1 d2"},
		{"e", "d2", "-e", "d1 d2"},
		{"e", "c1branch@c1", "-e -d1", "c1 d2"},
		{"e", "-1", `error:"-1" is ambiguous, at "e" the history goes on to "d1" and "d2": name the revision to go to`, ""},
	})
}

func TestDowngradeTakesDependentsWithIt(t *testing.T) {
	cross := parseGraph(t, `
		a
		b a
		c1 b label:c1branch
		d1 c1
		c2 b label:c2branch
		d2 c2 dep:c1`)
	checkPlans(t, cross.Downgrade, []planCase{
		{"d1 d2", "c2branch@b", "-d2 -c2", "d1"},
		{"d1 d2", "c1branch@b", "-d1 -d2 -c1", "c2"},
	})
	crisscross := parseGraph(t, "a1\na2 a1\nb1\nb2 b1 dep:a2\nb3 b2\na3 a2 dep:b1")
	checkPlans(t, crisscross.Downgrade, []planCase{
		{"a3 b2", "b1", "-b2", "a3"},
	})
	normal := parseGraph(t, "a1\na2 a1\na3 a2\nb1\nb2 b1 dep:a3\nb3 b2\nb4 b3 dep:a3")
	checkPlans(t, normal.Downgrade, []planCase{
		{"b4", "b3", "-b4", "b3"},
		{"b4", "b1", "-b4 -b3 -b2", "a3 b1"},
	})
	bases := parseGraph(t, manyBases)
	checkPlans(t, bases.Downgrade, []planCase{
		{"c1 d2 d3", "b_3@base", "-d3 -c3 -b3 -a3 -base3", "c1 d2"},
		{"c1 d2 d3", "b_2@base", "-d2 -c2 -d3 -c3 -b2 -a2 -base2", "b3 c1"},
		{"c1 d2 d3", "b_1@base", "-c1 -b1 -a1 -d2 -c2 -d3 -c3 -b2 -a2 -base2 -base1", "b3"},
	})
}

func TestDowngradeByStepsFollowsTheLineItCountsOn(t *testing.T) {
	// q is applied beside r, and above the revision that -1 leads to.
	checkPlans(t, parseGraph(t, "p\nq p\nr p dep:q").Downgrade, []planCase{
		{"r", "-1", "-r", "q"},
		{"r", "p", "-r -q", "p"},
	})
	checkPlans(t, parseGraph(t, "p\nq dep:p").Downgrade, []planCase{
		{"q", "-1", "-q", "p"},
		{"q", "base", "-q -p", ""},
	})
}

func TestDowngradeOfADependency(t *testing.T) {
	g := parseGraph(t, "a1\na2 a1\na3 a2\nb1\nb2 b1 dep:a2")
	_, err := g.Downgrade([]string{"b2"}, "a2")
	var e *NotAppliedError
	if !errors.As(err, &e) || !e.Implied {
		t.Errorf("error %v, want one that says the revision is there as a dependency", err)
	}
	checkPlans(t, g.Downgrade, []planCase{
		{"b2", "a1", "-b2 -a2", "a1 b1"},
		// Branch a has no row: it is counted from where it is applied to.
		{"b2", "a3@-1", "-b2 -a2", "a1 b1"},
		{"b1", "a3@-1", `error:nothing of branch "a3" is applied`, ""},
	})
}

func TestDowngradeOfMergesThatShareRevisions(t *testing.T) {
	g := parseGraph(t, `
		a1
		a2
		a3
		amerge a1 a2 a3
		b1
		b2
		bmerge b1 b2
		c1
		c2
		c3
		cmerge c1 c2 c3
		d1 dep:a3 dep:b2 dep:c1`)
	checkPlans(t, g.Downgrade, []planCase{
		{"amerge bmerge cmerge d1", "b2", "-bmerge", "amerge b1 cmerge d1"},
		{"amerge d1 b1 cmerge", "d1@base", "-d1", "amerge b1 b2 cmerge"},
		{"amerge b1 b2 cmerge", "base", "-amerge -a1 -a2 -a3 -b1 -b2 -cmerge -c1 -c2 -c3", ""},
	})
}
