package migrator

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"github.com/gmig/gmig/dialect"
)

// alone runs f on one connection while no other runner is at work.
func (m *Migrator) alone(ctx context.Context, f func(*sql.Conn) error) error {
	return m.pinned(ctx, func(conn *sql.Conn) (err error) {
		unlock, err := m.lock(ctx, conn)
		if err != nil {
			return fmt.Errorf("waiting for other runs of gmig on this database: %w", err)
		}
		defer func() { err = errors.Join(err, unlock(ctx)) }()
		return f(conn)
	})
}

// lock keeps other runners out.
func (m *Migrator) lock(ctx context.Context, conn *sql.Conn) (unlock func(context.Context) error, err error) {
	leaser, ok := m.dialect.(dialect.Leaser)
	if !ok || !m.settings.Pooled {
		return m.dialect.Lock(ctx, conn, m.table)
	}
	pool, err := m.db.DB()
	if err != nil {
		return nil, err
	}
	return leaser.Lease(ctx, pool, conn, m.table)
}

// errInTransaction refuses a *gorm.DB that is in a transaction: a run commits
// its revisions itself, on a connection of its own. That one would wait for what
// the transaction has locked, or for the pool's only connection, for ever.
var errInTransaction = errors.New("the *gorm.DB given to migrator.New is in a transaction, " +
	"and a run works on a connection of its own: give it the one that gorm.Open returned")

// pinned runs f on one connection of the database's pool.
func (m *Migrator) pinned(ctx context.Context, f func(*sql.Conn) error) error {
	if _, ok := m.db.Statement.ConnPool.(gorm.TxCommitter); ok {
		return errInTransaction
	}
	pool, err := m.db.DB()
	if err != nil {
		return fmt.Errorf("reaching the connection pool of GORM: %w", err)
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connecting to the database: %w", err)
	}
	err = f(conn)
	if closed := conn.Close(); !errors.Is(closed, sql.ErrConnDone) {
		err = errors.Join(err, closed)
	}
	return err
}
