package dialect

import "time"

// Settings say how a Dialect runs revisions. The zero value waits for nobody
// and leaves the database's own settings alone; DefaultSettings is what gmig
// does unless it is told otherwise.
type Settings struct {
	// LockWait is how long Lock waits for another runner, and how long SQLite's
	// Begin waits for another writer.
	LockWait time.Duration
	// OnWait, if not nil, is called once per wait that lasts a second, with who
	// is waited for.
	OnWait func(holder string)
	// Pooled says that connections are not sessions of their own, so that the
	// runners' lock is a lease, and nothing is set for a session: see Leaser.
	Pooled bool
	// LockTimeout is how long a statement of a revision waits for a lock on a
	// table: PostgreSQL's lock_timeout. Zero leaves the server's setting.
	LockTimeout time.Duration
	// StatementTimeout is how long a statement of a revision may take:
	// PostgreSQL's statement_timeout. Zero leaves the server's setting.
	StatementTimeout time.Duration
}

// DefaultSettings are gmig's defaults. While a statement waits for a table,
// every later query on that table waits behind it, so a revision that gives up
// soon is better than an application that stands still. An hour for a statement
// is more than the few seconds that many servers allow an application, and less
// than a night.
func DefaultSettings() Settings {
	return Settings{
		LockWait:         time.Minute,
		LockTimeout:      5 * time.Second,
		StatementTimeout: time.Hour,
	}
}
