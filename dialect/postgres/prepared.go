package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/gmig/gmig/dialect"
)

// AfterDDL implements dialect.Dialect: it makes the connection forget the
// statements that it has prepared.
// pgx keeps queries prepared, and one like SELECT * on an altered table fails
// with "cached plan must not change result type", which inside a transaction
// spoils it. Connections of other drivers are left alone.
func (d *Dialect) AfterDDL(ctx context.Context, conn dialect.Conn) error {
	pinned, ok := conn.(interface{ Raw(func(any) error) error })
	if !ok {
		return nil
	}
	err := pinned.Raw(func(driverConn any) error {
		if c, ok := driverConn.(interface{ Conn() *pgx.Conn }); ok {
			return c.Conn().DeallocateAll(ctx)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("forgetting prepared statements: %w", err)
	}
	return nil
}

// Busy implements dialect.Exclusive. Only pgx tells.
func (d *Dialect) Busy(conn dialect.Conn) bool {
	pinned, ok := conn.(interface{ Raw(func(any) error) error })
	if !ok {
		return false
	}
	busy := false
	err := pinned.Raw(func(driverConn any) error {
		if c, ok := driverConn.(interface{ Conn() *pgx.Conn }); ok {
			busy = c.Conn().PgConn().IsBusy()
		}
		return nil
	})
	return err == nil && busy
}
