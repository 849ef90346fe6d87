package roundtrip

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

// Main tries pairs on two places per worker, given by -postgres as the URLs of
// databases that are theirs, and writes a Result per line to the file -results: standard
// output is where GORM prints what it dislikes.
func Main(pairs []Pair) {
	urls := flag.String("postgres", "", "URLs of PostgreSQL databases, two for each worker, separated by commas")
	only := flag.String("only", "", "what to try alone, as Result.Engine says it")
	file := flag.String("results", "", "the file to write the results to")
	flag.Parse()
	if err := run(pairs, *file, *only, strings.Split(*urls, ",")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// worker has places of its own.
type worker struct{ places map[string][]slot }

func run(pairs []Pair, file, only string, urls []string) error {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer out.Close()
	dir, err := os.MkdirTemp("", "gmig-pairs-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var (
		work  = make(chan Pair)
		print = json.NewEncoder(out)
		mutex sync.Mutex
		group sync.WaitGroup
		// failure is the first of writing a result.
		failure error
	)
	for i := range len(urls) / 2 {
		w := worker{places: map[string][]slot{}}
		for j := range 2 {
			w.places["sqlite"] = append(w.places["sqlite"], slot{engine: "sqlite", address: filepath.Join(dir, fmt.Sprintf("%d-%d.db", i, j))})
			w.places["postgres"] = append(w.places["postgres"], slot{engine: "postgres", address: urls[2*i+j]})
		}
		group.Go(func() {
			for p := range work {
				for _, r := range w.try(p, only) {
					mutex.Lock()
					failure = cmp.Or(failure, print.Encode(r))
					mutex.Unlock()
				}
			}
		})
	}
	for _, p := range pairs {
		work <- p
	}
	close(work)
	group.Wait()
	return failure
}

// try tries a pair on the engines that it is for, and a portable one also with
// the history of either on the other.
func (w worker) try(p Pair, only string) (results []Result) {
	place := func(engine string, i int) slot {
		s := w.places[engine][i]
		s.setups = p.Setups
		return s
	}
	lite, pg := place("sqlite", 0), place("postgres", 0)
	onLite, onPG := &references{place: place("sqlite", 1)}, &references{place: place("postgres", 1)}
	for _, way := range []struct {
		name     string
		portable bool
		try      func() Result
	}{
		{"sqlite", false, func() Result { return p.try(lite, onLite) }},
		{"postgres", false, func() Result { return p.try(pg, onPG) }},
		{"sqlite to postgres", true, func() Result { return p.tryPortable(lite, pg, onPG) }},
		{"postgres to sqlite", true, func() Result { return p.tryPortable(pg, lite, onLite) }},
	} {
		if (only == "" || only == way.name) && (p.Engine == "" || p.Engine == way.name) {
			results = append(results, inTime(p.Name+" on "+way.name, way.try))
		}
	}
	return results
}

// inTime ends the program with the stacks of all goroutines if a trial does not
// end.
func inTime(what string, try func() Result) Result {
	late := time.AfterFunc(time.Minute, func() {
		debug.SetTraceback("all")
		panic("pair " + what + " does not end")
	})
	defer late.Stop()
	start := time.Now()
	result := try()
	result.Seconds = time.Since(start).Seconds()
	return result
}
