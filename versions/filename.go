package versions

import (
	"errors"
	"fmt"
	"go/build"
	"io"
	"path"
	"path/filepath"
	"strings"
	"text/template"
	"time"
	"unicode"
)

// DefaultFileTemplate names revision files so that they sort by date:
// 20261122_5f1e8c0a9d3b_add_orders.go.
const DefaultFileTemplate = "{{.Date}}_{{.ID}}_{{.Slug}}"

// defaultSlugLength is Alembic's truncate_slug_length.
const defaultSlugLength = 40

// FileName returns the name of a draft's file: from a text/template that may
// use .ID, .Slug (the message in lower case, words joined with "_"), .Date
// (20261122), .Time (102211), .Unix (seconds) and .Created (a time.Time, for
// .Created.Format "2006"); the empty template is DefaultFileTemplate. It adds
// ".go". A name may have folders, which the command line refuses: they are other packages.
//
// A name that Go would compile only on one system, or only in tests, as
// "..._windows.go" and "..._test.go", gets "_revision" at its end.
func FileName(text string, d Draft) (string, error) {
	if text == "" {
		text = DefaultFileTemplate
	}
	t, err := template.New("file template").Parse(text)
	if err != nil {
		return "", fmt.Errorf("read file template %q: %w", text, err)
	}
	var out strings.Builder
	err = t.Execute(&out, struct {
		ID, Slug, Date, Time string
		Unix                 int64
		Created              time.Time
	}{
		ID:      inFileName(d.ID),
		Slug:    slug(d.Message, d.SlugLength),
		Date:    d.Created.Format("20060102"),
		Time:    d.Created.Format("150405"),
		Unix:    d.Created.Unix(),
		Created: d.Created,
	})
	if err != nil {
		return "", fmt.Errorf("name the file of revision %q: %w", d.ID, err)
	}
	name := strings.TrimRight(strings.TrimSuffix(out.String(), ".go"), "_")
	if !filepath.IsLocal(name) || strings.ContainsAny(name, "\\\x00") {
		return "", fmt.Errorf("file template %q gives %q, which is not a file below the versions directory", text, name)
	}
	if !alwaysBuilt(name + ".go") {
		name += "_revision"
	}
	if !alwaysBuilt(name + ".go") {
		return "", fmt.Errorf("file template %q gives %q, which Go does not compile: begin it with a letter or a digit", text, name+".go")
	}
	return name + ".go", nil
}

// alwaysBuilt tells that the go command compiles a file of this name on every
// system. It asks for one that does not exist, which only names without
// conditions match.
func alwaysBuilt(name string) bool {
	nowhere := build.Context{
		GOOS: "nowhere", GOARCH: "nowhere", Compiler: "gc",
		OpenFile: func(string) (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader("package versions\n")), nil
		},
	}
	base := path.Base(filepath.ToSlash(name))
	ok, err := nowhere.MatchFile(path.Dir(name), base)
	return ok && err == nil && isSource(base)
}

// inFileName makes an id part of a file's name: what may not be in one becomes
// "_".
func inFileName(id string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '_'
	}, id)
}

// slug makes a message part of a file's name: its words in lower case, joined
// with "_", as many as fit.
func slug(message string, length int) string {
	if length <= 0 {
		length = defaultSlugLength
	}
	words := strings.FieldsFunc(strings.ToLower(message), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) || r == unicode.ReplacementChar
	})
	full := []rune(strings.Join(words, "_"))
	if len(full) <= length {
		return string(full)
	}
	cut := string(full[:length])
	if full[length] != '_' {
		if at := strings.LastIndex(cut, "_"); at > 0 {
			cut = cut[:at]
		}
	}
	return strings.TrimRight(cut, "_")
}

var errExists = errors.New("the file is there already: choose another message, id or file template")
