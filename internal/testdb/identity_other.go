//go:build !unix

package testdb

import (
	"fmt"
	"os/exec"
)

// identity would be the user that a private server runs as.
type identity struct{}

// unprivileged refuses: the supervisor of a private server is a shell program.
func unprivileged(string) (*identity, error) {
	return nil, fmt.Errorf("a private PostgreSQL server needs a Unix system: "+
		"set %s to a server where databases may be created", URLVariable)
}

func (*identity) own(string) error      { return nil }
func (*identity) run(*exec.Cmd, string) {}
func detach(*exec.Cmd)                  {}
