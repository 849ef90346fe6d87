package roundtrip

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/gmig/gmig/migrator"
)

// scripted goes the way of the trial with the scripts of the same history, on the
// reference: each station must be what the run made of it, with the rows in it.
// The runs have been there, so that a failure is the script's.
func (t *trial) scripted() (err error) {
	place := t.wanted.place
	db, err := place.empty()
	if err != nil {
		return err
	}
	defer db.close()
	type station struct {
		from, to string
		lines    []string
	}
	stations := []station{{"", "a", t.before.lines}, {"a", "b", t.after.lines}, {"b", "a", t.before.lines}}
	switch len(t.history.files) {
	case 0:
		return nil
	case 1:
		stations = []station{{"", "a", t.after.lines}}
	}
	for n, station := range stations {
		script, err := t.history.script(place, station.from, station.to)
		if err != nil {
			return fmt.Errorf("write the script from %q to %q: %w", station.from, station.to, err)
		}
		if err := db.feed(script); err != nil {
			return fmt.Errorf("run the script from %q to %q: %w\n%s", station.from, station.to, err, script)
		}
		got, err := db.fingerprint()
		if err != nil {
			return err
		}
		if diff := difference(station.lines, got); diff != "" {
			return fmt.Errorf("the script from %q to %q does not lead where the run does (- run + script):%s\n%s", station.from, station.to, diff, script)
		}
		if rows, err := db.strings("SELECT version_num FROM gmig_version"); err != nil || strings.Join(rows, " ") != station.to {
			return fmt.Errorf("the script from %q to %q leaves the version rows %q, %v", station.from, station.to, rows, err)
		}
		if n == 0 {
			if err := db.insert(t.before.schema, t.after.schema, t.rows); err != nil {
				return err
			}
		}
		content, err := db.content(t.before.schema, t.after.schema)
		if err != nil {
			return err
		}
		if diff := difference(t.contentBefore, content); diff != "" {
			return fmt.Errorf("the script from %q to %q changes rows (- before + now):%s\n%s", station.from, station.to, diff, script)
		}
	}
	return nil
}

// script writes the script of a step, forth or back, without the database.
func (h *history) script(on slot, from, to string) (string, error) {
	var dialector gorm.Dialector = postgres.Open("postgres://nobody@127.0.0.1:1/nowhere")
	if on.engine == "sqlite" {
		dialector = sqlite.Open(":memory:")
	}
	db, err := gorm.Open(dialector, &gorm.Config{Logger: logger.Discard, DisableAutomaticPing: true})
	if err != nil {
		return "", err
	}
	pool, err := db.DB()
	if err != nil {
		return "", err
	}
	defer pool.Close()
	m, err := migrator.New(db, h.set)
	if err != nil {
		return "", err
	}
	offline := m.Offline(on.engine == "sqlite")
	if from > to {
		return offline.Downgrade(context.Background(), from, to)
	}
	return offline.Upgrade(context.Background(), from, to)
}

// feed runs a script as psql and sqlite3 do: as text, up to the first error.
// What stands between its transactions goes to the server for itself.
func (d *database) feed(script string) error {
	return d.pinned(func(conn *sql.Conn) error {
		return conn.Raw(func(driverConn any) error {
			switch c := driverConn.(type) {
			case interface{ Conn() *pgx.Conn }:
				for part := range strings.SplitAfterSeq(script, "\nCOMMIT;\n") {
					outside, inside, _ := strings.Cut(part, "BEGIN;\n")
					for statement := range strings.SplitAfterSeq(outside, ";\n") {
						if _, err := c.Conn().PgConn().Exec(context.Background(), statement).ReadAll(); err != nil {
							return err
						}
					}
					if inside == "" {
						continue
					}
					if _, err := c.Conn().PgConn().Exec(context.Background(), "BEGIN;\n"+inside).ReadAll(); err != nil {
						return err
					}
				}
				// psql is a session of its own: what this one has prepared it
				// prepared for the tables as they were.
				return c.Conn().DeallocateAll(context.Background())
			case driver.ExecerContext:
				_, err := c.ExecContext(context.Background(), script, nil)
				return err
			}
			return errors.New("no driver that runs a text")
		})
	})
}
