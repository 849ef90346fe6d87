package gormschema

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"github.com/gmig/gmig/dialect"
	"github.com/gmig/gmig/inspect"
)

// Replay runs revisions on an empty schema, on a connection that is in a
// transaction. It calls after behind each revision.
type Replay func(ctx context.Context, conn *sql.Conn, after func(context.Context) error) error

// Replayed returns the schema that revisions lead to. They run in a shadow and
// leave nothing behind, whatever they do: neither a database that is up to date
// nor a populated one is needed.
//
// On PostgreSQL the schemas, the current one and those given, step aside in a
// transaction that is rolled back, and empty ones take their names. So also
// what the revisions write as plain SQL means the shadow. The role must own the
// schemas. What is there beside tables, such as the types of extensions, is
// found by names without a schema; a table that the revisions use and no
// revision has created is an error. On SQLite the shadow is a database in
// memory.
func Replayed(ctx context.Context, db *gorm.DB, d dialect.Dialect, schemas []string, replay Replay) (_ *inspect.Schema, err error) {
	live, err := db.DB()
	if err != nil {
		return nil, fmt.Errorf("open a shadow for the revisions: %w", err)
	}
	pool := live
	if d.Name() == "sqlite" {
		if pool, err = openMemory(live.Driver()); err != nil {
			return nil, fmt.Errorf("open a shadow for the revisions: %w", err)
		}
		defer pool.Close()
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("open a shadow for the revisions: %w", err)
	}
	defer conn.Close()
	tx, err := d.Begin(ctx, conn)
	if err != nil {
		return nil, fmt.Errorf("open a shadow for the revisions: %w", err)
	}
	defer func() {
		// What is read is read: the error of a rollback has no consequence for
		// it, but it may for the connection.
		if rollback := tx.Rollback(ctx); err == nil && rollback != nil {
			err = fmt.Errorf("close the shadow of the revisions: %w", rollback)
		}
	}()
	if d.Name() == "postgres" {
		err = replayAside(ctx, conn, schemas, replay)
	} else {
		err = replay(ctx, conn, func(context.Context) error { return nil })
	}
	if err != nil {
		return nil, err
	}
	if err := d.AfterDDL(ctx, conn); err != nil {
		return nil, err
	}
	s, err := inspect.Read(ctx, conn, d, schemas...)
	if err != nil {
		return nil, fmt.Errorf("read the shadow of the revisions: %w", err)
	}
	return s, nil
}

// replayAside runs revisions on PostgreSQL, where the real schemas step aside.
func replayAside(ctx context.Context, conn *sql.Conn, schemas []string, replay Replay) error {
	f, err := stepAside(ctx, conn, schemas)
	if err != nil {
		return fmt.Errorf("open a shadow for the revisions: %w", err)
	}
	return f.explain(replay(ctx, conn, func(ctx context.Context) error { return f.check(ctx, conn) }))
}

// stepAside renames the current schema and others, and creates empty ones.
func stepAside(ctx context.Context, conn *sql.Conn, schemas []string) (*fence, error) {
	var pid int
	var current sql.NullString
	var path string
	err := conn.QueryRowContext(ctx, "SELECT pg_backend_pid(), current_schema(), current_setting('search_path')").Scan(&pid, &current, &path)
	if err != nil {
		return nil, fmt.Errorf("read the search path: %w", err)
	}
	if !current.Valid {
		return nil, fmt.Errorf("no schema of the search path %q exists: create one, or set another search_path", path)
	}
	// The fence notes what is there before anything of the shadow is.
	f, err := newFence(ctx, conn, pid)
	if err != nil {
		return nil, err
	}
	for i, name := range append([]string{current.String}, schemas...) {
		if i > 0 && name == current.String {
			continue
		}
		other := fmt.Sprintf("gmig_aside_%d_%d", pid, i)
		needed, err := move(ctx, conn, name, other)
		if err != nil {
			return nil, err
		}
		if needed {
			path += `, "` + other + `"`
		}
		// A table is named as the revisions name it: without the current schema.
		f.aside[other] = name
		if i == 0 {
			f.aside[other] = ""
		}
	}
	if _, err := conn.ExecContext(ctx, "SET LOCAL search_path = "+path); err != nil {
		return nil, fmt.Errorf("set the search path to %q: %w", path, err)
	}
	return f, nil
}

// belongsToTypes tells whether a schema has types, functions, operators or
// collations that are no part of a table.
const belongsToTypes = `SELECT EXISTS (
		SELECT FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
		WHERE t.typnamespace = n.oid AND (t.typrelid = 0 OR c.relkind = 'c') AND t.typcategory <> 'A')
	OR EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = n.oid)
	OR EXISTS (SELECT FROM pg_operator o WHERE o.oprnamespace = n.oid)
	OR EXISTS (SELECT FROM pg_collation o WHERE o.collnamespace = n.oid)
FROM pg_namespace n WHERE n.nspname = $1`

// move gives a schema another name, if it is there, and creates an empty one.
// One that has types and the like is needed: it must stay within reach.
func move(ctx context.Context, conn *sql.Conn, name, other string) (needed bool, err error) {
	quoted := `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
	err = conn.QueryRowContext(ctx, belongsToTypes, name).Scan(&needed)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, fmt.Errorf("look at schema %q: %w", name, err)
	}
	if err == nil {
		if _, err := conn.ExecContext(ctx, "ALTER SCHEMA "+quoted+` RENAME TO "`+other+`"`); err != nil {
			return false, fmt.Errorf("have schema %q step aside in a transaction that is rolled back: %w%s", name, err, adviceOnPrivilege(err))
		}
	}
	if _, err := conn.ExecContext(ctx, "CREATE SCHEMA "+quoted); err != nil {
		return false, fmt.Errorf("create schema %q in a transaction that is rolled back: %w%s", name, err, adviceOnPrivilege(err))
	}
	return needed, nil
}

// adviceOnPrivilege says what to do if a role may not do it.
func adviceOnPrivilege(err error) string {
	var state interface{ SQLState() string }
	if errors.As(err, &state) && state.SQLState() == insufficientPrivilege {
		return ": replay as the owner of the database, or on a scratch database: see dev_url in gmig.toml"
	}
	return ""
}
