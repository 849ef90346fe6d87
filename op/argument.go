package op

import "maps"

// Arguments are what the user gave a run on the command line for the revisions
// to read.
type Arguments struct {
	// X holds the values of -x name=value by name.
	X map[string]string
	// Tag is the value of --tag.
	Tag string
}

// With returns a Migration on the same runner with other arguments.
func (m *Migration) With(a Arguments) *Migration {
	a.X = maps.Clone(a.X)
	return &Migration{runner: m.runner, arguments: a}
}

// X returns the value that the user gave with -x name=value, empty if there is
// none.
func (m *Migration) X(name string) string { return m.arguments.X[name] }

// LookupX is X that tells an empty value from none.
func (m *Migration) LookupX(name string) (value string, ok bool) {
	value, ok = m.arguments.X[name]
	return value, ok
}

// Tag returns the value of --tag, a word that means what the revisions make of
// it; empty if there is none.
func (m *Migration) Tag() string { return m.arguments.Tag }
