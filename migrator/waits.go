package migrator

import "time"

// WithLockWait sets how long Upgrade, Downgrade and Stamp wait for another
// runner of the same history, and on SQLite for any other program that writes
// to the database. Zero does not wait. When the time is over the error wraps
// dialect.ErrLocked. Default: a minute.
func WithLockWait(d time.Duration) Option {
	return func(m *Migrator) { m.settings.LockWait = d }
}

// WithLockTimeout sets how long a statement of a revision waits for a lock on a
// table: PostgreSQL's lock_timeout. Zero leaves the setting of the server, the
// database or the role. Default: 5 seconds.
func WithLockTimeout(d time.Duration) Option {
	return func(m *Migrator) { m.settings.LockTimeout = d }
}

// WithStatementTimeout sets how long a statement of a revision may take:
// PostgreSQL's statement_timeout. Zero leaves the setting of the server, the
// database or the role. Default: an hour.
func WithStatementTimeout(d time.Duration) Option {
	return func(m *Migrator) { m.settings.StatementTimeout = d }
}

// WithLease keeps other runners out with a row of the table gmig_lock, which is
// renewed on a second connection, instead of a lock of PostgreSQL's session:
// for connections through a pooler in transaction mode. Runners with a lock of
// their session keep out of its way, and it of theirs. One that is killed keeps the others out for up to
// half a minute. Default: a session's lock.
func WithLease() Option {
	return func(m *Migrator) { m.settings.Pooled = true }
}

// OnWait has f called when another runner has been waited for a second, once
// per wait, with who it is as far as the database can tell. Default: nothing is
// called.
func OnWait(f func(holder string)) Option {
	return func(m *Migrator) { m.settings.OnWait = f }
}
