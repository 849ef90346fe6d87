package cli

import (
	"os"
	"path/filepath"

	urfave "github.com/urfave/cli/v2"

	"github.com/gmig/gmig/cli/internal/envbuild"
)

const defaultDirectory = "migrations"

// givenDirectory is the migrations directory that the user named, empty for
// none; an option or variable that is set to nothing counts as not set.
func givenDirectory(c *urfave.Context) string {
	if dir := c.String("directory"); c.IsSet("directory") && dir != "" {
		return filepath.Clean(dir)
	}
	return ""
}

// directory is the migrations directory of a command: the one that the user
// named, else the one of the module that the user stands in, wherever in it.
func directory(c *urfave.Context) string {
	if dir := givenDirectory(c); dir != "" {
		return dir
	}
	if dir, found := nearestDirectory(); found {
		return dir
	}
	return defaultDirectory
}

// nearestDirectory looks for a migrations directory below the working directory
// and each one above it, up to the module's root, and for one that is stood in.
// It returns its path as seen from the working directory.
func nearestDirectory() (dir string, found bool) {
	here, err := os.Getwd()
	if err != nil {
		return "", false
	}
	root, err := envbuild.FindRoot(here)
	if err != nil {
		return "", false
	}
	for at := here; ; at = filepath.Dir(at) {
		for _, candidate := range []string{filepath.Join(at, defaultDirectory), at} {
			if info, err := os.Stat(filepath.Join(candidate, configName)); err == nil && !info.IsDir() {
				rel, err := filepath.Rel(here, candidate)
				return rel, err == nil
			}
		}
		if at == root || at == filepath.Dir(at) {
			return "", false
		}
	}
}
