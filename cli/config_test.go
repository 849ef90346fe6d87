package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestConfigParse(t *testing.T) {
	var cfg config
	err := cfg.parse("url = \"sqlite://app.db\"\ndialects = [\"sqlite\", \"postgres\"]\nunknown_tables = \"drop\"\nfile_template = \"x\"\n")
	if err != nil {
		t.Fatal(err)
	}
	if cfg.URL != "sqlite://app.db" || len(cfg.Dialects) != 2 || cfg.UnknownTables != "drop" || cfg.FileTemplate != "x" {
		t.Errorf("parsed %+v", cfg)
	}
}

func TestConfigRefuses(t *testing.T) {
	tests := []struct{ text, want string }{
		{"urll = \"x\"", `unknown key "urll" (did you mean "url"?)`},
		{"[database]\nhost = \"x\"", `unknown key "database"`},
		{"dialect = [\"x\"]", `(did you mean "dialects"?)`},
		{"url = sqlite", "line 1"},
		{"url = 3", "url"},
		{"unknown_tables = \"remove\"", `unknown_tables = "remove": it must be "keep" or "drop"`},
		{"truncate_slug_length = -1", "must not be negative"},
	}
	for _, tt := range tests {
		var cfg config
		if err := cfg.parse(tt.text); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("parse(%q): error %v, want %q in it", tt.text, err, tt.want)
		}
	}
}

func TestReadConfigNamesTheFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, configName), []byte("urll = 1"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := readConfig(dir)
	if err == nil || !strings.Contains(err.Error(), filepath.ToSlash(dir)+"/gmig.toml: unknown key") {
		t.Errorf("error %v", err)
	}
}

func TestReadConfigWithoutOneNamesInit(t *testing.T) {
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), "absent")} {
		_, err := readConfig(dir)
		if !errors.Is(err, errNoConfig) || !strings.Contains(err.Error(), "gmig init") {
			t.Errorf("readConfig(%q): error %v", dir, err)
		}
	}
}

func TestExpand(t *testing.T) {
	lookup := func(name string) (string, bool) {
		v, ok := map[string]string{"USER": "ann", "EMPTY": ""}[name]
		return v, ok
	}
	tests := []struct{ in, want, err string }{
		{"postgres://${USER}:${EMPTY}@h", "postgres://ann:@h", ""},
		{"no variable $USER $$ ${}", "no variable $USER $$ ${}", ""},
		{"${PASSWORD}${OTHER}", "", `environment variable "PASSWORD" is not set`},
	}
	for _, tt := range tests {
		got, err := expand(tt.in, lookup)
		if tt.err != "" {
			if err == nil || err.Error() != tt.err {
				t.Errorf("expand(%q): error %v, want %q", tt.in, err, tt.err)
			}
			continue
		}
		if err != nil || got != tt.want {
			t.Errorf("expand(%q) = %q, %v; want %q", tt.in, got, err, tt.want)
		}
	}
}
