//go:build pgbouncer && unix

package migrator_test

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"github.com/gmig/gmig/dialect/engines"
	"github.com/gmig/gmig/internal/testdb"
	"github.com/gmig/gmig/migrator"
)

// startPgBouncer runs PgBouncer in transaction mode before a new database, and
// returns the url of it: "one" has a single session with the server, "many"
// more than there are runners.
func startPgBouncer(t *testing.T) func(entry string) string {
	t.Helper()
	server, err := url.Parse(testdb.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().(*net.TCPAddr)
	free.Close()
	password, _ := server.User.Password()
	target := fmt.Sprintf("host=%s port=%s dbname=%s user=%s password=%s", server.Hostname(), server.Port(),
		strings.TrimPrefix(server.Path, "/"), server.User.Username(), password)
	dir, err := os.MkdirTemp("", "gmig-pgbouncer-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	settings := filepath.Join(dir, "pgbouncer.ini")
	text := fmt.Sprintf("[databases]\none = %[1]s pool_size=1\nmany = %[1]s pool_size=20\n"+
		"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = %[2]d\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\n", target, address.Port)
	if err := os.WriteFile(settings, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	args := []string{settings}
	if os.Getuid() == 0 {
		args = []string{"-u", "nobody", settings} // It refuses to run as root.
	}
	cmd := exec.Command("pgbouncer", args...)
	var log strings.Builder
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Fatalf("%v (apt-get install pgbouncer)", err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	for deadline := time.Now().Add(20 * time.Second); ; {
		if conn, err := net.Dial("tcp", address.String()); err == nil {
			conn.Close()
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("PgBouncer does not answer: %s", &log)
		}
	}
	return func(entry string) string {
		return fmt.Sprintf("postgres://%s@%s/%s?sslmode=disable&default_query_exec_mode=exec", server.User.Username(), address, entry)
	}
}

func TestALeaseServesBehindPgBouncer(t *testing.T) {
	address := startPgBouncer(t)
	const runners = 8
	results := make(chan int, runners)
	for range runners {
		m := newMigrator(t, openOn(t, postgres.Open(address("many"))), longHistory(), migrator.WithLease())
		go func() {
			result, err := m.Upgrade(context.Background(), "head")
			if err != nil {
				t.Error(err)
			}
			results <- len(result.Steps)
		}()
	}
	ran := map[int]int{}
	for range runners {
		ran[<-results]++
	}
	if ran[10] != 1 || ran[0] != runners-1 {
		t.Errorf("runners by how many revisions they ran: %v", ran)
	}
	m := newMigrator(t, openOn(t, postgres.Open(address("many"))), longHistory(), migrator.WithLease())
	wantCurrent(t, m, "r09")
}

func TestALockOfTheSessionIsRefusedBehindPgBouncer(t *testing.T) {
	ctx, address := context.Background(), startPgBouncer(t)
	var conns []*sql.Conn
	var db *gorm.DB
	for range 2 {
		db = openOn(t, postgres.Open(address("one")))
		pool, err := db.DB()
		if err != nil {
			t.Fatal(err)
		}
		conn, err := pool.Conn(ctx)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		conns = append(conns, conn)
	}
	d, err := engines.Of(db.Dialector)
	if err != nil {
		t.Fatal(err)
	}
	unlock, err := d.Lock(ctx, conns[0], "gmig_version")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Lock(ctx, conns[1], "gmig_version"); err == nil || !strings.Contains(err.Error(), `lock = "lease"`) {
		t.Errorf("got %v", err)
	}
	if err := unlock(ctx); err != nil {
		t.Error(err)
	}
}
