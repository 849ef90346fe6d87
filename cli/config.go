package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"time"

	"github.com/BurntSushi/toml"

	"github.com/gmig/gmig/cli/internal/nearest"
)

// configName is the name of the settings file in the migrations directory.
const configName = "gmig.toml"

// config is gmig.toml.
type config struct {
	// URL is the database. ${VAR} stands for an environment variable.
	URL string `toml:"url"`
	// DevURL is a scratch database of the same engine, where models are tried
	// if the role may not create a schema in the database itself.
	DevURL string `toml:"dev_url"`
	// Dialects are the engines that the application supports, by driver name.
	// The default is the one that is connected.
	Dialects []string `toml:"dialects"`
	// UnknownTables says what autogenerate does with a table that neither the
	// models nor the revisions know: "keep", the default, or "drop".
	UnknownTables string `toml:"unknown_tables"`
	// FileTemplate is the template of a revision file's name, without ".go".
	FileTemplate string `toml:"file_template"`
	// Timezone is that of the dates in a new revision file: "UTC", the
	// default, "Local" or a name such as "Europe/Paris".
	Timezone string `toml:"timezone"`
	// TruncateSlugLength is the most characters that the message takes in a
	// file's name.
	TruncateSlugLength int `toml:"truncate_slug_length"`
	// VersionLocations are the directories of the revision files, relative to
	// the migrations directory. The default is "versions".
	VersionLocations []string `toml:"version_locations"`
	// LockWait is how long a command waits for another run of gmig on the same
	// database.
	LockWait *time.Duration `toml:"lock_wait"`
	// Postgres are settings for PostgreSQL alone.
	Postgres postgresConfig `toml:"postgres"`
	// Hooks run on each new revision file.
	Hooks []hook `toml:"post_write_hooks"`
}

// errNoConfig says that a directory has no gmig.toml. Returned by readConfig.
var errNoConfig = errors.New("run `gmig init`, or name the migrations directory with -d DIR or $GMIG_DIRECTORY")

// readConfig reads the settings of a migrations directory.
func readConfig(dir string) (config, error) {
	path := filepath.Join(dir, configName)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(dir); err != nil {
			return config{}, fmt.Errorf("no %s: migrations directory %q does not exist: %w", filepath.ToSlash(path), dir, errNoConfig)
		}
		return config{}, fmt.Errorf("no %s in migrations directory %q: %w", configName, dir, errNoConfig)
	}
	if err != nil {
		return config{}, fmt.Errorf("read settings: %w", err)
	}
	var cfg config
	if err := cfg.parse(string(text)); err != nil {
		return config{}, fmt.Errorf("%s: %w", filepath.ToSlash(path), err)
	}
	return cfg, nil
}

func (cfg *config) parse(text string) error {
	meta, err := toml.Decode(text, cfg)
	if err != nil {
		return err
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		key := unknown[0].String()
		return fmt.Errorf("unknown key %q%s", key, nearest.Hint(key, configKeys()))
	}
	switch cfg.UnknownTables {
	case "", "keep", "drop":
	default:
		return fmt.Errorf(`unknown_tables = %q: it must be "keep" or "drop"`, cfg.UnknownTables)
	}
	if _, err := cfg.location(); err != nil {
		return err
	}
	if cfg.TruncateSlugLength < 0 {
		return fmt.Errorf("truncate_slug_length = %d: it must not be negative", cfg.TruncateSlugLength)
	}
	if err := cfg.checkWaits(); err != nil {
		return err
	}
	return checkHooks(cfg.Hooks)
}

// location is the time zone of the dates in new files.
func (cfg config) location() (*time.Location, error) {
	if cfg.Timezone == "" {
		return time.UTC, nil
	}
	zone, err := time.LoadLocation(cfg.Timezone)
	if err != nil {
		return nil, fmt.Errorf("timezone = %q: %w: use UTC, Local, or a name such as Europe/Paris", cfg.Timezone, err)
	}
	return zone, nil
}

func configKeys() []string { return keysOf(reflect.TypeFor[config](), "") }

// keysOf are the keys of a struct's fields, with those of the tables in it.
func keysOf(t reflect.Type, prefix string) []string {
	var keys []string
	for i := range t.NumField() {
		key := prefix + t.Field(i).Tag.Get("toml")
		keys = append(keys, key)
		if t.Field(i).Type.Kind() == reflect.Struct {
			keys = append(keys, keysOf(t.Field(i).Type, key+".")...)
		}
	}
	return keys
}

var variable = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// expand puts environment variables in the place of ${VAR}.
func expand(text string, lookup func(string) (string, bool)) (string, error) {
	var missing error
	out := variable.ReplaceAllStringFunc(text, func(match string) string {
		name := variable.FindStringSubmatch(match)[1]
		value, ok := lookup(name)
		if !ok && missing == nil {
			missing = fmt.Errorf("environment variable %q is not set", name)
		}
		return value
	})
	return out, missing
}
