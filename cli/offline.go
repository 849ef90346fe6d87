package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"github.com/gmig/gmig/migrator"
)

// errSQLAndJSON is for a command that is to print two things.
var errSQLAndJSON = errors.New("--sql prints a script, and --json what was run: leave one of them out")

// sqlRange is the argument of a command with --sql: where the database is, ""
// for the base, and where it should go.
type sqlRange struct{ from, to string }

// parseRange reads "from:to", in which either side may be left out, or "to".
func parseRange(text, to string) (sqlRange, error) {
	from, end, ok := strings.Cut(text, ":")
	if !ok {
		return sqlRange{to: text}, nil
	}
	if strings.Contains(end, ":") {
		return sqlRange{}, usageError{fmt.Errorf("range %q has more than two sides: write from:to", text)}
	}
	if end == "" {
		end = to
	}
	return sqlRange{from: from, to: end}, nil
}

// noRange refuses a range where the database itself says where it is.
func noRange(targets ...string) error {
	for _, target := range targets {
		if strings.Contains(target, ":") {
			return usageError{fmt.Errorf("range %q is for --sql: without it, name the target alone", target)}
		}
	}
	return nil
}

// writeSQL prints a script. All of it is known to be good before the first byte
// is printed, so that no half of it reaches a program at the other end of a
// pipe.
func (a *app) writeSQL(ctx context.Context, p *project, write func(*migrator.Offline) (string, error)) (err error) {
	u, err := a.database(p)
	if err != nil {
		return err
	}
	open, err := a.driver(u)
	if err != nil {
		return err
	}
	// SQLite's scripts need the texts of the tables, and a database in memory
	// is at hand. No other engine is connected to, not even by Setup.
	replica := u.Driver == "sqlite"
	var conn *connection
	how := "psql -v ON_ERROR_STOP=1 -f FILE"
	if replica {
		how = "sqlite3 -bail DATABASE < FILE"
		conn, err = a.open(ctx, u, open(u.InMemory().DSN))
	} else {
		cfg := a.gormConfig()
		cfg.DisableAutomaticPing = true
		var db *gorm.DB
		if db, err = gorm.Open(open(u.DSN), cfg); err != nil {
			return fmt.Errorf("prepare the SQL for %s: %w", u, err)
		}
		conn = &connection{db: db.WithContext(ctx), url: u}
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.close()) }()
	m, err := migrator.New(conn.db, a.env.Versions, p.options()...)
	if err != nil {
		return err
	}
	script, err := write(m.Offline(replica))
	if err != nil || script == "" {
		return err
	}
	a.printf("-- Run this so that it stops at the first error: %s\n\n%s", how, script)
	return nil
}
