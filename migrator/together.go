package migrator

import (
	"context"
	"fmt"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// inGroups runs operations: together those that together takes, which returns
// how many of the first it did, and singly the others.
func inGroups(ops []op.Operation, together func([]op.Operation) (int, error), single func(op.Operation) error) error {
	for len(ops) > 0 {
		n, err := together(ops)
		if err == nil && n == 0 {
			n, err = 1, single(ops[0])
		}
		if err != nil {
			return err
		}
		ops = ops[n:]
	}
	return nil
}

// together executes those of the first operations at once that the dialect can
// execute so, in the revision's transaction. Outside of one each operation is
// done by itself, with the note that it is done.
func (e *execution) together(ctx context.Context, ops []op.Operation) (int, error) {
	merger, ok := e.m.dialect.(dialect.Merger)
	if !ok || e.tx == nil || e.passing || e.unable(ctx) != nil {
		return 0, nil
	}
	statements, n := merger.Merge(ctx, e.conn, ops)
	if n == 0 {
		return 0, nil
	}
	ops = ops[:n]
	e.identify(ops...)
	for _, o := range ops {
		if err := e.lose(ctx, o); err != nil {
			return 0, &OperationError{Operation: o, Err: err}
		}
	}
	undone, err := undoable(ctx, e.conn, func() error {
		o := merged{ops[0], n - 1}
		defer e.m.onOperation(e.step, o)()
		return e.statements(ctx, o, statements)
	})
	if undone {
		err = oneByOne(ops, func(o op.Operation) error { return e.perform(ctx, o) })
	}
	if err != nil {
		return 0, err
	}
	e.count += n
	return n, nil
}

// together records operations as an execution executes them.
func (r *offlineRunner) together(ctx context.Context, ops []op.Operation) (int, error) {
	merger, ok := r.m.dialect.(dialect.Merger)
	if !ok || r.tx == nil || r.rec.replica == nil {
		return 0, nil
	}
	statements, n := merger.Merge(ctx, r.rec.replica, ops)
	if n == 0 {
		return 0, nil
	}
	ops = ops[:n]
	script := r.rec.script.String()
	undone, err := undoable(ctx, r.rec.replica, func() error {
		return r.statements(ctx, merged{ops[0], n - 1}, statements)
	})
	if undone {
		r.rec.script.Reset()
		r.rec.script.WriteString(script)
		err = oneByOne(ops, func(o op.Operation) error { return r.record(ctx, o) })
	}
	return n, err
}

// oneByOne runs operations one by one, which tells which of them is at fault.
func oneByOne(ops []op.Operation, run func(op.Operation) error) error {
	for _, o := range ops {
		if err := run(o); err != nil {
			return err
		}
	}
	return nil
}

// merged stands for several operations that are executed at once: the first, and
// how many more.
type merged struct {
	op.Operation
	more int
}

// Describe implements op.Operation.
func (o merged) Describe() string {
	if o.more == 1 {
		return o.Operation.Describe() + ", and the operation behind it"
	}
	return fmt.Sprintf("%s, and the %d operations behind it", o.Operation.Describe(), o.more)
}
