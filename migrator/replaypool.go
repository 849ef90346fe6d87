package migrator

import (
	"context"
	"database/sql"
	"errors"
	"regexp"

	"gorm.io/gorm"

	"github.com/gmig/gmig/dialect"
)

// errEnds and errEnded are what a replayed revision gets that ends the
// transaction: what it does next would be done to the live tables.
var (
	errEnds  = errors.New("it ends the transaction that the shadow stands in: it cannot be replayed; compare with the database instead")
	errEnded = errors.New("it has ended the transaction that the shadow stands in: it cannot be replayed; compare with the database instead")
)

var (
	// notRun is what PostgreSQL reads as no statement: a remark, a text, a
	// quoted name, the body of a function.
	notRun = regexp.MustCompile("(?s)--[^\\n]*|/\\*.*?\\*/|'(?:[^']|'')*'|\"[^\"]*\"|\\$\\w*\\$.*?\\$\\w*\\$")
	// rollback is a statement that ends the transaction in a way that the
	// database lets pass, and begins another at once or has a statement behind it in
	// the same text. A rollback to a savepoint ends nothing.
	rollback = regexp.MustCompile(`(?i)(?:^|;)\s*(?:ROLLBACK|ABORT)(?:\s+(?:WORK|TRANSACTION))?(?:\s+AND\s+(?:NO\s+)?CHAIN\s*(?:;|$)|\s*;)`)
)

// rollsBack reports whether a text would leave the transaction and go on before
// anybody could see it.
func (r *replayer) rollsBack(query string) bool {
	_, keeps := r.m.dialect.(dialect.TransactionKeeper)
	return keeps && rollback.MatchString(notRun.ReplaceAllString(query, " "))
}

// replayPool is the pool of a replayed revision's GORM sessions.
type replayPool struct {
	gorm.ConnPool
	r *replayer
}

func (p *replayPool) allow(query string) error {
	if p.r.rollsBack(query) {
		return errEnds
	}
	return p.r.inside()
}

// ExecContext implements gorm.ConnPool.
func (p *replayPool) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := p.allow(query); err != nil {
		return nil, err
	}
	return p.ConnPool.ExecContext(ctx, query, args...)
}

// PrepareContext implements gorm.ConnPool.
func (p *replayPool) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	if err := p.allow(query); err != nil {
		return nil, err
	}
	return p.ConnPool.PrepareContext(ctx, query)
}

// QueryContext implements gorm.ConnPool.
func (p *replayPool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := p.allow(query); err != nil {
		return nil, err
	}
	return p.ConnPool.QueryContext(ctx, query, args...)
}

// QueryRowContext implements gorm.ConnPool. A row has no error but that of its
// query.
func (p *replayPool) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if err := p.allow(query); err != nil {
		var cancel context.CancelCauseFunc
		ctx, cancel = context.WithCancelCause(ctx)
		cancel(err)
	}
	return p.ConnPool.QueryRowContext(ctx, query, args...)
}
