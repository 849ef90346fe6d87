package gormschema

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/inspect"
)

// openSQLite opens a database in memory with the driver of the live one, so
// that the application's functions and collations are there. SQLite lets a
// foreign key refer to a table that comes later, so keys stand in CREATE TABLE
// as GORM writes them.
func openSQLite(ctx context.Context, db *gorm.DB, d dialect.Dialect, tables []*table) (*shadow, error) {
	for _, t := range tables {
		if strings.Contains(t.name, ".") {
			return nil, fmt.Errorf("create table %q of model %q in the shadow: the name points into an attached database, and GORM migrates the main one only: give the table a name without a dot",
				t.name, t.models[0].Type)
		}
	}
	live, err := db.DB()
	if err != nil {
		return nil, fmt.Errorf("open the shadow: find the driver of the connection: %w", err)
	}
	memory, err := openMemory(live.Driver())
	if err != nil {
		return nil, fmt.Errorf("open the shadow: %w", err)
	}
	conn, err := memory.Conn(ctx)
	if err != nil {
		memory.Close()
		return nil, fmt.Errorf("open the shadow: %w", err)
	}
	return &shadow{
		db:      on(session(ctx, db), pool{ConnPool: conn}),
		rename:  func(table string) string { return table },
		inspect: func() (*inspect.Schema, error) { return inspect.SQLite(ctx, conn, d) },
		close: func() {
			conn.Close()
			memory.Close()
		},
	}, nil
}

// openMemory opens an empty database in memory with a driver.
func openMemory(d driver.Driver) (*sql.DB, error) {
	const dsn = ":memory:"
	var connector driver.Connector = memoryConnector{d, dsn}
	if opener, ok := d.(driver.DriverContext); ok {
		var err error
		if connector, err = opener.OpenConnector(dsn); err != nil {
			return nil, err
		}
	}
	db := sql.OpenDB(connector)
	// Every connection would have a database of its own.
	db.SetMaxOpenConns(1)
	return db, nil
}

// memoryConnector connects with a driver that has no connectors of its own.
type memoryConnector struct {
	driver driver.Driver
	dsn    string
}

// Connect implements driver.Connector.
func (c memoryConnector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }

// Driver implements driver.Connector.
func (c memoryConnector) Driver() driver.Driver { return c.driver }
