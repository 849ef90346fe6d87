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
	err := onPGX(conn, func(c *pgx.Conn) error { return c.DeallocateAll(ctx) })
	if err != nil {
		return fmt.Errorf("forgetting prepared statements: %w", err)
	}
	return nil
}
