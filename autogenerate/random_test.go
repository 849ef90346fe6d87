package autogenerate_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gmig/gmig/autogenerate/internal/randmodels"
	"github.com/gmig/gmig/autogenerate/internal/roundtrip"
	"github.com/gmig/gmig/internal/counts"
	"github.com/gmig/gmig/internal/testdb"
)

var pairCount = flag.Int("pairs", 200, "pairs of models to draw for each engine")

var shrinkPairs = flag.Bool("shrink", true, "make the pairs that fail smaller before they are shown")

// seedVariable holds the seed to draw the pairs with.
const seedVariable = "GMIG_SOAK_SEED"

// atOnce is how many pairs are compiled into one program.
const atOnce = 400

// TestRandomPairs draws sets of models and what becomes of them, and takes
// databases with rows from one to the other and back: see package roundtrip.
// Every other pair is for both engines, and its history is also written on the
// one and run on the other.
func TestRandomPairs(t *testing.T) {
	seed := drawSeed(t)
	counts.Say(t, "%s=%d", seedVariable, seed)
	var places []string
	for range 4 {
		places = append(places, testdb.Postgres(t))
	}
	trier := &trier{t: t, places: strings.Join(places, ",")}
	var (
		pairs   []randmodels.Pair
		refused int
		tried   = map[string]int{}
		rows    int
		seconds = map[string]float64{}
		failed  = map[string]int{} // by engine and property
	)
	// A few more than wanted: GORM refuses some.
	for i := range uint64(*pairCount + *pairCount/12) {
		if i%2 == 0 {
			pairs = append(pairs, randmodels.New(seed, i, "").Pair())
			continue
		}
		pairs = append(pairs, randmodels.New(seed, i, "sqlite").Pair(), randmodels.New(seed, i, "postgres").Pair())
	}
	for start := 0; start < len(pairs); start += atOnce {
		chunk := pairs[start:min(start+atOnce, len(pairs))]
		for _, r := range trier.try(chunk, "") {
			if r.Refused != "" {
				refused++
				continue
			}
			tried[r.Engine]++
			seconds[r.Engine] += r.Seconds
			rows += r.Rows
			if r.Stage == "" {
				continue
			}
			kind := r.Engine + ": " + r.Stage
			if failed[kind]++; failed[kind] > 3 {
				continue // The first ones of a kind are enough to read.
			}
			n, _ := strconv.Atoi(r.Pair)
			small, last := chunk[n], r
			if *shrinkPairs {
				small, last = trier.shrink(small, last)
			}
			t.Errorf("%s=%d: on %s, %s\n%s\n\nbefore:\n\n%s\nafter:\n\n%s", seedVariable, seed, last.Engine, last.Stage, last.Detail,
				small.Before.Source(""), small.After.Source(""))
		}
	}
	counts.Say(t, "tried %v, with %d rows a table in the sum; GORM refused %d; failed %v; seconds %v", tried, rows, refused, failed, seconds)
	for _, engine := range []string{"sqlite", "postgres"} {
		if tried[engine] < *pairCount {
			t.Errorf("%d pairs on %s, not %d: GORM refuses too many", tried[engine], engine, *pairCount)
		}
	}
	if rows < *pairCount {
		t.Errorf("%d rows in %d pairs: too few to show that rows are kept", rows, *pairCount)
	}
}

// drawSeed is the seed of the environment: "random", a number, or always the same
// without it, so that a test run that nothing has changed for does not fail.
func drawSeed(t *testing.T) uint64 {
	t.Helper()
	text := os.Getenv(seedVariable)
	switch text {
	case "":
		return 1
	case "random":
		return uint64(rand.Uint32())
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("reading %s: %v", seedVariable, err)
	}
	return seed
}

// trier builds and runs programs that try pairs.
type trier struct {
	t      *testing.T
	places string
}

// try returns the results of the pairs, whose names are their places in the list.
func (r *trier) try(pairs []randmodels.Pair, only string) []roundtrip.Result {
	r.t.Helper()
	dir, err := os.MkdirTemp(r.t.TempDir(), "")
	if err != nil {
		r.t.Fatal(err)
	}
	here, err := os.Getwd()
	if err != nil {
		r.t.Fatal(err)
	}
	program, err := randmodels.Build(pairs, here, dir)
	if err != nil {
		r.t.Fatal(err)
	}
	file := filepath.Join(dir, "results")
	cmd := exec.Command(program, "-postgres", r.places, "-only", only, "-results", file)
	if out, err := cmd.CombinedOutput(); err != nil {
		r.t.Fatalf("trying the pairs: %v\n%s", err, out)
	}
	results, err := readResults(file)
	if err != nil {
		r.t.Fatal(err)
	}
	return results
}

func readResults(file string) (all []roundtrip.Result, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	for line := range bytes.Lines(text) {
		var r roundtrip.Result
		if err := json.Unmarshal(line, &r); err != nil {
			return nil, fmt.Errorf("reading a result: %w in %q", err, line)
		}
		all = append(all, r)
	}
	return all, nil
}

// shrinkRounds bounds the programs that are built to make one failure small.
const shrinkRounds = 12

// shrink makes a failing pair smaller as long as the same property does not
// hold on the same engine. It returns the smallest and how it fails.
func (r *trier) shrink(p randmodels.Pair, failure roundtrip.Result) (randmodels.Pair, roundtrip.Result) {
	for range shrinkRounds {
		all := p.Reductions()
		all = all[:min(len(all), atOnce)]
		var single []randmodels.Pair
		for _, reduce := range all {
			single = append(single, p.Apply(reduce))
		}
		alone := r.failing(single, failure)
		if len(alone) == 0 {
			break
		}
		// What may go alone may often go together: the longest run of those that
		// still fails is the next pair.
		var runs []randmodels.Pair
		var reductions []randmodels.Reduction
		for i, reduce := range all {
			if _, fails := alone[i]; fails {
				reductions = append(reductions, reduce)
				runs = append(runs, p.Apply(reductions...))
			}
		}
		together := r.failing(runs, failure)
		for i := len(runs) - 1; i >= 0; i-- {
			if result, fails := together[i]; fails {
				p, failure = runs[i], result
				break
			}
		}
	}
	return p, failure
}

// failing returns the results of the pairs, by their places, that fail as given.
func (r *trier) failing(pairs []randmodels.Pair, failure roundtrip.Result) map[int]roundtrip.Result {
	all := map[int]roundtrip.Result{}
	if len(pairs) == 0 {
		return all
	}
	for _, result := range r.try(pairs, failure.Engine) {
		n, _ := strconv.Atoi(result.Pair)
		if result.Engine == failure.Engine && result.Stage == failure.Stage {
			all[n] = result
		}
	}
	return all
}
