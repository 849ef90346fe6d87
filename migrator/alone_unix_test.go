//go:build unix

package migrator_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTwentyProcessesRunTheHistoryOnce starts them together on an empty
// database. One runs all, the others find nothing left to do.
func TestTwentyProcessesRunTheHistoryOnce(t *testing.T) {
	twentyProcesses(t, "long", "r00 r01 r02 r03 r04 r05 r06 r07 r08 r09")
}

// TestTwentyProcessesBuildAnIndexConcurrently has 19 processes wait while one
// builds and drops indexes CONCURRENTLY, which on PostgreSQL waits for every
// transaction that is open.
func TestTwentyProcessesBuildAnIndexConcurrently(t *testing.T) {
	twentyProcesses(t, "outside", "1 2 3")
}

func twentyProcesses(t *testing.T, history, steps string) {
	for engine, open := range arenas(history) {
		t.Run(engine, func(t *testing.T) {
			const processes = 20
			a, whole := open(t), open(t)
			if _, err := whole.migrator(t).Upgrade(context.Background(), "head"); err != nil {
				t.Fatal(err)
			}
			var all []*child
			for range processes {
				all = append(all, startChild(t, a.url, history))
			}
			for _, c := range all {
				c.gate.Close()
			}
			outputs := map[string]int{}
			for _, c := range all {
				if err := c.Wait(); err != nil {
					t.Errorf("%v: %s", err, &c.output)
				}
				var lines []string
				for line := range strings.Lines(c.output.String()) {
					if !strings.HasPrefix(line, "waiting for") {
						lines = append(lines, strings.TrimSpace(line))
					}
				}
				outputs[strings.Join(lines, " ")]++
			}
			want := map[string]int{steps: 1, "nothing to do": processes - 1}
			if diff := cmp.Diff(want, outputs); diff != "" {
				t.Errorf("outputs (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(whole.state(t), a.state(t)); diff != "" {
				t.Errorf("the database (-one runner +twenty):\n%s", diff)
			}
		})
	}
}
