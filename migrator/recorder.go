package migrator

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"

	"github.com/gmig/gmig/dialect"
)

// recorder is a connection that writes statements down. If it has a replica, it
// executes them there as well.
type recorder struct {
	replica *sql.Conn // nil for none
	// writing tells that statements belong into the script; before that they
	// only bring the replica to where the script starts.
	writing bool
	// heading tells that the script ends with a comment.
	heading bool
	// ending tells that a transaction commits, settling that it has, and that
	// settings are put back.
	ending, settling bool
	script           strings.Builder
	// shared is the transaction that all steps are in, nil if each has its own.
	shared dialect.Transaction
}

var _ dialect.Script = (*recorder)(nil)

// probe is what a transaction asks to hear whether the connection is sound. A
// script has nobody to hear it.
const probe = "SELECT 1"

// ExecContext implements dialect.Conn.
func (r *recorder) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if len(args) > 0 {
		return nil, errors.New("a script takes no placeholders: write the values into the statement")
	}
	if query != probe && !r.settling {
		r.Note(query)
	}
	r.settling = r.settling || r.ending && query == "COMMIT"
	if r.replica != nil {
		return r.replica.ExecContext(ctx, query)
	}
	return driver.RowsAffected(0), nil
}

// Note implements dialect.Script.
func (r *recorder) Note(statement string) {
	if r.writing {
		r.script.WriteString(terminated(statement) + "\n")
		r.heading = false
	}
}

// QueryContext implements dialect.Conn.
func (r *recorder) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if r.replica == nil {
		return nil, errors.New("there is no database to ask while SQL is written down")
	}
	return r.replica.QueryContext(ctx, query, args...)
}

// schema is what operations are compiled by, nil for none.
func (r *recorder) schema() dialect.Queryer {
	if r.replica == nil {
		return nil
	}
	return r.replica
}

// transaction records f between the statements of the dialect that begin and
// end a transaction.
func (r *recorder) transaction(ctx context.Context, d dialect.Dialect, f func(dialect.Transaction) error) error {
	tx, err := d.Begin(ctx, r)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		return errors.Join(err, tx.Rollback(ctx))
	}
	return r.commit(ctx, tx)
}

// commit records the end of a transaction. What Commit does behind the COMMIT
// puts back the settings that the replica's connection had before. The session
// that reads the script has had others, which nobody knows here.
func (r *recorder) commit(ctx context.Context, tx dialect.Transaction) error {
	r.ending = true
	defer func() { r.ending, r.settling = false, false }()
	return tx.Commit(ctx)
}

// comment begins a part of the script, or goes on with its heading.
func (r *recorder) comment(line string) {
	if r.script.Len() > 0 && !r.heading {
		r.script.WriteByte('\n')
	}
	r.heading = true
	r.script.WriteString("-- " + line + "\n")
}

// terminated is a statement with its semicolon, which must not end up in a
// comment at the end of the statement's text.
func terminated(statement string) string {
	statement = strings.TrimSpace(statement)
	if strings.HasSuffix(statement, ";") {
		return statement
	}
	last := statement[strings.LastIndexByte(statement, '\n')+1:]
	if strings.Contains(last, "--") {
		return statement + "\n;"
	}
	return statement + ";"
}
