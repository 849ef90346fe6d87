package envbuild

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// Options say how to build.
type Options struct {
	// WorkingDir is where the user stands: file names in errors are relative
	// to it.
	WorkingDir string
	// Cache is the directory for the binaries. The default is gmig's own
	// in the user's cache directory.
	Cache string
	// Slow is called once when the build takes longer than SlowAfter. first
	// tells that the environment was never built here before.
	Slow      func(first bool)
	SlowAfter time.Duration
}

// Build compiles the environment in dir, the migrations directory, and returns
// the path of the binary. What the user can mend comes back as *Error or
// ErrNoGo.
func Build(ctx context.Context, dir string, o Options) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if err := checkMain(dir, o.WorkingDir); err != nil {
		return "", err
	}
	root, err := FindRoot(dir)
	if err != nil {
		return "", fmt.Errorf("build the migration environment in %q: %w: run `go mod init`", relative(o.WorkingDir, dir), err)
	}
	goCommand, err := exec.LookPath("go")
	if err != nil {
		return "", ErrNoGo
	}
	home, err := binaryDir(o.Cache, root, dir)
	if err != nil {
		return "", err
	}
	unlock, err := lock(ctx, filepath.Join(home, "lock"))
	if err != nil {
		return "", fmt.Errorf("lock the build in %q: %w", home, err)
	}
	defer unlock()
	if err := claim(home, dir); err != nil {
		return "", fmt.Errorf("note what %q is for: %w", home, err)
	}

	built := filepath.Join(home, "built"+exeSuffix())
	if err := compile(ctx, goCommand, root, dir, built, o); err != nil {
		return "", err
	}
	binary := filepath.Join(home, "migrations"+exeSuffix())
	changed, err := publish(built, binary)
	if err != nil {
		return "", fmt.Errorf("install the migration environment: %w", err)
	}
	if changed {
		prune(filepath.Dir(home), time.Now().Add(-keep))
	}
	return binary, nil
}

// compile runs go build. Its output file stays where it is between runs, since
// go build links again only when that file is out of date.
func compile(ctx context.Context, goCommand, root, dir, built string, o Options) error {
	rel, err := filepath.Rel(root, dir)
	if err != nil {
		return err
	}
	if o.Slow != nil {
		_, err := os.Stat(built)
		defer later(o.SlowAfter, func() { o.Slow(err != nil) })()
	}
	environment := "./" + filepath.ToSlash(rel)
	// Stamping the commit would link again after every commit.
	cmd := exec.CommandContext(ctx, goCommand, "build", "-buildvcs=false", "-o", built, environment)
	cmd.Dir = root
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	err = cmd.Run()
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return fmt.Errorf("run go build: %w", err)
	}
	return explain(output.String(), root, environment, o.WorkingDir, Checkout())
}

// later calls f after a time, unless stop is called before. If f has begun, stop
// waits for its end.
func later(after time.Duration, f func()) (stop func()) {
	ended := make(chan struct{})
	timer := time.AfterFunc(after, func() {
		defer close(ended)
		f()
	})
	return func() {
		if !timer.Stop() {
			<-ended
		}
	}
}

// binaryDir returns the directory of this environment's binary, made if need be.
// What would make go build produce another binary is in its name, so that
// switching a setting back and forth does not link each time.
func binaryDir(cache, root, dir string) (string, error) {
	if cache == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return "", fmt.Errorf("find a directory for the compiled migrations: %w: set HOME or XDG_CACHE_HOME", err)
		}
		cache = filepath.Join(user, "gmig")
	}
	h := sha256.New()
	for _, part := range []string{root, dir, runtime.GOOS, runtime.GOARCH} {
		fmt.Fprintf(h, "%q\n", part)
	}
	for _, name := range []string{"GOOS", "GOARCH", "GOFLAGS", "GOWORK", "GOTOOLCHAIN", "GOEXPERIMENT", "GOAMD64", "GOARM64", "CGO_ENABLED", "CGO_CFLAGS", "CGO_LDFLAGS"} {
		fmt.Fprintf(h, "%s=%q\n", name, os.Getenv(name))
	}
	home := filepath.Join(cache, hex.EncodeToString(h.Sum(nil)[:10]))
	if err := os.MkdirAll(home, 0o700); err != nil {
		return "", fmt.Errorf("make a directory for the compiled migrations: %w", err)
	}
	return home, nil
}

// relative is p as seen from the directory where the user stands, or p itself
// when that would be longer.
func relative(from, p string) string {
	rel, err := filepath.Rel(from, p)
	if err != nil || len(rel) > len(p) {
		return p
	}
	return rel
}

func exeSuffix() string {
	if runtime.GOOS == "windows" || strings.EqualFold(os.Getenv("GOOS"), "windows") {
		return ".exe"
	}
	return ""
}
