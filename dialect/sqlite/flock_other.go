//go:build !unix || solaris || aix

package sqlite

import (
	"errors"
	"os"
)

// flock is not there on this system.
func flock(*os.File) (bool, error) { return false, errors.ErrUnsupported }
