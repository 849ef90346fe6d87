// Package dialect says what differs between database engines when revisions
// run: the SQL of an operation, quoting, the transaction, the lock. Each engine
// is a folder beside this file that implements Dialect; nothing else in gmig
// asks which engine it is talking to when it runs a revision.
package dialect

import (
	"context"
	"database/sql"
	"errors"

	"gorm.io/gorm"

	"github.com/gmig/gmig/op"
)

// Queryer reads from a database: *sql.DB, *sql.Conn, *sql.Tx or a GORM
// connection pool.
type Queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Conn is one pinned connection: *sql.Conn.
type Conn interface {
	Queryer
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Script is a Conn that writes the statements down which it is given.
type Script interface {
	Conn
	// Note writes a statement that is for the script alone.
	Note(statement string)
}

// Transaction is a running transaction of a dialect.
type Transaction interface {
	// Commit makes the changes permanent and puts the connection's settings
	// back. After an error nothing was committed, unless the error wraps
	// ErrCommitUnknown.
	Commit(ctx context.Context) error
	// Rollback undoes the changes and puts the connection's settings back.
	Rollback(ctx context.Context) error
}

// ErrCommitUnknown is wrapped by the error of Commit when the connection broke
// before the database answered.
var ErrCommitUnknown = errors.New("the connection broke during the commit")

// Dialect is one database engine.
type Dialect interface {
	// Name is GORM's name of the engine: "postgres", "sqlite".
	Name() string
	// Quote quotes an identifier, which may be qualified with a schema
	// ("billing.invoices").
	Quote(identifier string) string
	// SameName reports whether two identifiers name the same table or column.
	SameName(a, b string) bool
	// ColumnType is the type of a column in the engine's words, as GORM's
	// dialector spells it, without NOT NULL and the like.
	ColumnType(c *op.ColumnDef) string
	// SameType reports whether the engine makes one type of two columns' types,
	// however they are written. It asks no database.
	SameType(a, b *op.ColumnDef) bool
	// KeepsComments reports whether the engine stores comments on columns.
	KeepsComments() bool
	// KeepsNullDefault reports whether the engine stores a default of NULL on a
	// column, and does not take it for none.
	KeepsNullDefault(c *op.ColumnDef) bool
	// KeepsEnums reports whether the engine stores enums as types. Elsewhere a
	// CHECK at each column stands for one.
	KeepsEnums() bool
	// Compile returns the statements of an operation in order, none if the
	// engine has nothing to do. It may read the present state of the schema
	// from db, and it changes nothing.
	Compile(ctx context.Context, db Queryer, o op.Operation) ([]string, error)
	// Transactional reports whether an operation can run in a transaction.
	Transactional(o op.Operation) bool
	// Autocommits reports whether an operation that a revision wants outside of
	// its transaction has to leave it on this engine.
	Autocommits(o op.Operation) bool
	// RefusedInTransaction reports whether an error of a statement says that it
	// may not run in a transaction. It had no effect then.
	RefusedInTransaction(err error) bool
	// ColumnsOf returns the columns of a table, none if there is no such table. A
	// name without a schema is looked up in the one where CREATE TABLE would make
	// it.
	ColumnsOf(ctx context.Context, db Queryer, table string) ([]TableColumn, error)
	// AfterDDL is called on the connection when the schema has changed and
	// before other queries run on it.
	AfterDDL(ctx context.Context, conn Conn) error
	// Begin opens the transaction that a revision runs in.
	Begin(ctx context.Context, conn Conn) (Transaction, error)
	// Lock waits until no other runner is at work on the history of that name
	// in the same database, and returns what gives the lock back. Until then
	// Begin fails on the connection if the lock was lost.
	Lock(ctx context.Context, conn Conn, name string) (unlock func(context.Context) error, err error)
}

// Converter is a Dialect that computes the values of a column anew when its
// type changes.
type Converter interface {
	// Conversion returns the expression for that if an operation gives none,
	// empty for the engine's own assignment, and whether every value has one
	// in the new type.
	Conversion(from, to *op.ColumnDef) (using string, sure bool)
}

// KeyNamer is a Dialect that gives a primary key a name if nobody else does.
type KeyNamer interface {
	// KeyName is the name of a table's primary key that nobody named.
	KeyName(table string) string
}

// TableOptioner is a Dialect whose tables have options behind the closing
// parenthesis of CREATE TABLE.
type TableOptioner interface {
	// TableOptions returns the options if they are the engine's own, else none.
	TableOptions(options string) string
	// SameTableOptions reports whether two texts set the same options.
	SameTableOptions(a, b string) bool
	// AltersTableOptions reports whether a table that has some can get others.
	AltersTableOptions(from, to string) bool
}

// Resumer is a Dialect with operations that no transaction undoes, so that one
// that was interrupted may have been done.
type Resumer interface {
	// Rest returns the statements that an interrupted operation has left to do,
	// if it is known to have come that far. If begun is false, it is to be run
	// from its beginning.
	Rest(ctx context.Context, db Queryer, o op.Operation) (statements []string, begun bool, err error)
}

// Exclusive is a Dialect whose connections do one query at a time.
type Exclusive interface {
	// Busy reports whether the rows of a query are still open on a connection.
	Busy(conn Conn) bool
}

// TransactionKeeper is a Dialect whose connections know whether they are in a
// transaction.
type TransactionKeeper interface {
	// LeftTransaction reports whether a connection is known to be in no
	// transaction. It asks no database.
	LeftTransaction(conn Conn) bool
}

// Explainer is a Dialect that knows more of an error than its text says.
type Explainer interface {
	// Explain returns what the user should know of an error, a line each: what the
	// database said beside it, and what to do. statement is the SQL that failed,
	// empty if it is not known.
	Explain(err error, statement string) []string
}

// ViewReader is a Dialect that refuses to change what a view reads, and can tell
// which views do.
type ViewReader interface {
	// ViewsOn returns the views that read a table, sorted by name.
	ViewsOn(ctx context.Context, db Queryer, table string) ([]View, error)
}

// View is a view and the columns of a table that it reads.
type View struct {
	Name    string
	Columns []string
}

// TableColumn is a column of a table that exists.
type TableColumn struct {
	Name string
	// Type is in the engine's words.
	Type string
}

// Opener builds a Dialect on GORM's dialector of the same engine.
type Opener func(gorm.Dialector) Dialect
