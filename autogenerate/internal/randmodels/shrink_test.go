package randmodels

import "testing"

// TestReductionsLeaveNothingThatIsNotThere reduces pairs to what Go would not
// compile: a field whose struct is gone on its side.
func TestReductionsLeaveNothingThatIsNotThere(t *testing.T) {
	for number := range uint64(300) {
		p := New(1, number, "").Pair()
		for _, reduce := range p.Reductions() {
			q := p.Apply(reduce)
			for _, s := range []*Set{q.Before, q.After} {
				for _, u := range s.Structs {
					for _, f := range u.Fields {
						for _, name := range f.refers() {
							if s.find(name) == nil {
								t.Fatalf("pair %d: %s.%s is a %s, which is not there", number, u.Name, f.Name, f.Type)
							}
						}
					}
				}
			}
		}
	}
}
