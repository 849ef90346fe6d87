package migrator

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"github.com/gmig/gmig/op"
)

// identity tells the operations of a revision up to a place from others: a
// checksum of what each is about, by its description, so that values which are
// others at each run (the time, say) and other versions of gmig make no
// difference. SQL text counts in full.
type identity string

// with is the identity one operation further.
func (i identity) with(o op.Operation) identity {
	text := o.Describe()
	if exec, ok := o.(*op.ExecOp); ok {
		text = exec.SQL
		for _, dialect := range slices.Sorted(maps.Keys(exec.Texts)) {
			text += "\x00" + dialect + "\x00" + exec.Texts[dialect]
		}
	}
	sum := sha256.Sum256([]byte(string(i) + "\x00" + text))
	return identity(hex.EncodeToString(sum[:]))
}

// identify notes the operations that come next.
func (e *execution) identify(ops ...op.Operation) {
	if len(e.identities) == 0 {
		e.identities = []identity{""}
	}
	e.identities = e.identities[:e.count+1]
	for _, o := range ops {
		e.identities = append(e.identities, e.identities[len(e.identities)-1].with(o))
	}
}

// edited reports whether the operations that were passed over are not those
// that ran before the interruption. A version table of an older gmig does not
// tell.
func (e *execution) edited() bool {
	was := e.resumed.Identity
	return was != "" && was != string(e.identities[e.count])
}
