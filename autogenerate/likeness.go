package autogenerate

import (
	"cmp"
	"slices"
	"strings"
)

// pairing is an old name and the new one that may stand for it.
type pairing struct{ old, fresh string }

// likeliest pairs what vanished with what appeared, each at most once: the
// most like names first, then, where no names are like, in the given order.
func likeliest(old, fresh []string, alike func(old, fresh string) bool) map[string]string {
	var all []pairing
	for _, from := range old {
		for _, to := range fresh {
			if alike(from, to) {
				all = append(all, pairing{from, to})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b pairing) int {
		return cmp.Compare(likeness(b.old, b.fresh), likeness(a.old, a.fresh))
	})
	pairs, taken := map[string]string{}, map[string]bool{}
	for _, p := range all {
		if _, paired := pairs[p.old]; !paired && !taken[p.fresh] {
			pairs[p.old] = p.fresh
			taken[p.fresh] = true
		}
	}
	return pairs
}

// likeness is how much two names have in common, from 0 to 1: the share of
// their pairs of neighbouring letters that are in both (Dice's coefficient).
// Less than half is chance and counts as nothing.
func likeness(a, b string) float64 {
	in, of := letterPairs(a), letterPairs(b)
	total := len(in) + len(of)
	common := 0
	for _, pair := range in {
		if i := slices.Index(of, pair); i >= 0 {
			of = slices.Delete(of, i, i+1)
			common++
		}
	}
	if total == 0 || 4*common < total {
		return 0
	}
	return 2 * float64(common) / float64(total)
}

func letterPairs(name string) (pairs []string) {
	letters := []rune(strings.ToLower(name))
	for i := 1; i < len(letters); i++ {
		pairs = append(pairs, string(letters[i-1:i+1]))
	}
	return pairs
}
