package migrator

import (
	"context"
	"database/sql"
	"fmt"

	"gorm.io/gorm"

	"github.com/gmig/gmig/op"
)

// Replay runs all revisions up to the heads on an empty schema, in the
// transaction that conn is in, and keeps no version table: to see what they
// lead to. Operations outside of a transaction run in it too, since nobody
// writes there meanwhile. after is called behind each revision.
func (m *Migrator) Replay(ctx context.Context, conn *sql.Conn, after func(ctx context.Context) error) error {
	steps, err := m.graph.Upgrade(nil, "heads")
	if err != nil {
		return err
	}
	for _, step := range steps {
		err := ctx.Err()
		if f := function(step); f != nil && err == nil {
			r := &replayer{execution{m: m, conn: conn, step: step, ctx: ctx, shared: true, tx: replayed{}}}
			err = f(ctx, op.NewMigration(r).With(m.arguments))
		}
		if err == nil {
			err = after(ctx)
		}
		if err != nil {
			return fmt.Errorf("replaying %s: %w", step, err)
		}
	}
	return nil
}

// replayer is the op.Runner of Replay.
type replayer struct{ execution }

var _ op.Runner = (*replayer)(nil)

// Run implements op.Runner.
func (r *replayer) Run(ctx context.Context, ops ...op.Operation) error {
	blocking := make([]op.Operation, len(ops))
	for i, o := range ops {
		switch o := o.(type) {
		case *op.CreateIndexOp:
			plain := *o
			plain.Online = false
			blocking[i] = &plain
		case *op.DropIndexOp:
			plain := *o
			plain.Online = false
			blocking[i] = &plain
		case *op.AlterEnumOp:
			// A value that is added could not be used before the end.
			anew := *o
			anew.Anew = true
			blocking[i] = &anew
		default:
			blocking[i] = o
		}
	}
	for _, o := range blocking {
		if text, ok := o.(*op.ExecOp); ok && r.rollsBack(text.For(r.Dialect())) {
			return &OperationError{Operation: o, Err: errEnds}
		}
		if err := r.operation(ctx, o); err != nil {
			return err
		}
	}
	return r.m.dialect.AfterDDL(ctx, r.conn)
}

// Exec implements op.Runner.
func (r *replayer) Exec(ctx context.Context, query string, args ...any) error {
	if r.rollsBack(query) {
		return &OperationError{Operation: op.Exec(query), SQL: query, Err: errEnds}
	}
	return r.execution.Exec(ctx, query, args...)
}

// DB implements op.Runner.
func (r *replayer) DB() *gorm.DB {
	session := r.execution.DB()
	session.Statement.ConnPool = &inTransaction{&replayPool{session.Statement.ConnPool, r}}
	return session
}

// Autocommit implements op.Runner.
func (r *replayer) Autocommit(ctx context.Context, ops ...op.Operation) error {
	return r.Run(ctx, ops...)
}

// replayed stands for the transaction of whoever replays.
type replayed struct{}

// Commit implements dialect.Transaction.
func (replayed) Commit(context.Context) error { return nil }

// Rollback implements dialect.Transaction.
func (replayed) Rollback(context.Context) error { return nil }
