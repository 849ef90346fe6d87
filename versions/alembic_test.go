//go:build alembic

package versions

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/gmig/gmig/op"
)

// The tests of this file compare the package with Alembic itself, on random
// histories. They need a python3 that has it (Debian: apt-get install alembic;
// GMIG_TEST_PYTHON names another interpreter), so they have a build tag.

type question struct {
	Kind, Target string
	Rows         []string
}

type answer struct {
	Steps, Rows  []string
	Error, Crash string

	err error
}

type alembicResult struct {
	Heads, RealHeads, Bases, Branchpoints, Mergepoints []string
	Labels                                             map[string][]string
	Answers                                            []answer
}

type alembicHistory struct {
	Revisions []plainRevision `json:"revisions"`
	Questions []question      `json:"questions"`
}

type plainRevision struct {
	ID                               string
	Revises, BranchLabels, DependsOn []string
}

func askAlembic(t *testing.T, histories []alembicHistory) []alembicResult {
	t.Helper()
	python := os.Getenv("GMIG_TEST_PYTHON")
	if python == "" {
		python = "python3"
	}
	input, err := json.Marshal(histories)
	if err != nil {
		t.Fatal(err)
	}
	var out, problems bytes.Buffer
	cmd := exec.Command(python, "testdata/ask_alembic.py")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(input), &out, &problems
	if err := cmd.Run(); err != nil {
		t.Fatalf("ask Alembic: %v (install it, or name a Python that has it in GMIG_TEST_PYTHON)\n%s", err, problems.String())
	}
	var reply struct {
		Version string
		Results []alembicResult
	}
	if err := json.Unmarshal(out.Bytes(), &reply); err != nil {
		t.Fatal(err)
	}
	t.Logf("Alembic %s", reply.Version)
	return reply.Results
}

// randomQuestions asks for plans between random states, in every form of
// identifier.
func randomQuestions(r *rand.Rand, g *Graph) []question {
	revisions := g.Revisions()
	anyID := func() string { return revisions[r.IntN(len(revisions))].ID }
	branch := func() string {
		if labels := g.Labels(); len(labels) > 0 && r.IntN(3) > 0 {
			return labels[r.IntN(len(labels))]
		}
		return anyID()
	}
	step := func(sign string) string { return fmt.Sprintf("%s%d", sign, 1+r.IntN(3)) }
	target := func() string {
		switch r.IntN(14) {
		case 0, 1:
			return anyID()
		case 2:
			return anyID()[:5]
		case 3:
			return branch()
		case 4:
			return []string{"head", "heads", "base"}[r.IntN(3)]
		case 5:
			return step("+")
		case 6:
			return step("-")
		case 7:
			return anyID() + step("+")
		case 8:
			return anyID() + step("-")
		case 9:
			return branch() + "@" + []string{"head", "heads", "base"}[r.IntN(3)]
		case 10:
			return branch() + "@" + anyID()
		case 11:
			return branch() + "@" + step("+")
		case 12:
			return branch() + "@" + step("-")
		}
		return branch() + "@" + []string{"base" + step("+"), "head" + step("-")}[r.IntN(2)]
	}
	var questions []question
	for range 30 {
		var from []string
		for range r.IntN(4) {
			from = append(from, anyID())
		}
		q := question{Target: target(), Rows: newModel(g, from...).rowList()}
		q.Kind = []string{"upgrade", "downgrade", "stamp", "resolve", "walk"}[r.IntN(5)]
		if (q.Kind == "stamp" || q.Kind == "resolve") && strings.ContainsAny(q.Target, "+-") {
			// Alembic takes steps for upgrades, downgrades and ranges alone.
			q.Target = anyID()
		}
		if q.Kind == "walk" {
			q.Target = []string{anyID(), ""}[r.IntN(2)] + ":" + []string{anyID(), "", branch() + "@head"}[r.IntN(3)]
		}
		questions = append(questions, q)
	}
	return questions
}

// ours answers a question with this package.
func ours(g *Graph, q question) answer {
	var a answer
	var steps []Step
	var err error
	switch q.Kind {
	case "resolve":
		a.Steps, err = g.Resolve(q.Target)
	case "walk":
		var found []op.Revision
		found, err = g.Walk(q.Target)
		for _, r := range found {
			a.Steps = append(a.Steps, r.ID)
		}
	case "stamp":
		steps, err = g.Stamp(q.Rows, q.Target)
		a.Rows = sorted(Rows(q.Rows, steps))
	case "upgrade", "downgrade":
		plans := g.Upgrade
		if q.Kind == "downgrade" {
			plans = g.Downgrade
		}
		steps, err = plans(q.Rows, q.Target)
		for _, s := range steps {
			a.Steps = append(a.Steps, s.Revision.ID)
		}
		a.Rows = sorted(Rows(q.Rows, steps))
	}
	slices.Sort(a.Steps)
	if err != nil {
		return answer{Error: err.Error(), err: err}
	}
	return a
}

