// Package roundtrip takes databases from one set of models to another and back
// with what autogenerate writes, and checks each station against what GORM's
// AutoMigrate makes. It is the property that the random pairs of models are
// tried on, in a program that is built for them.
package roundtrip

import (
	"context"
	"database/sql"
	"fmt"
	"os"

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/dialect/engines"
	"github.com/gmig/gmig/inspect"
	"github.com/gmig/gmig/versions"
)

// patience is how long a statement may take, in milliseconds: one that waits
// for a lock is a failure and must not be an endless test.
const patience = "&statement_timeout=20000"

// slot is a place for one database at a time: a file, or a database of a
// PostgreSQL server whose schema is made anew.
type slot struct {
	engine string // "sqlite" or "postgres"
	// address is the path of a file or the URL of a database.
	address string
	// setups are run on each opened database.
	setups []func(*gorm.DB) error
}

// empty opens the slot with nothing in it.
func (s slot) empty() (*database, error) {
	if s.engine == "sqlite" {
		if err := os.Remove(s.address); err != nil && !os.IsNotExist(err) {
			return nil, err
		}
		return s.open()
	}
	db, err := s.open()
	if err != nil {
		return nil, err
	}
	if err := db.Exec(cleared).Error; err != nil {
		db.close()
		return nil, fmt.Errorf("emptying a database: %w", err)
	}
	return db, nil
}

// cleared leaves nothing in a database but what the drawn models use and GORM
// cannot create. That is kept from one pair to the next: an extension takes
// longer to create than all the tables of a pair. What belongs to something else
// (a function of the extension, the sequence of an identity) is not dropped
// alone. A connection that GORM left open when it failed would stand in the way.
const cleared = `
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
SET client_min_messages = error;
DO $$
DECLARE
	o record;
BEGIN
	FOR o IN SELECT nspname FROM pg_namespace WHERE oid >= 16384 AND nspname !~ '^pg_' LOOP
		EXECUTE format('DROP SCHEMA %I CASCADE', o.nspname);
	END LOOP;
	FOR o IN SELECT i.type, i.identity FROM pg_depend d, pg_identify_object(d.classid, d.objid, 0) i
		WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = 'public'::regnamespace AND d.deptype = 'n'
		AND i.type <> 'extension' AND i.identity NOT IN ('public.mood', 'public.short')
		AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = d.classid AND e.objid = d.objid AND e.refobjid <> d.objid AND e.deptype IN ('e', 'i'))
		ORDER BY d.objid
	LOOP
		EXECUTE format('DROP %s IF EXISTS %s CASCADE', o.type, o.identity);
	END LOOP;
	CREATE SCHEMA side;
	IF to_regtype('public.citext') IS NULL THEN
		CREATE EXTENSION citext SCHEMA public;
		CREATE TYPE public.mood AS ENUM ('1', '2', '3', 'sad');
		CREATE DOMAIN public.short AS varchar(12) CHECK (length(VALUE) < 12);
	END IF;
END $$;
RESET client_min_messages`

// open opens the database that is in the slot.
func (s slot) open() (*database, error) {
	var dialector gorm.Dialector = postgres.Open(s.address + patience)
	if s.engine == "sqlite" {
		dialector = sqlite.Open(s.address + "?_sync=OFF&_journal_mode=MEMORY")
	}
	db, err := gorm.Open(dialector, &gorm.Config{Logger: logger.Discard})
	if err != nil {
		return nil, err
	}
	for _, setup := range s.setups {
		if err := setup(db); err != nil {
			return nil, refused{err}
		}
	}
	d, err := engines.Of(db.Dialector)
	if err != nil {
		return nil, err
	}
	return &database{DB: db, dialect: d}, nil
}

// database is an open database of a slot.
type database struct {
	*gorm.DB
	dialect dialect.Dialect
}

func (d *database) close() {
	if pool, err := d.DB.DB(); err == nil {
		pool.Close()
	}
}

// inUse is the number of connections that somebody forgot to give back.
func (d *database) inUse() int {
	pool, err := d.DB.DB()
	if err != nil {
		return 0
	}
	return pool.Stats().InUse
}

// inspect reads the schema as autogenerate sees it, without gmig's own table.
func (d *database) inspect() (*inspect.Schema, error) {
	var found *inspect.Schema
	err := d.pinned(func(conn *sql.Conn) (err error) {
		var schemas []string
		if d.Dialector.Name() == "postgres" {
			schemas = []string{"side"}
		}
		found, err = inspect.Read(context.Background(), conn, d.dialect, schemas...)
		return err
	})
	if err != nil {
		return nil, err
	}
	var tables []*inspect.Table
	for _, t := range found.Tables {
		if t.Name != versions.VersionTable {
			tables = append(tables, t)
		}
	}
	found.Tables = tables
	return found, nil
}

// pinned runs something on one connection.
func (d *database) pinned(run func(*sql.Conn) error) error {
	pool, err := d.DB.DB()
	if err != nil {
		return err
	}
	conn, err := pool.Conn(context.Background())
	if err != nil {
		return err
	}
	defer conn.Close()
	return run(conn)
}

// strings reads the one column of a query.
func (d *database) strings(query string, args ...any) (all []string, err error) {
	rows, err := d.Raw(query, args...).Rows()
	if err != nil {
		return nil, fmt.Errorf("%w in %s", err, query)
	}
	defer rows.Close()
	for rows.Next() {
		var s sql.NullString
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		if s.Valid {
			all = append(all, s.String)
		}
	}
	return all, rows.Err()
}
