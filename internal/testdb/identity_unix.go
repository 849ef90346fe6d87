//go:build unix

package testdb

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// identity is the user that a private server runs as; nil is ourselves.
type identity struct{ uid, gid int }

// unprivileged returns who can run a server, and gives the directory to them:
// ourselves, or, as PostgreSQL refuses to run as root, the user "postgres" or
// "nobody".
func unprivileged(dir string) (*identity, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errUID := strconv.Atoi(u.Uid)
		gid, errGID := strconv.Atoi(u.Gid)
		if err := errors.Join(errUID, errGID); err != nil {
			return nil, fmt.Errorf("reading the ids of user %q: %w", name, err)
		}
		who := &identity{uid: uid, gid: gid}
		return who, who.own(dir)
	}
	return nil, errors.New("PostgreSQL does not run as root, and there is no user \"postgres\" or \"nobody\" " +
		"to run it as: run the tests as another user")
}

// own gives a file to the user.
func (i *identity) own(path string) error {
	if i == nil {
		return nil
	}
	if err := os.Chown(path, i.uid, i.gid); err != nil {
		return fmt.Errorf("giving %q to the user of the PostgreSQL server: %w", path, err)
	}
	return nil
}

// run makes a command run as the user, in a directory that the user may enter.
func (i *identity) run(cmd *exec.Cmd, dir string) {
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{}
	if i != nil {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(i.uid), Gid: uint32(i.gid)}
	}
}

// detach keeps a terminal's Ctrl-C from a command: the server goes when the
// tests are gone, not before.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr.Setpgid = true }
