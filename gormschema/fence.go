package gormschema

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// A fence keeps revisions that run in a shadow of PostgreSQL to it. The rollback
// at the end undoes everything as long as the transaction is the one that the
// shadow was made in, and locks no live table as long as they use none.
type fence struct {
	// schema holds the barrier.
	schema string
	// existing are the object ids of the tables, views and sequences that were
	// there before, as PostgreSQL writes an array.
	existing string
	// aside are the real names of the schemas that stepped aside.
	aside map[string]string
}

// barrierName is the name of a foreign key that no transaction with it can
// commit.
const barrierName = "the_shadow_of_gmig_is_never_committed"

// existingTables lists what was there before, what belongs to PostgreSQL itself
// aside.
const existingTables = `SELECT coalesce(array_agg(c.oid), '{}')::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'`

// newFence puts the barrier up: a deferred foreign key that is broken, so that a
// COMMIT fails and rolls back.
func newFence(ctx context.Context, conn *sql.Conn, pid int) (*fence, error) {
	f := &fence{schema: fmt.Sprintf("gmig_fence_%d", pid), aside: map[string]string{}}
	if err := conn.QueryRowContext(ctx, existingTables).Scan(&f.existing); err != nil {
		return nil, fmt.Errorf("list the live tables: %w", err)
	}
	for _, statement := range []string{
		"CREATE SCHEMA " + f.schema,
		"CREATE TABLE " + f.schema + ".barrier (id int PRIMARY KEY, missing int CONSTRAINT " + barrierName +
			" REFERENCES " + f.schema + ".barrier DEFERRABLE INITIALLY DEFERRED)",
		"INSERT INTO " + f.schema + ".barrier VALUES (1, 2)",
	} {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return nil, fmt.Errorf("put up what keeps the shadow from being committed: %w%s", err, adviceOnPrivilege(err))
		}
	}
	return f, nil
}

// usedTable finds a live table that the transaction holds a lock on. One that
// merely reads shuts nobody out: it counts in the schemas that stepped aside
// only, where the revisions are to find nothing but their own tables and what
// extensions bring.
const usedTable = `SELECT n.nspname, c.relname
FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND c.oid = ANY ($1::text::oid[])
	AND (l.mode <> 'AccessShareLock' OR n.nspname LIKE 'gmig\_aside\_%' AND NOT EXISTS (
		SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'))
ORDER BY n.nspname, c.relname LIMIT 1`

// check fails if the revisions have left the shadow. It stands behind each of
// them.
func (f *fence) check(ctx context.Context, conn *sql.Conn) error {
	var stands bool
	if err := conn.QueryRowContext(ctx, "SELECT to_regclass($1) IS NOT NULL", f.schema+".barrier").Scan(&stands); err != nil {
		return fmt.Errorf("look whether the shadow still stands: %w", err)
	}
	if !stands {
		return errors.New("it has ended the transaction that the shadow stands in: it cannot be replayed; compare with the database instead")
	}
	var schema, table string
	switch err := conn.QueryRowContext(ctx, usedTable, f.existing).Scan(&schema, &table); {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return fmt.Errorf("look for tables that the revision used: %w", err)
	}
	if real, moved := f.aside[schema]; moved {
		schema = real
	}
	if schema != "" {
		table = schema + "." + table
	}
	return fmt.Errorf("it uses table %q, which no revision has created: replaying it would touch the live table; compare with the database instead", table)
}

// explain tells what the error of the barrier means.
func (f *fence) explain(err error) error {
	if err == nil || !strings.Contains(err.Error(), barrierName) {
		return err
	}
	return fmt.Errorf("%w: a revision that commits, or sets all constraints immediate, cannot be replayed: compare with the database instead", err)
}
