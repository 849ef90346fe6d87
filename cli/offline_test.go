package cli

import (
	"context"
	"strings"
	"testing"

	"github.com/gmig/gmig/op"
)

// shopEnv is an environment of two revisions. The second reads -x and --tag,
// and the third the database.
func shopEnv() *Env {
	env := testEnv()
	drop := func(ctx context.Context, m *op.Migration) error { return m.Run(ctx, op.DropTable("users")) }
	env.Versions.Add(op.Revision{ID: "aaaa1111", Message: "create", Down: drop, Up: func(ctx context.Context, m *op.Migration) error {
		return m.Run(ctx, op.CreateTable("users", op.Column("name", op.Text)))
	}})
	env.Versions.Add(op.Revision{ID: "bbbb2222", Message: "fill", Revises: []string{"aaaa1111"}, Up: func(ctx context.Context, m *op.Migration) error {
		return m.Exec(ctx, "INSERT INTO users (name) VALUES (?)", m.X("name")+m.Tag())
	}})
	env.Versions.Add(op.Revision{ID: "cccc3333", Message: "read", Revises: []string{"bbbb2222"}, Up: func(ctx context.Context, m *op.Migration) error {
		var n int64
		return m.DB().Table("users").Count(&n).Error
	}})
	return env
}

// nowhere are databases that cannot be connected to.
var nowhere = []string{"sqlite://none/app.db", "postgres://u:hunter2@127.0.0.1:1/db"}

func TestSQLIsPrintedWithoutADatabase(t *testing.T) {
	inModule(t)
	for _, url := range nowhere {
		for _, tt := range []struct {
			line string
			want []string
		}{
			{"upgrade bbbb --sql -x name=ada -x name=emil --tag !", []string{"-- Run this so that it stops at the first error: ", "\n\n-- Running upgrade  -> aaaa1111, create\n", "gmig_version", "CREATE TABLE", "VALUES ('emil!');\n", "COMMIT;\n"}},
			{"upgrade aaaa:+1 --sql", []string{"-- Running upgrade aaaa1111 -> bbbb2222, fill\n"}},
			{"upgrade :aaaa --sql", []string{"-- Running upgrade  -> aaaa1111, create\n"}},
			{"downgrade --sql", []string{"-- Running downgrade cccc3333 -> bbbb2222, read\n"}},
			{"downgrade --sql bbbb:base", []string{"-- Running downgrade bbbb2222 -> aaaa1111, fill\n", "\n\n-- Running downgrade aaaa1111 -> , create\n", "DROP TABLE", "DELETE FROM"}},
			{"stamp --sql", []string{"-- Running stamp  -> cccc3333\n", "CREATE TABLE"}},
			{"stamp --sql aaaa:bbbb", []string{"-- Running stamp aaaa1111 -> bbbb2222\n", "UPDATE "}},
			{"stamp --sql --purge aaaa", []string{"DELETE FROM", "INSERT INTO"}},
			{"ensure-version --sql", []string{"CREATE TABLE"}},
		} {
			code, stdout, stderr := inEnv(t, shopEnv(), append(strings.Fields(tt.line), "--url", url)...)
			if code != exitDone || stderr != "" {
				t.Errorf("%s %s: code %d, stderr %q", url, tt.line, code, stderr)
			}
			for _, want := range tt.want {
				if !strings.Contains(stdout, want) {
					t.Errorf("%s %s: %q is missing in\n%s", url, tt.line, want, stdout)
				}
			}
			if strings.Contains(tt.line, ":+1") && strings.Contains(stdout, "CREATE TABLE IF NOT EXISTS") {
				t.Errorf("%s %s: prints more than the range:\n%s", url, tt.line, stdout)
			}
		}
	}
	if left := files(t, "."); len(left) > 0 {
		t.Errorf("printing left %q", left)
	}
}

func TestSQLIsRefusedAsAWhole(t *testing.T) {
	inModule(t)
	for _, url := range nowhere {
		for _, tt := range []struct {
			line string
			code int
			want string
		}{
			{"upgrade --sql", exitFailed, `revision "cccc3333" works through m.DB()`},
			{"upgrade --sql nosuch", exitFailed, `"nosuch"`},
			{"upgrade --sql current:head", exitFailed, "where the script starts: "},
			{"upgrade --sql a:b:c", exitUsage, `range "a:b:c" has more than two sides`},
			{"upgrade aaaa:bbbb", exitUsage, `range "aaaa:bbbb" is for --sql`},
			{"downgrade bbbb:base", exitUsage, `range "bbbb:base" is for --sql`},
			{"downgrade aaaa --sql", exitUsage, "write from:aaaa"},
			{"stamp aaaa:bbbb", exitUsage, `range "aaaa:bbbb" is for --sql`},
			{"stamp --sql --purge aaaa:bbbb", exitUsage, "stamp --purge forgets"},
			{"upgrade --sql -x =1", exitUsage, `-x "=1" has no name`},
		} {
			code, stdout, stderr := inEnv(t, shopEnv(), append(strings.Fields(tt.line), "--url", url)...)
			if code != tt.code || stdout != "" || !strings.Contains(stderr, tt.want) || strings.Contains(stderr, "hunter2") {
				t.Errorf("%s %s: code %d, stdout %q, stderr %q; want %d, %q", url, tt.line, code, stdout, stderr, tt.code, tt.want)
			}
		}
	}
}

func TestRevisionsReadTheCommandLine(t *testing.T) {
	inModule(t)
	env := shopEnv()
	if code, _, stderr := inEnv(t, env, "-x", "name=ada", "upgrade", "--tag", "x", "--url", "sqlite://app.db"); code != exitDone {
		t.Fatal(stderr)
	}
	_, c, err := connectTo(t, env, "sqlite://app.db", reading)
	if err != nil {
		t.Fatal(err)
	}
	var name string
	if err := c.db.Raw("SELECT name FROM users").Scan(&name).Error; err != nil || name != "adax" {
		t.Errorf("the revision wrote %q, %v", name, err)
	}
}
