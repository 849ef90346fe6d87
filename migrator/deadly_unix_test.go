//go:build unix

package migrator_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	pgx "github.com/jackc/pgx/v5/stdlib"
	"github.com/mattn/go-sqlite3"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/gmig/gmig/internal/testdb"
	"github.com/gmig/gmig/migrator"
)

// A test kills a process by running its own binary again with these variables
// set: it upgrades a database through drivers that count the statements, and
// ends by SIGKILL before one of them, or soon after that one has begun.
const (
	deadlyDatabase  = "GMIG_TEST_DEADLY_DATABASE"
	deadlyStatement = "GMIG_TEST_DEADLY_STATEMENT"
	deadlyWithin    = "GMIG_TEST_DEADLY_WITHIN"
	deadlyHistory   = "GMIG_TEST_DEADLY_HISTORY"
)

func TestMain(m *testing.M) {
	if url := os.Getenv(deadlyDatabase); url != "" {
		os.Exit(deadlyUpgrade(url))
	}
	if url := os.Getenv(childDatabase); url != "" {
		os.Exit(childUpgrade(url))
	}
	os.Exit(testdb.Main(m))
}

// deadlyUpgrade runs a history and prints how many statements it took.
func deadlyUpgrade(url string) int {
	at, err := strconv.Atoi(os.Getenv(deadlyStatement))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	within, err := time.ParseDuration(os.Getenv(deadlyWithin))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	count := &countdown{at: at, within: within}
	sql.Register("deadly-sqlite", &deadlySQLite{count: count})
	sql.Register("deadly-postgres", &deadlyPostgres{count: count})
	dialector := sqlite.Dialector{DriverName: "deadly-sqlite", DSN: url}
	var d gorm.Dialector = &dialector
	if strings.HasPrefix(url, "postgres") {
		d = postgres.New(postgres.Config{DriverName: "deadly-postgres", DSN: url})
	}
	db, err := gorm.Open(d, &gorm.Config{Logger: logger.Discard})
	if err == nil {
		var m *migrator.Migrator
		if m, err = migrator.New(db, deadlyHistories()[os.Getenv(deadlyHistory)]); err == nil {
			count.armed = true
			_, err = m.Upgrade(context.Background(), "head")
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if at > 0 {
		select {} // The end is a matter of milliseconds.
	}
	fmt.Println(count.statements)
	return 0
}

// countdown counts statements and kills the process before the one at its
// number. Between the end of a statement and the beginning of the next nothing
// reaches the database, so this is also after each statement. If within is not
// 0, the process is killed that long after the statement has begun.
type countdown struct {
	at, statements int
	within         time.Duration
	armed          bool
}

func (c *countdown) next() {
	if !c.armed {
		return
	}
	c.statements++
	switch {
	case c.statements != c.at:
	case c.within > 0:
		time.AfterFunc(c.within, func() { syscall.Kill(os.Getpid(), syscall.SIGKILL) })
	default:
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
}

type deadlySQLite struct {
	sqlite3.SQLiteDriver
	count *countdown
}

func (d *deadlySQLite) Open(dsn string) (driver.Conn, error) {
	conn, err := d.SQLiteDriver.Open(dsn)
	if err != nil {
		return nil, err
	}
	return &deadlySQLiteConn{conn.(*sqlite3.SQLiteConn), d.count}, nil
}

type deadlySQLiteConn struct {
	*sqlite3.SQLiteConn
	count *countdown
}

func (c *deadlySQLiteConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c.count.next()
	return c.SQLiteConn.ExecContext(ctx, query, args)
}

func (c *deadlySQLiteConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.count.next()
	return c.SQLiteConn.QueryContext(ctx, query, args)
}

type deadlyPostgres struct{ count *countdown }

func (d *deadlyPostgres) Open(dsn string) (driver.Conn, error) {
	conn, err := pgx.GetDefaultDriver().Open(dsn)
	if err != nil {
		return nil, err
	}
	return &deadlyPostgresConn{conn.(*pgx.Conn), d.count}, nil
}

type deadlyPostgresConn struct {
	*pgx.Conn
	count *countdown
}

func (c *deadlyPostgresConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c.count.next()
	return c.Conn.ExecContext(ctx, query, args)
}

func (c *deadlyPostgresConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.count.next()
	return c.Conn.QueryContext(ctx, query, args)
}
