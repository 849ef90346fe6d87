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

// Requirements returns the commands that let a user's module provide what the
// environment, a package as the go command names it (./migrations), imports,
// among it the packages that it was found to miss. go get asks for that and no
// more: go mod tidy would ask for all that any package and test of the module
// imports, and fail where one of them is generated later. A gmig that was built
// from a checkout stands for the module in place of a release.
func Requirements(missing []string, checkout, environment string) []string {
	get := "go get " + environment
	own := func(p string) bool { return p == GmigModule || strings.HasPrefix(p, GmigModule+"/") }
	if checkout != "" && slices.ContainsFunc(missing, own) {
		return []string{
			fmt.Sprintf("go mod edit -require=%s@v0.0.0 -replace=%s=%s", GmigModule, GmigModule, quoteIfNeeded(checkout)),
			get,
		}
	}
	return []string{get}
}

// quoteIfNeeded quotes a path for a shell.
func quoteIfNeeded(p string) string {
	if strings.ContainsAny(p, " \t'\"$&;()<>|*?[]#~`\\") {
		return "'" + strings.ReplaceAll(p, "'", `'\''`) + "'"
	}
	return p
}
