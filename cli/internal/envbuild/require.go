package envbuild

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Checkout returns the directory of gmig's own sources when this binary was
// built from a checkout of them that is still there, else "". A gmig that was
// installed from a released module runs from the module cache, whose directories
// are named module@version.
func Checkout() string {
	_, file, _, ok := runtime.Caller(0)
	if !ok || !filepath.IsAbs(file) || strings.Contains(file, "@") {
		return ""
	}
	root, err := FindRoot(filepath.Dir(file))
	if err != nil {
		return ""
	}
	text, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil || modulePath(text) != GmigModule {
		return ""
	}
	return root
}

// Requirements returns the commands that make the missing packages importable
// in a user's module: go get, or, for gmig itself when it runs from a checkout,
// go mod edit and go mod tidy.
func Requirements(missing []string, checkout string) []string {
	var get []string
	own := false
	for _, p := range missing {
		if p == GmigModule || strings.HasPrefix(p, GmigModule+"/") {
			own = true
			continue
		}
		if !slices.Contains(get, p) {
			get = append(get, p)
		}
	}
	var commands []string
	switch {
	case own && checkout != "":
		// tidy finds the other modules as well.
		return []string{
			fmt.Sprintf("go mod edit -require=%s@v0.0.0 -replace=%s=%s", GmigModule, GmigModule, quoteIfNeeded(checkout)),
			"go mod tidy",
		}
	case own:
		commands = append(commands, "go get "+GmigModule)
	}
	for _, p := range get {
		commands = append(commands, "go get "+p)
	}
	return commands
}

// quoteIfNeeded quotes a path for a shell.
func quoteIfNeeded(p string) string {
	if strings.ContainsAny(p, " \t'\"$&;()<>|*?[]#~`\\") {
		return "'" + strings.ReplaceAll(p, "'", `'\''`) + "'"
	}
	return p
}
