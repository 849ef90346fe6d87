package sqlite

import "github.com/gmig/gmig/dialect"

// LeftTransaction implements dialect.TransactionKeeper. Of the drivers,
// github.com/mattn/go-sqlite3 tells.
func (engine) LeftTransaction(conn dialect.Conn) bool {
	pinned, ok := conn.(interface{ Raw(func(any) error) error })
	if !ok {
		return false
	}
	left := false
	err := pinned.Raw(func(driverConn any) error {
		if c, ok := driverConn.(interface{ AutoCommit() bool }); ok {
			left = c.AutoCommit()
		}
		return nil
	})
	return err == nil && left
}
