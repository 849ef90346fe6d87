// Package dburl reads a database url: its scheme chooses the driver, and the
// rest becomes the DSN in that driver's own form. It also keeps passwords out
// of everything that is printed.
package dburl

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
)

// URL is a database url that was understood.
type URL struct {
	// Driver is the name under which the environment lists the driver:
	// "sqlite", "postgres", else the scheme as it stands.
	Driver string
	// DSN is what the driver opens.
	DSN string
	// File is the path of an SQLite database, "" for one in memory and for
	// every other driver.
	File string

	raw     string
	secrets []string
}

const memory = ":memory:"

// Parse understands a database url. A relative SQLite path is taken from dir.
// Its errors hold no password.
func Parse(raw, dir string) (URL, error) {
	scheme, rest, ok := strings.Cut(raw, "://")
	if !ok || scheme == "" {
		return URL{}, fmt.Errorf("database url %q has no scheme: write sqlite://app.db or postgres://user:password@host/name", Redact(raw))
	}
	switch scheme {
	case "sqlite", "sqlite3":
		return parseSQLite(raw, rest, dir), nil
	case "postgres", "postgresql":
		return parsePostgres(raw)
	}
	// An engine that only the user's environment knows: its DSN is what
	// follows the scheme, in whatever form its driver reads.
	u := URL{Driver: scheme, DSN: rest, raw: raw}
	if info, _, ok := strings.Cut(rest, "@"); ok {
		if _, password, ok := strings.Cut(info, ":"); ok {
			u.secrets = append(u.secrets, password)
		}
	}
	return u, nil
}

// parseSQLite reads what follows sqlite://. An absolute path has a third slash;
// SQLAlchemy's fourth is taken too.
func parseSQLite(raw, rest, dir string) URL {
	path, query, _ := strings.Cut(rest, "?")
	u := URL{Driver: "sqlite", raw: raw}
	switch {
	case path == "" || strings.TrimPrefix(path, "/") == memory:
		path = memory
	case strings.HasPrefix(path, "//"):
		path = path[1:]
		u.File = path
	case filepath.IsAbs(path):
		u.File = path
	default:
		path = filepath.Join(dir, path)
		u.File = path
	}
	u.DSN = path
	if query != "" {
		// SQLite reads parameters only from a "file:" URI, and the drivers read
		// their own ("_foreign_keys", "_pragma") from there as well.
		u.DSN = "file:" + escape.Replace(filepath.ToSlash(path)) + "?" + query
	}
	return u
}

// escape keeps the characters of a path that mean something in a URI.
var escape = strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23")

func parsePostgres(raw string) (URL, error) {
	parsed, err := url.Parse(raw)
	if err != nil {
		// The cause quotes pieces of the url, with a mistyped password among
		// them, so it is not passed on.
		return URL{}, fmt.Errorf("database url %q does not parse: characters such as / # ? %% @ : in a user name or password must be percent-encoded (/ is %%2F, # is %%23)", Redact(raw))
	}
	u := URL{Driver: "postgres", DSN: raw, raw: raw}
	if password, ok := parsed.User.Password(); ok {
		u.secrets = append(u.secrets, password, url.QueryEscape(password), url.PathEscape(password))
		if info, _, ok := strings.Cut(strings.TrimPrefix(raw, parsed.Scheme+"://"), "@"); ok {
			if _, typed, ok := strings.Cut(info, ":"); ok {
				u.secrets = append(u.secrets, typed)
			}
		}
	}
	if password := parsed.Query().Get("password"); password != "" {
		u.secrets = append(u.secrets, password, url.QueryEscape(password), url.PathEscape(password))
	}
	return u, nil
}

// InMemory returns the same database engine with an empty database in memory,
// for commands that must not create the file.
func (u URL) InMemory() URL {
	u.DSN, u.File = memory, ""
	return u
}

// String is the url with its password hidden.
func (u URL) String() string { return u.Redact(u.raw) }

// Redact hides this url's password in a text, such as a driver's error.
func (u URL) Redact(text string) string { return Redact(text, u.secrets...) }

// UnknownDriver is the error for a url whose scheme no driver of the
// environment serves.
func (u URL) UnknownDriver(known []string) error {
	if len(known) == 0 {
		return errors.New("the environment lists no drivers: set Drivers in env.go")
	}
	return fmt.Errorf("no driver for database url %q: the environment has %s; add %q to Drivers in env.go", u, strings.Join(known, ", "), u.Driver)
}
