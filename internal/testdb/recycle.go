package testdb

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"sync"
)

// recycler keeps the databases that tests are done with for the next ones.
// Making a database takes PostgreSQL a fifth of a second and more, emptying one a
// few milliseconds.
type recycler struct {
	server *url.URL
	admin  *sql.DB
	// keeps is whether databases are kept at all: somebody must call close.
	keeps bool

	mutex sync.Mutex
	free  []string
	// fresh is what stateOf says of a new database.
	fresh string
}

// take returns the name of an empty database.
func (r *recycler) take(ctx context.Context) (string, error) {
	if name := r.kept(); name != "" {
		return name, nil
	}
	name := "gmig_test_" + randomName()
	// template0 is as the server's makers left it, and unlike template1 it
	// never has a connection that would keep it from being copied.
	if _, err := r.admin.ExecContext(ctx, "CREATE DATABASE "+name+" TEMPLATE template0"); err != nil {
		return "", fmt.Errorf("creating a database for the test: %w", err)
	}
	if !r.keeps {
		return name, nil
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.fresh == "" {
		var err error
		if r.fresh, err = r.stateOf(ctx, name, ""); err != nil {
			return "", fmt.Errorf("reading what a new database is like: %w", err)
		}
	}
	return name, nil
}

// kept takes one of the databases that are free, or none.
func (r *recycler) kept() string {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	n := len(r.free)
	if n == 0 {
		return ""
	}
	name := r.free[n-1]
	r.free = r.free[:n-1]
	return name
}

// giveBack empties a database for the next test, whoever is still connected to
// it. One that cannot be made as good as new is dropped.
func (r *recycler) giveBack(ctx context.Context, name string) error {
	r.mutex.Lock()
	fresh := r.fresh
	r.mutex.Unlock()
	if fresh != "" {
		if state, err := r.stateOf(ctx, name, emptying); err == nil && state == fresh {
			r.mutex.Lock()
			defer r.mutex.Unlock()
			r.free = append(r.free, name)
			return nil
		}
	}
	return r.drop(ctx, name)
}

func (r *recycler) drop(ctx context.Context, name string) error {
	if _, err := r.admin.ExecContext(ctx, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
		return fmt.Errorf("dropping the database of the test: %w", err)
	}
	return nil
}

// close drops the databases that nobody uses.
func (r *recycler) close() {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for _, name := range r.free {
		// What stays behind if this fails is a database of a server for tests.
		_ = r.drop(context.Background(), name)
	}
	r.free = nil
}

// address is the URL of one of the server's databases.
func (r *recycler) address(name string) string {
	u := *r.server
	u.Path = "/" + name
	return u.String()
}

// stateOf describes all of a database that a test could have changed, after
// running some statements in it.
func (r *recycler) stateOf(ctx context.Context, name, first string) (state string, err error) {
	db, err := sql.Open("pgx", r.address(name))
	if err != nil {
		return "", err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, first); err != nil {
		return "", err
	}
	err = conn.QueryRowContext(ctx, stateQuery).Scan(&state)
	return state, err
}

// emptying drops what tests make. It leaves the schema public in place, since a
// new one is not quite the same: its owner and its grants are template0's. What is
// part of something else, such as the sequence of an identity, goes with that.
// The order makes PostgreSQL name all of them before the first is dropped.
const emptying = `
SET client_min_messages = error;
SET lock_timeout = '5s';
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
DO $$
DECLARE
	o record;
BEGIN
	FOR o IN SELECT extname FROM pg_extension WHERE oid >= 16384 LOOP
		EXECUTE format('DROP EXTENSION IF EXISTS %I CASCADE', o.extname);
	END LOOP;
	FOR o IN SELECT nspname FROM pg_namespace WHERE oid >= 16384 AND nspname !~ '^pg_' LOOP
		EXECUTE format('DROP SCHEMA %I CASCADE', o.nspname);
	END LOOP;
	FOR o IN SELECT replace(i.type, 'statistics object', 'statistics') AS type, i.identity FROM pg_depend d, pg_identify_object(d.classid, d.objid, 0) i
		WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = 'public'::regnamespace AND d.deptype = 'n'
		AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = d.classid AND e.objid = d.objid AND e.refobjid <> d.objid AND e.deptype = 'i')
		ORDER BY d.objid
	LOOP
		EXECUTE format('DROP %s IF EXISTS %s CASCADE', o.type, o.identity);
	END LOOP;
END $$`

// stateQuery asks for the database's own settings, its schemas, and how much
// there is that initdb did not make, whose numbers begin at 16384. Temporary
// schemas stay with a database and are empty.
const stateQuery = `
SELECT concat_ws(E'\n',
	(SELECT format('%s %s %s %s %s', datdba, datacl, datallowconn, datconnlimit, shobj_description(oid, 'pg_database'))
		FROM pg_database WHERE datname = current_database()),
	(SELECT string_agg(format('%s %s', setrole, setconfig), E'\n') FROM pg_db_role_setting
		WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())),
	(SELECT string_agg(format('%s %s %s %s', nspname, nspowner, nspacl, obj_description(oid, 'pg_namespace')), E'\n' ORDER BY nspname)
		FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_'),
	(SELECT count(*) FROM pg_class WHERE oid >= 16384),
	(SELECT count(*) FROM pg_type WHERE oid >= 16384),
	(SELECT count(*) FROM pg_proc WHERE oid >= 16384),
	(SELECT count(*) FROM pg_operator WHERE oid >= 16384),
	(SELECT count(*) FROM pg_opclass WHERE oid >= 16384),
	(SELECT count(*) FROM pg_opfamily WHERE oid >= 16384),
	(SELECT count(*) FROM pg_cast WHERE oid >= 16384),
	(SELECT count(*) FROM pg_collation WHERE oid >= 16384),
	(SELECT count(*) FROM pg_conversion WHERE oid >= 16384),
	(SELECT count(*) FROM pg_ts_config WHERE oid >= 16384),
	(SELECT count(*) FROM pg_ts_dict WHERE oid >= 16384),
	(SELECT count(*) FROM pg_statistic_ext WHERE oid >= 16384),
	(SELECT count(*) FROM pg_extension WHERE oid >= 16384),
	(SELECT count(*) FROM pg_language WHERE oid >= 16384),
	(SELECT count(*) FROM pg_event_trigger),
	(SELECT count(*) FROM pg_default_acl),
	(SELECT count(*) FROM pg_publication),
	(SELECT count(*) FROM pg_foreign_data_wrapper),
	(SELECT count(*) FROM pg_largeobject_metadata),
	(SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()))`
