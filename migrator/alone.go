package migrator

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// alone runs f on one connection while no other runner is at work.
func (m *Migrator) alone(ctx context.Context, f func(*sql.Conn) error) error {
	return m.pinned(ctx, func(conn *sql.Conn) (err error) {
		unlock, err := m.dialect.Lock(ctx, conn, m.table)
		if err != nil {
			return fmt.Errorf("waiting for other runs of gmig on this database: %w", err)
		}
		defer func() { err = errors.Join(err, unlock(ctx)) }()
		return f(conn)
	})
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
