//go:build !unix

package envbuild

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"
)

// abandoned is the age at which a lock file is taken to be left over from a
// process that was killed. No build takes that long.
const abandoned = 20 * time.Minute

// lock takes the lock at path, waiting for whoever has it, by being the one to
// create a file beside it, and marks it as used now.
func lock(ctx context.Context, path string) (unlock func(), err error) {
	held := path + ".held"
	for {
		f, err := os.OpenFile(held, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err == nil {
			f.Close()
			break
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		if info, err := os.Stat(held); err == nil && time.Since(info.ModTime()) > abandoned {
			os.Remove(held)
			continue
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		os.Remove(held)
		return nil, err
	}
	return func() { os.Remove(held) }, nil
}
