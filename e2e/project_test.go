package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/gmig/gmig/internal/testdb"
)

// project is what a script works in: a Go module in its work directory and a database of its own.
type project struct {
	tools
	engine string
	// dir is the module's directory, which is the script's work directory.
	dir string
	// url is the project's database as gmig takes it.
	url string
	// newDatabase returns the URL of an empty database, to compare the project's with.
	newDatabase func() string
	// otherEngine gives the project an empty database of the engine that it does not run on.
	otherEngine func()
	// remembered is the state of files and database at the last `remember`.
	remembered string
}

// projectKey finds a script's project among the values of its environment.
type projectKey struct{}

func projectOf(ts *testscript.TestScript) *project { return ts.Value(projectKey{}).(*project) }

func setup(t *testing.T, env *testscript.Env, engine string, tools tools) error {
	p := &project{tools: tools, dir: env.WorkDir}
	p.useEngine(t, engine)
	p.otherEngine = func() { p.useEngine(t, map[string]string{"sqlite": "postgres", "postgres": "sqlite"}[p.engine]) }
	env.Values[projectKey{}] = p
	if err := p.writeModule(); err != nil {
		return err
	}
	goEnv, err := goEnvironment("GOCACHE", "GOMODCACHE", "GOROOT")
	if err != nil {
		return err
	}
	env.Vars = append(env.Vars, goEnv...)
	// The binaries of the environments, some 50 MB each, go when the script is over.
	home, err := os.MkdirTemp("", "gmig-home-")
	if err != nil {
		return err
	}
	env.Defer(func() { os.RemoveAll(home) })
	env.Vars = append(env.Vars,
		// buildTools has filled the cache with what a module needs: anything else is a mistake.
		"GOPROXY=off", "GOFLAGS=-mod=mod", "GOTOOLCHAIN=local", "GOSUMDB=off",
		"DATABASE_URL="+p.url,
		"ENGINE="+engine,
		"CHECKOUT="+tools.checkout,
		"NO_COLOR=1",
		"HOME="+home, "XDG_CACHE_HOME="+filepath.Join(home, ".cache"),
	)
	path := strings.Join([]string{tools.bin, filepath.Join(env.Getenv("GOROOT"), "bin"), env.Getenv("PATH")}, string(os.PathListSeparator))
	env.Setenv("PATH", path)
	return nil
}

// useEngine gives the project an empty database.
func (p *project) useEngine(t *testing.T, engine string) {
	p.engine = engine
	switch engine {
	case "sqlite":
		p.url = "sqlite://app.db"
		p.newDatabase = func() string { return "sqlite://" + testdb.SQLite(t) }
	case "postgres":
		p.url = testdb.Postgres(t)
		p.newDatabase = func() string { return testdb.Postgres(t) }
	}
}

// writeModule makes the work directory a module that requires gmig and all that gmig does, unless
// the script brings a go.mod of its own.
func (p *project) writeModule() error {
	goMod := filepath.Join(p.dir, "go.mod")
	if _, err := os.Stat(goMod); err == nil {
		return nil
	}
	own, err := os.ReadFile(filepath.Join(p.checkout, "go.mod"))
	if err != nil {
		return err
	}
	text := strings.Replace(string(own), "module github.com/gmig/gmig\n", "module example.com/app\n", 1)
	text += fmt.Sprintf("\nrequire github.com/gmig/gmig v0.0.0\n\nreplace github.com/gmig/gmig => %s\n", p.checkout)
	if err := os.WriteFile(goMod, []byte(text), 0o666); err != nil {
		return err
	}
	sums, err := os.ReadFile(filepath.Join(p.checkout, "go.sum"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(p.dir, "go.sum"), sums, 0o666)
}

// goEnvironment returns the go command's settings as NAME=value. The scripts' HOME is not the
// user's, where the caches lie by default.
func goEnvironment(names ...string) ([]string, error) {
	out, err := exec.Command("go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		return nil, fmt.Errorf("ask go for its environment: %w", err)
	}
	vars := strings.Split(strings.TrimSpace(string(out)), "\n")
	for i, name := range names {
		vars[i] = name + "=" + vars[i]
	}
	return vars, nil
}
