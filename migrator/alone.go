package migrator

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

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

// pinned runs f on one connection of the database's pool.
func (m *Migrator) pinned(ctx context.Context, f func(*sql.Conn) error) error {
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
