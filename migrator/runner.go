package migrator

import (
	"context"
	"database/sql"
	"errors"

	"gorm.io/gorm"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/op"
)

// runner is the op.Runner that executes on the connection of a transaction.
type runner struct {
	dialect dialect.Dialect
	conn    *sql.Conn
	db      *gorm.DB
}

var _ op.Runner = (*runner)(nil)

// Run implements op.Runner.
func (r *runner) Run(ctx context.Context, ops ...op.Operation) error {
	for _, o := range ops {
		// Drivers answer a cancelled context in their own ways, and pgx also
		// gives the connection up.
		if err := context.Cause(ctx); err != nil {
			return &OperationError{Operation: o, Err: err}
		}
		statements, err := r.dialect.Compile(ctx, r.conn, o)
		if err != nil {
			return &OperationError{Operation: o, Err: err}
		}
		for _, statement := range statements {
			if _, err := r.conn.ExecContext(ctx, statement); err != nil {
				return &OperationError{Operation: o, SQL: statement, Err: err}
			}
		}
	}
	return r.dialect.AfterDDL(ctx, r.conn)
}

// Exec implements op.Runner. Without arguments the text goes to the database
// as it is: GORM would take each "?" in it for a placeholder.
func (r *runner) Exec(ctx context.Context, query string, args ...any) (err error) {
	if len(args) > 0 {
		err = r.db.WithContext(ctx).Exec(query, args...).Error
	} else {
		_, err = r.conn.ExecContext(ctx, query)
	}
	if err != nil {
		return &OperationError{Operation: op.Exec(query), SQL: query, Err: err}
	}
	return r.dialect.AfterDDL(ctx, r.conn)
}

// DB implements op.Runner.
func (r *runner) DB() *gorm.DB {
	return r.db.Session(&gorm.Session{NewDB: true, Context: r.db.Statement.Context})
}

// Dialect implements op.Runner.
func (r *runner) Dialect() string { return r.dialect.Name() }

// Offline implements op.Runner.
func (r *runner) Offline() bool { return false }

// inTransaction is a connection on which gmig has begun a transaction. It hides
// BeginTx from GORM and takes part in gorm.TxCommitter, so that GORM's
// Transaction makes a savepoint and its Create opens nothing.
type inTransaction struct{ gorm.ConnPool }

// errNotYours is what a revision gets that tries to end gmig's transaction.
var errNotYours = errors.New("the transaction belongs to gmig, which commits it with the revision's row: return nil or an error instead")

// Commit implements gorm.TxCommitter.
func (*inTransaction) Commit() error { return errNotYours }

// Rollback implements gorm.TxCommitter.
func (*inTransaction) Rollback() error { return errNotYours }
