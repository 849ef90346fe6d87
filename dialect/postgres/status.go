package postgres

import (
	"github.com/jackc/pgx/v5"

	"github.com/gmig/gmig/dialect"
)

// Busy implements dialect.Exclusive. Only pgx tells.
func (d *Dialect) Busy(conn dialect.Conn) bool {
	busy := false
	err := onPGX(conn, func(c *pgx.Conn) error {
		busy = c.PgConn().IsBusy()
		return nil
	})
	return err == nil && busy
}

// idle is what the server says of a connection that is in no transaction, in
// the message ReadyForQuery of PostgreSQL's protocol.
const idle = 'I'

// LeftTransaction implements dialect.TransactionKeeper. Only pgx tells.
func (d *Dialect) LeftTransaction(conn dialect.Conn) bool {
	left := false
	err := onPGX(conn, func(c *pgx.Conn) error {
		left = c.PgConn().TxStatus() == idle
		return nil
	})
	return err == nil && left
}

// onPGX calls f with the connection behind conn, if it is one of pgx.
func onPGX(conn dialect.Conn, f func(*pgx.Conn) error) error {
	pinned, ok := conn.(interface{ Raw(func(any) error) error })
	if !ok {
		return nil
	}
	return pinned.Raw(func(driverConn any) error {
		if c, ok := driverConn.(interface{ Conn() *pgx.Conn }); ok {
			return f(c.Conn())
		}
		return nil
	})
}
