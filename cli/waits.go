package cli

import (
	"fmt"
	"time"

	urfave "github.com/urfave/cli/v2"

	"github.com/gmig/gmig/migrator"
)

// lockTimeoutFlag is an option of the commands that run or stamp revisions.
func lockTimeoutFlag() urfave.Flag {
	return &urfave.StringFlag{Name: lockTimeoutName, DefaultText: "lock_wait in gmig.toml, or 1m",
		Usage: "how long to wait for another run of gmig on the database: 30s, 5m, 0 for not at all"}
}

const lockTimeoutName = "lock-timeout"

// postgresConfig is the table [postgres] of gmig.toml: the timeouts of the
// statements of a revision, under PostgreSQL's own names.
type postgresConfig struct {
	LockTimeout      *time.Duration `toml:"lock_timeout"`
	StatementTimeout *time.Duration `toml:"statement_timeout"`
	LockRetries      *int           `toml:"lock_retries"`
	// Lock is what keeps other runs out: "session", the default, or "lease",
	// for a pooler in transaction mode.
	Lock string `toml:"lock"`
}

// checkWaits refuses negative settings.
func (cfg *config) checkWaits() error {
	if n := cfg.Postgres.LockRetries; n != nil && *n < 0 {
		return fmt.Errorf("postgres.lock_retries = %d: it must not be negative", *n)
	}
	if l := cfg.Postgres.Lock; l != "" && l != "session" && l != "lease" {
		return fmt.Errorf(`postgres.lock = %q: it must be "session" or "lease"`, l)
	}
	for _, setting := range []struct {
		name  string
		value *time.Duration
	}{
		{"lock_wait", cfg.LockWait},
		{"postgres.lock_timeout", cfg.Postgres.LockTimeout},
		{"postgres.statement_timeout", cfg.Postgres.StatementTimeout},
	} {
		if setting.value != nil && *setting.value < 0 {
			return fmt.Errorf("%s = %q: it must not be negative", setting.name, setting.value)
		}
	}
	return nil
}

// waits are the options of a run that limit how long it waits.
func (p *project) waits() []migrator.Option {
	var options []migrator.Option
	for _, setting := range []struct {
		value  *time.Duration
		option func(time.Duration) migrator.Option
	}{
		{p.config.LockWait, migrator.WithLockWait},
		{p.lockTimeout, migrator.WithLockWait},
		{p.config.Postgres.LockTimeout, migrator.WithLockTimeout},
		{p.config.Postgres.StatementTimeout, migrator.WithStatementTimeout},
	} {
		if setting.value != nil {
			options = append(options, setting.option(*setting.value))
		}
	}
	if n := p.config.Postgres.LockRetries; n != nil {
		options = append(options, migrator.WithLockRetries(*n, time.Second))
	}
	if p.config.Postgres.Lock == "lease" {
		options = append(options, migrator.WithLease())
	}
	return options
}

// lockTimeout reads --lock-timeout, nil if it is not given.
func lockTimeout(c *urfave.Context) (*time.Duration, error) {
	text := c.String(lockTimeoutName)
	if text == "" {
		return nil, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return nil, usageError{fmt.Errorf("--%s %q is no time to wait: write it as 30s, 5m or 0", lockTimeoutName, text)}
	}
	return &d, nil
}

// retry says why a revision runs again.
func (a *app) retry(r migrator.Retry) {
	blocker := "another session had it"
	if r.Blocker != nil {
		blocker = "it was with " + r.Blocker.String()
	}
	a.log.warn("%s got no lock in time and was rolled back; %s; trying again in %v (try %d of %d)",
		r.Step, blocker, r.Pause, r.Try, r.Of)
}
