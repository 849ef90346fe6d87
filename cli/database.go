package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/gmig/gmig/cli/internal/dburl"
	"github.com/gmig/gmig/migrator"
	"github.com/gmig/gmig/op"
	"github.com/gmig/gmig/versions"
)

// access says what a command does to the database.
type access int

const (
	// reading must not even create an SQLite file that is not there.
	reading access = iota
	writing
)

// connection is the open database of a command.
type connection struct {
	db  *gorm.DB
	url dburl.URL
}

// connect opens the project's database with the driver of its scheme, the
// user's configuration and the user's set-up.
func (a *app) connect(ctx context.Context, p *project, how access) (*connection, error) {
	u, err := a.database(p)
	if err != nil {
		return nil, err
	}
	open, err := a.driver(u)
	if err != nil {
		return nil, err
	}
	if u.File != "" {
		if dir := filepath.Dir(u.File); notThere(dir) {
			return nil, fmt.Errorf("open database %s: directory %q does not exist: make it, or correct the url (sqlite://app.db is relative to the module, sqlite:///app.db is absolute)", u, dir)
		}
		if how == reading && notThere(u.File) {
			u = u.InMemory()
		}
	}
	return a.open(ctx, u, open(u.DSN))
}

// open connects to a database and prepares the connection as the user wants it.
func (a *app) open(ctx context.Context, u dburl.URL, d gorm.Dialector) (*connection, error) {
	db, err := gorm.Open(d, a.gormConfig())
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", u, err)
	}
	c := &connection{db: db.WithContext(ctx), url: u}
	if a.env.Setup != nil {
		if err := a.env.Setup(c.db); err != nil {
			return nil, errors.Join(fmt.Errorf("run Setup of env.go: %w", err), c.close())
		}
	}
	return c, nil
}

// driver is what opens the databases of a url's engine.
func (a *app) driver(u dburl.URL) (func(dsn string) gorm.Dialector, error) {
	open, ok := a.env.Drivers[u.Driver]
	if !ok {
		return nil, u.UnknownDriver(a.env.Drivers.names())
	}
	return open, nil
}

// gormConfig is a copy of the user's configuration. GORM's default logger
// prints to standard output, which belongs to results.
func (a *app) gormConfig() *gorm.Config {
	cfg := gorm.Config{}
	if a.env.Config != nil {
		cfg = *a.env.Config
	}
	if cfg.Logger == nil {
		cfg.Logger = logger.Discard
	}
	return &cfg
}

// migrator opens the database for a command that writes to it. done closes it.
func (a *app) migrator(ctx context.Context, p *project) (m *migrator.Migrator, done func() error, err error) {
	a.warnNotCompiled(p)
	conn, err := a.connect(ctx, p, writing)
	if err != nil {
		return nil, nil, err
	}
	progress := &progressLine{log: a.log}
	m, err = migrator.New(conn.db, a.env.Versions, append(p.options(),
		migrator.OnStep(func(s versions.Step) {
			progress.end()
			a.log.info("Running %s", s)
		}),
		migrator.OnLoss(func(l migrator.Loss) error {
			progress.end()
			a.log.warn("%s", l)
			return nil
		}),
		migrator.OnWait(func(holder string) {
			progress.end()
			a.log.notice("waiting for %s ...", holder)
		}),
		migrator.OnOperation(func(_ versions.Step, o op.Operation) func() { return progress.watch(o.Describe()) }),
		migrator.OnRetry(func(r migrator.Retry) {
			progress.end()
			a.retry(r)
		}),
		migrator.OnProgress(func(_ versions.Step, done, total int64) { progress.show(done, total, time.Now()) }))...)
	if err != nil {
		return nil, nil, errors.Join(err, conn.close())
	}
	return m, func() error {
		progress.end()
		return conn.close()
	}, nil
}

// options are what the command line says of a run.
func (p *project) options() []migrator.Option {
	o := append(p.waits(), migrator.WithArguments(p.arguments))
	if p.transactions != "" {
		o = append(o, migrator.WithTransactions(p.transactions))
	}
	return o
}

func (c *connection) close() error {
	pool, err := c.db.DB()
	if err != nil {
		return err
	}
	return pool.Close()
}

// dialectors are those of the engines that the application supports, by driver
// name: what gmig.toml lists, or the connected one. They are not connected.
func (a *app) dialectors(p *project, u dburl.URL) (map[string]gorm.Dialector, error) {
	list := p.config.Dialects
	if len(list) == 0 {
		list = []string{u.Driver}
	}
	all := map[string]gorm.Dialector{}
	for _, name := range list {
		open, ok := a.env.Drivers[name]
		if !ok {
			return nil, fmt.Errorf("%s: dialects: %q is not among the drivers of env.go: %q", configName, name, a.env.Drivers.names())
		}
		all[name] = open("")
	}
	return all, nil
}

func notThere(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}
