package versions

import (
	"context"

	"github.com/gmig/gmig/op"
)

// run is a function of a revision that runs operations on every engine.
func run(ops ...op.Operation) op.Func { return on("", ops...) }

// on is one that runs operations on one engine alone.
func on(engine string, ops ...op.Operation) op.Func {
	return func(ctx context.Context, m *op.Migration) error {
		if engine != "" && engine != m.Dialect() {
			return nil
		}
		return m.Run(ctx, ops...)
	}
}

// each is one that calls others in turn.
func each(functions ...op.Func) op.Func {
	return func(ctx context.Context, m *op.Migration) error {
		for _, f := range functions {
			if err := f(ctx, m); err != nil {
				return err
			}
		}
		return nil
	}
}
