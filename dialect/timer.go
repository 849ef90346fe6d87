package dialect

import "context"

// Timer is a Dialect that also limits how long the statements of a revision
// wait and run that are in no transaction. Begin limits the others.
type Timer interface {
	// SetTimeouts sets the limits on a connection until ResetTimeouts.
	SetTimeouts(ctx context.Context, conn Conn) error
	// ResetTimeouts gives the connection the settings that it started with.
	ResetTimeouts(ctx context.Context, conn Conn) error
	// Unhurried runs, after SetTimeouts, an operation that can be in no
	// transaction without the limits that would do more harm than good to it.
	Unhurried(ctx context.Context, conn Conn, run func() error) error
}
