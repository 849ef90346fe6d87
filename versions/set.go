package versions

import (
	"cmp"
	"io/fs"
	"slices"
	"sync"

	"github.com/gmig/gmig/op"
)

// Set is the revisions of an application. Its versions package has one, which
// the init functions of its revision files add themselves to:
//
//	//go:embed *.go
//	var files embed.FS
//
//	var All = versions.NewSet(files)
//
// Several sets live side by side. The zero Set is an empty one.
type Set struct {
	mu        sync.Mutex
	files     fs.FS
	revisions []op.Revision
}

// NewSet returns an empty set. The files are the sources of its revisions, for
// showing them where there is no source tree; nil for none.
func NewSet(files fs.FS) *Set { return &Set{files: files} }

// Add adds a revision. It takes any: what is wrong with them, Graph says.
func (s *Set) Add(r op.Revision) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revisions = append(s.revisions, r)
}

// Files returns the sources of the revisions, nil for none.
func (s *Set) Files() fs.FS { return s.files }

// Revisions returns what was added, sorted by id.
func (s *Set) Revisions() []op.Revision {
	s.mu.Lock()
	defer s.mu.Unlock()
	sorted := slices.Clone(s.revisions)
	slices.SortStableFunc(sorted, func(a, b op.Revision) int { return cmp.Compare(a.ID, b.ID) })
	return sorted
}

// Graph connects the revisions, as NewGraph does. Its errors name the files, if
// the set has them.
func (s *Set) Graph() (*Graph, error) {
	g, err := NewGraph(s.Revisions())
	if err != nil && s.files != nil {
		// A file that cannot be read has no path to add: the error at hand
		// is the one that matters.
		files, _ := ReadFS(s.files)
		addPaths(err, files)
	}
	return g, err
}
