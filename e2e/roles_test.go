package e2e

import (
	"crypto/rand"
	"fmt"
	"net/url"

	"github.com/rogpeppe/go-internal/testscript"
)

// weakRoleCmd is `weak-role`: go on as a role that may create tables in the schema public of the
// project's database, and no schema. SCRATCH_URL is a database in which the administrator's role may.
func weakRoleCmd(ts *testscript.TestScript, neg bool, args []string) {
	p := projectOf(ts)
	if neg || len(args) != 0 || p.engine != "postgres" {
		ts.Fatalf("usage, on PostgreSQL: weak-role")
	}
	db := p.open(ts, p.url)
	role := "gmig_weak_" + rand.Text()[:8]
	for _, statement := range []string{
		`CREATE ROLE "%s" LOGIN PASSWORD 'secret'`, `GRANT USAGE, CREATE ON SCHEMA public TO "%s"`,
	} {
		_, err := db.Exec(fmt.Sprintf(statement, role))
		ts.Check(err)
	}
	ts.Defer(func() {
		defer db.Close()
		for _, statement := range []string{`DROP OWNED BY "%s"`, `DROP ROLE "%s"`} {
			_, err := db.Exec(fmt.Sprintf(statement, role))
			ts.Check(err)
		}
	})
	u, err := url.Parse(p.url)
	ts.Check(err)
	u.User = url.UserPassword(role, "secret")
	p.url = u.String()
	ts.Setenv("DATABASE_URL", p.url)
	ts.Setenv("SCRATCH_URL", p.newDatabase())
}
