package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	urfave "github.com/urfave/cli/v2"

	"github.com/gmig/gmig/cli/internal/dburl"
	"github.com/gmig/gmig/cli/internal/envbuild"
	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
)

// project is the migrations directory that a command works on.
type project struct {
	// dir is the directory as the user wrote it.
	dir string
	// root is what a relative SQLite path is relative to: the module root of
	// dir, or the working directory where there is no module.
	root string
	// sources tells that the directory is there. It is not where a compiled
	// environment runs by itself, as in a container.
	sources bool
	config  config
	url     string // from --url or $DATABASE_URL
	origin  string // which of the two
	// arguments are for the revisions to read.
	arguments op.Arguments
	// lockTimeout is --lock-timeout, nil if it is not given.
	lockTimeout *time.Duration
	// transactions is --transaction, empty for commands without it.
	transactions migrator.Transactions
}

// project reads the settings for a command. An environment can do without the
// directory if it is told its database.
func (a *app) project(c *urfave.Context) (*project, error) {
	a.log.verbose = c.Bool("debug")
	p := &project{dir: directory(c), arguments: op.Arguments{Tag: c.String("tag")}, transactions: migrator.Transactions(c.String("transaction"))}
	var err error
	if p.arguments.X, err = parseX(c.StringSlice("x")); err != nil {
		return nil, err
	}
	if p.lockTimeout, err = lockTimeout(c); err != nil {
		return nil, err
	}
	switch url := os.Getenv("DATABASE_URL"); {
	case c.IsSet("url"):
		p.url, p.origin = c.String("url"), "--url"
	case url != "":
		p.url, p.origin = url, "$DATABASE_URL"
	}
	p.config, err = readConfig(p.dir)
	switch {
	case err == nil:
		p.sources = true
	case a.env == nil || !errors.Is(err, errNoConfig):
		return nil, err
	}
	if p.root, err = envbuild.FindRoot(p.dir); err != nil || !p.sources {
		if p.root, err = os.Getwd(); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// parseX reads the values of -x. One without "=" is empty, and of several with
// one name the last counts.
func parseX(values []string) (map[string]string, error) {
	x := map[string]string{}
	for _, v := range values {
		name, value, _ := strings.Cut(v, "=")
		if name == "" {
			return nil, usageError{fmt.Errorf("-x %q has no name: write -x name=value", v)}
		}
		x[name] = value
	}
	return x, nil
}

// onProject runs an action on the project where the models and the database
// are: see online.
func (a *app) onProject(action func(context.Context, *project) error) urfave.ActionFunc {
	return a.online(a.offProject(action))
}

// offProject runs an action on the project right here.
func (a *app) offProject(action func(context.Context, *project) error) urfave.ActionFunc {
	return func(c *urfave.Context) error {
		p, err := a.project(c)
		if err != nil {
			return err
		}
		return action(withArguments(c.Context, p.arguments), p)
	}
}

// database understands the url that is in force, and has the log hide its
// password from here on.
func (a *app) database(p *project) (dburl.URL, error) {
	raw, origin := p.url, p.origin
	if raw == "" {
		if !p.sources {
			return dburl.URL{}, fmt.Errorf("no database url: pass --url or set DATABASE_URL (there is no %s)", filepath.ToSlash(filepath.Join(p.dir, configName)))
		}
		var err error
		origin = filepath.ToSlash(filepath.Join(p.dir, configName))
		if raw, err = expand(p.config.URL, os.LookupEnv); err != nil {
			return dburl.URL{}, fmt.Errorf("%s: url: %w", origin, err)
		}
		if raw == "" {
			return dburl.URL{}, fmt.Errorf("no database url: pass --url, set DATABASE_URL, or set url in %s", origin)
		}
	}
	u, err := dburl.Parse(raw, p.root)
	if err != nil {
		return dburl.URL{}, fmt.Errorf("%s: %w", origin, err)
	}
	a.log.redact = u.Redact
	return u, nil
}
