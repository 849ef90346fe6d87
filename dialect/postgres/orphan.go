package postgres

import (
	"context"

	"github.com/gmig/gmig/dialect"
)

// endWithRunner has the server look every second, while it runs a statement of
// the connection's session, whether the runner still is there, and end the
// session if it is not. Otherwise the statement of a runner that was killed runs
// to its end, and the locks that it has keep the application and the next runner
// waiting. A connection that has a setting of its own keeps it, as does a
// server that knows none: PostgreSQL 13, or one on Windows.
//
// What it returns puts the setting back.
func endWithRunner(ctx context.Context, conn dialect.Conn) (restore func(context.Context)) {
	set, err := conn.ExecContext(ctx, `
SELECT set_config(name, '1s', false) FROM pg_settings WHERE name = 'client_connection_check_interval' AND setting = '0'`)
	if err != nil {
		return func(context.Context) {}
	}
	if n, err := set.RowsAffected(); err != nil || n == 0 {
		return func(context.Context) {}
	}
	return func(ctx context.Context) {
		// The setting of a connection that is gone is gone with it.
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "SET client_connection_check_interval = 0")
	}
}