func TestAlembicAgrees(t *testing.T) {
	r := newRandom(t)
	var histories []alembicHistory
	var graphs []*Graph
	for range 600 {
		revisions := randomHistory(r)
		g, err := NewGraph(revisions)
		if err != nil {
			t.Fatal(err)
		}
		h := alembicHistory{Questions: randomQuestions(r, g)}
		for _, rev := range revisions {
			h.Revisions = append(h.Revisions, plainRevision{rev.ID, rev.Revises, rev.BranchLabels, rev.DependsOn})
		}
		histories, graphs = append(histories, h), append(graphs, g)
	}
	compared, disagreements, excused := 0, 0, map[string]int{}
	for i, theirs := range askAlembic(t, histories) {
		g := graphs[i]
		compareShape(t, g, theirs, histories[i])
		for j, want := range theirs.Answers {
			q := histories[i].Questions[j]
			got := ours(g, q)
			if why := excuse(g, q, got, want); why != "" {
				excused[why]++
				continue
			}
			compared++
			same := (got.Error != "") == (want.Error != "") &&
				slices.Equal(got.Steps, want.Steps) && slices.Equal(got.Rows, want.Rows)
			if !same {
				disagreements++
				t.Errorf("%s %q at %q:\n gmig    %+v\n Alembic %+v\n history %s", q.Kind, q.Target, q.Rows, got, want, show(histories[i]))
			}
		}
		if disagreements > 5 {
			break
		}
	}
	t.Logf("%d answers compared, excused: %v", compared, excused)
}

// excuse says why an answer differs from Alembic's on purpose: where Alembic
// fails by a defect, ignores a part of the identifier, or guesses.
func excuse(g *Graph, q question, got, want answer) string {
	var severalRows *MultipleCurrentError
	var offBranch *NotOnBranchError
	down := q.Kind == "downgrade"
	switch {
	case want.Crash != "":
		return "Alembic crashed"
	case down && errors.As(got.err, &severalRows):
		return "Alembic guesses which of several rows -N counts from"
	case down && errors.As(got.err, &offBranch):
		return "Alembic ignores the branch of a revision that is not on it"
	case down && strings.HasPrefix(want.Error, "Not a valid downgrade target") && got.Error == "":
		return "Alembic cannot go down to where the branch's label is"
	case down && strings.Contains(q.Target, "@head") && (got.Error == "") != (want.Error == ""):
		return "Alembic ignores the branch of head"
	case q.Kind == "upgrade" && strings.Contains(q.Target, "@heads") && strings.Contains(want.Error, "overlaps"):
		return "Alembic refuses the heads of a branch that depend on each other"
	case q.Kind == "stamp" && strings.HasSuffix(q.Target, "heads") && !slices.Equal(want.Rows, trueHeads(g, append(want.Rows, got.Rows...))):
		return "Alembic loses a head that has its row already"
	case down && slices.Equal(got.Steps, want.Steps) && slices.Equal(got.Rows, trueHeads(g, want.Rows)):
		if !slices.Equal(got.Rows, want.Rows) {
			return "Alembic adds rows that others imply"
		}
	}
	return ""
}

// trueHeads removes the rows that others imply.
func trueHeads(g *Graph, rows []string) []string {
	return newModel(g, rows...).rowList()
}

func compareShape(t *testing.T, g *Graph, theirs alembicResult, h alembicHistory) {
	t.Helper()
	var branchpoints, mergepoints []string
	labels := map[string][]string{}
	for _, r := range g.Revisions() {
		n, _ := g.Node(r.ID)
		if n.Branchpoint {
			branchpoints = append(branchpoints, r.ID)
		}
		if n.Mergepoint {
			mergepoints = append(mergepoints, r.ID)
		}
		if len(n.Labels) > 0 {
			labels[r.ID] = n.Labels
		}
	}
	got := fmt.Sprint(g.Heads(), g.RealHeads(), g.Bases(), branchpoints, mergepoints, labels)
	want := fmt.Sprint(theirs.Heads, theirs.RealHeads, theirs.Bases, theirs.Branchpoints, theirs.Mergepoints, theirs.Labels)
	if got != want {
		t.Errorf("shape:\n gmig    %s\n Alembic %s\n history %s", got, want, show(h))
	}
}

func show(h alembicHistory) string {
	var text strings.Builder
	for _, r := range h.Revisions {
		fmt.Fprintf(&text, "\n  %s %s", r.ID, strings.Join(r.Revises, " "))
		for _, d := range r.DependsOn {
			text.WriteString(" dep:" + d)
		}
		for _, l := range r.BranchLabels {
			text.WriteString(" label:" + l)
		}
	}
	return text.String()
}
