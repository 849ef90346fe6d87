package versions

import (
	"bytes"
	"io/fs"
)

// Mentions reports whether a Go file of the set has a word in it, in whatever
// case; the word is given in lower case. A revision whose text is not at hand
// may have any.
func (s *Set) Mentions(word string) bool {
	known := s.Checksums()
	for _, r := range s.Revisions() {
		if known[r.ID] == "" {
			return true
		}
	}
	for _, fsys := range s.Files() {
		sources, err := list(fsys, func(name string) string { return name })
		if err != nil {
			return true
		}
		for _, source := range sources {
			text, err := fs.ReadFile(fsys, source.name)
			if err != nil || bytes.Contains(bytes.ToLower(text), []byte(word)) {
				return true
			}
		}
	}
	return false
}
