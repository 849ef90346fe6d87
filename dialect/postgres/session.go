package postgres

import (
	"context"

	"github.com/gmig/gmig/dialect"
)

// sessionSetting is a setting that the session of a runner gets, unless the
// connection comes with another one.
type sessionSetting struct{ name, unset, value string }

func sessionSettings() []sessionSetting {
	return []sessionSetting{
		// The server looks every second, while it runs a statement, whether the
		// runner still is there, and ends the session if it is not. Otherwise the
		// statement of a runner that was killed runs to its end, and the locks
		// that it has keep the application and the next runner waiting. PostgreSQL
		// 13 and servers on Windows know no such setting.
		{"client_connection_check_interval", "0", "1s"},
		// Those who wait for the runner read whom they wait for.
		{"application_name", "", "gmig, " + dialect.ThisProcess()},
	}
}

// setSession gives a session its settings, as far as the server has them. What it
// returns puts them back, also when its context is over.
func setSession(ctx context.Context, conn dialect.Conn) (restore func(context.Context)) {
	var changed []sessionSetting
	for _, s := range sessionSettings() {
		set, err := conn.ExecContext(ctx, "SELECT set_config(name, $3, false) FROM pg_settings WHERE name = $1 AND setting = $2", s.name, s.unset, s.value)
		if err != nil {
			continue // A run can do without.
		}
		if n, err := set.RowsAffected(); err == nil && n == 1 {
			changed = append(changed, s)
		}
	}
	return func(ctx context.Context) {
		for _, s := range changed {
			// The settings of a connection that is gone are gone with it.
			_, _ = conn.ExecContext(context.WithoutCancel(ctx), "SELECT set_config($1, $2, false)", s.name, s.unset)
		}
	}
}
