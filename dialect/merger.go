package dialect

import (
	"context"

	"github.com/gmig/gmig/op"
)

// Merger is a Dialect that can do several operations at the cost of one.
type Merger interface {
	// Merge returns the statements that do the first n of some operations at
	// once, in the transaction of Begin. They lead to what the operations lead
	// to one after another, or else one of them fails and nothing tells which
	// operation is at fault: then the statements must be undone, and the
	// operations compiled one by one. n is 0 if the first ones must be anyway.
	Merge(ctx context.Context, db Queryer, ops []op.Operation) (statements []string, n int)
}
