package testdb

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// Server is a PostgreSQL server to test on.
type Server struct {
	url *url.URL
	// leash is the standard input of the supervisor: closing it, which the
	// kernel does when this process dies, stops the server. Nil for a server
	// that is not ours.
	leash      io.Closer
	supervisor *exec.Cmd
	exited     chan struct{}
	dir        string
}

// URL is the address of the server's maintenance database.
func (s *Server) URL() string { return s.url.String() }

// Stop ends a private server and removes its files; it leaves a server of
// GMIG_TEST_POSTGRES_URL alone. It may be called more than once.
func (s *Server) Stop() {
	if s.leash == nil {
		return
	}
	s.leash.Close()
	<-s.exited
	os.RemoveAll(s.dir)
	s.leash = nil
}

// supervise is the shell program around a private server. It pulls the server
// down when its own input ends, so the server outlives a killed test run by
// milliseconds only. SIGQUIT is PostgreSQL's immediate shutdown: the data is
// thrown away anyhow. A server that ends by itself leaves its log behind until
// somebody has read it.
const supervise = `
exec 3<&0
"$1"/postgres -D "$2"/data </dev/null >"$2"/log 2>&1 3<&- &
server=$!
{ read -r _ <&3; kill -QUIT $server; } 2>/dev/null &
leash=$!
wait $server
kill $leash 2>/dev/null
touch "$2"/ended
read -r _ <&3
rm -rf "$2"
`

// startupTime is how long a server may take until it answers.
const startupTime = 60 * time.Second

// startPrivate starts a server of this process. It tries more than once
// because the port is free when it is chosen and may be taken a moment later.
func startPrivate() (*Server, error) {
	var err error
	for range 3 {
		var s *Server
		if s, err = tryPrivate(); err == nil {
			return s, nil
		}
		if !errors.Is(err, errEnded) {
			break
		}
	}
	return nil, err
}

// tryPrivate initialises a server in a temporary directory and starts it on a
// free port of the loopback interface.
func tryPrivate() (s *Server, err error) {
	dir, err := os.MkdirTemp("", "gmig-pg-")
	if err != nil {
		return nil, fmt.Errorf("making a directory for a PostgreSQL server: %w", err)
	}
	defer func() {
		if err != nil {
			os.RemoveAll(dir)
		}
	}()
	bin, err := binaries(dir)
	if err != nil {
		return nil, err
	}
	who, err := unprivileged(dir)
	if err != nil {
		return nil, err
	}
	password := randomName()
	if err := initialise(bin, dir, password, who); err != nil {
		return nil, err
	}
	return launch(bin, dir, password, who)
}

// initialise runs initdb. The password keeps other users of the machine out,
// who could otherwise run programs as us through the server.
func initialise(bin, dir, password string, who *identity) error {
	secret := filepath.Join(dir, "password")
	if err := os.WriteFile(secret, []byte(password), 0o600); err != nil {
		return fmt.Errorf("writing the password of a PostgreSQL server: %w", err)
	}
	if err := who.own(secret); err != nil {
		return err
	}
	cmd := exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(dir, "data"),
		"-U", "postgres", "-A", "scram-sha-256", "--pwfile", secret,
		"-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")
	who.run(cmd, dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initialising a PostgreSQL server with %q: %w\n%s", cmd.Path, err, out)
	}
	return nil
}

// launch starts the server and waits until it answers.
func launch(bin, dir, password string, who *identity) (*Server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	// Settings for speed over safety, and for several packages' tests at once.
	settings := fmt.Sprintf(`
listen_addresses = '127.0.0.1'
port = %d
unix_socket_directories = '%s'
max_connections = 400
shared_buffers = 64MB
max_locks_per_transaction = 256
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum = off
`, port, dir)
	auto := filepath.Join(dir, "data", "postgresql.auto.conf")
	if err := os.WriteFile(auto, []byte(settings), 0o600); err != nil {
		return nil, fmt.Errorf("configuring a PostgreSQL server: %w", err)
	}
	if err := who.own(auto); err != nil {
		return nil, err
	}

	cmd := exec.Command("sh", "-c", supervise, "sh", bin, dir)
	who.run(cmd, dir)
	detach(cmd)
	leash, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("starting a PostgreSQL server: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting a PostgreSQL server: %w", err)
	}
	s := &Server{
		url: &url.URL{
			Scheme: "postgres", User: url.UserPassword("postgres", password),
			Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), Path: "/postgres",
			RawQuery: "sslmode=disable",
		},
		leash: leash, supervisor: cmd, exited: make(chan struct{}), dir: dir,
	}
	go func() {
		cmd.Wait()
		close(s.exited)
	}()
	if err := s.await(); err != nil {
		said, _ := os.ReadFile(filepath.Join(dir, "log"))
		s.Stop()
		return nil, fmt.Errorf("starting a PostgreSQL server: %w\n%s", err, bytes.TrimSpace(said))
	}
	return s, nil
}

// errEnded is a server that gave up before it answered.
var errEnded = errors.New("it ended at once")

// await returns when the server answers, or with why it does not.
func (s *Server) await() error {
	db, err := sql.Open("pgx", s.URL())
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), startupTime)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if err = db.PingContext(ctx); err == nil {
			return nil
		}
		if _, gone := os.Stat(filepath.Join(s.dir, "ended")); gone == nil {
			return errEnded
		}
		select {
		case <-s.exited:
			return errEnded
		case <-ctx.Done():
			return fmt.Errorf("it does not answer within %v: %w", startupTime, err)
		case <-tick.C:
		}
	}
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("looking for a free port: %w", err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
