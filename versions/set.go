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
	files     []fs.FS
	revisions []op.Revision
	// joined are the sets that this one is made of.
	joined []*Set
	// checksums are read when they are first asked for.
	checksums map[string]string
}

// NewSet returns an empty set. The files are the sources of its revisions, for
// showing them where there is no source tree; nil for none.
func NewSet(files fs.FS) *Set {
	if files == nil {
		return &Set{}
	}
	return &Set{files: []fs.FS{files}}
}

// Join returns a set of the revisions of several, for a history whose files
// are in several packages. What is added to them later belongs to it too.
func Join(sets ...*Set) *Set { return &Set{joined: sets} }

// Add adds a revision. It takes any: what is wrong with them, Graph says.
func (s *Set) Add(r op.Revision) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revisions = append(s.revisions, r)
}

// Files returns the sources of the revisions, none if it has none.
func (s *Set) Files() []fs.FS {
	files := slices.Clone(s.files)
	for _, part := range s.joined {
		files = append(files, part.Files()...)
	}
	return files
}

// Revisions returns what was added, sorted by id.
func (s *Set) Revisions() []op.Revision {
	s.mu.Lock()
	sorted := slices.Clone(s.revisions)
	s.mu.Unlock()
	for _, part := range s.joined {
		sorted = append(sorted, part.Revisions()...)
	}
	slices.SortStableFunc(sorted, func(a, b op.Revision) int { return cmp.Compare(a.ID, b.ID) })
	return sorted
}

// Graph connects the revisions, as NewGraph does. Its errors name the files, if
// the set has them.
func (s *Set) Graph() (*Graph, error) {
	g, err := NewGraph(s.Revisions())
	if sources := s.Files(); err != nil && len(sources) > 0 {
		// A file that cannot be read has no path to add: the error at hand
		// is the one that matters.
		files, _ := ReadFS(sources...)
		addPaths(err, files)
	}
	return g, err
}
