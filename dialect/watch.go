package dialect

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"
)

// LockWatcher is a Dialect whose statements may not get a lock on a table in
// time, because of another session.
type LockWatcher interface {
	// LockDenied reports whether an error says that a statement did not get a
	// lock: not in time, or because two sessions waited for each other. What
	// failed so may well succeed when it is tried again.
	LockDenied(err error) bool
	// WatchLocks observes from another connection of the pool what a
	// connection waits for, until stop is called. stop returns who was last in
	// its way, nil if nobody was seen.
	WatchLocks(ctx context.Context, pool *sql.DB, conn Conn) (stop func() *Blocker)
}

// Blocker is a session that had a lock which a statement of a revision waited
// for.
type Blocker struct {
	// PID is that of the server's process; 0 for a prepared transaction.
	PID int
	// User and Application are the session's, as far as they can be seen.
	User, Application string
	// State is what the session did, "idle in transaction" for one; For is how
	// long it had done so.
	State string
	For   time.Duration
	// Query is the last or present statement of the session.
	Query string
	// Others is how many more sessions were in the way.
	Others int
}

// String names the session and its query in a line.
func (b *Blocker) String() string {
	const longest = 300
	if b.PID == 0 {
		return "a prepared transaction: see pg_prepared_xacts"
	}
	who := fmt.Sprintf("PostgreSQL's process %d", b.PID)
	var what []string
	if b.Application != "" {
		what = append(what, fmt.Sprintf("%q", b.Application))
	}
	if b.User != "" {
		what = append(what, "user "+b.User)
	}
	if b.State != "" {
		what = append(what, fmt.Sprintf("%s for %v", b.State, b.For.Round(100*time.Millisecond)))
	}
	if len(what) > 0 {
		who += " (" + strings.Join(what, ", ") + ")"
	}
	if b.Others > 0 {
		who += fmt.Sprintf(" and %d more", b.Others)
	}
	if query := strings.Join(strings.Fields(b.Query), " "); query != "" {
		if runes := []rune(query); len(runes) > longest {
			query = string(runes[:longest]) + " ..."
		}
		who += ": " + query
	}
	return who
}
