package versions

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// suggestions is how many near names an error offers at most.
const suggestions = 3

// near returns the ids and labels that a mistyped name may have meant, the
// nearest first. A name that is shorter than an id is compared with as much of
// it, because it may be a mistyped prefix.
func (g *Graph) near(name string) []string {
	return nearest(name, append([]string{"base", "current", "head", "heads"}, g.names...))
}

// nearBranches is near for what stands before "@".
func (g *Graph) nearBranches(name string) []string { return nearest(name, g.names) }

func nearest(name string, names []string) []string {
	if len(name) < 2 || len(name) > 200 {
		return nil
	}
	// One slip in three characters is a typing error, more is another word.
	limit := max(1, min(3, len(name)/3))
	type candidate struct {
		name     string
		distance int
	}
	var near []candidate
	for _, other := range names {
		distance := edits(name, other)
		if len(name) >= 4 && len(other) > len(name) {
			distance = min(distance, edits(name, other[:len(name)]))
		}
		if distance <= limit {
			near = append(near, candidate{other, distance})
		}
	}
	// The names are sorted, so equally near ones stay in that order.
	slices.SortStableFunc(near, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	var found []string
	for _, c := range near[:min(len(near), suggestions)] {
		found = append(found, c.name)
	}
	return found
}

// edits counts the bytes to insert, remove, replace or swap with their
// neighbour to turn one name into the other.
func edits(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range len(b) {
			replaced := last[j]
			if a[i] != b[j] {
				replaced++
			}
			row[j+1] = min(replaced, row[j]+1, last[j+1]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}

// didYouMean is the end of an error that offers near names, or nothing.
func didYouMean(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf("; did you mean %s?", quoted(names, "or"))
}

// quoted lists names in a sentence: "a", "b" and "c".
func quoted(names []string, last string) string {
	all := quotes(names)
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	n := len(all) - 1
	return strings.Join(all[:n], ", ") + " " + last + " " + all[n]
}

func quotes(names []string) []string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = strconv.Quote(name)
	}
	return all
}
