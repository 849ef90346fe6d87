package versions

import (
	"strings"
	"time"

	"github.com/gmig/gmig/op"
)

// File is a revision as its source file tells it: nothing of it was built or
// run.
type File struct {
	// Path is the file, as ReadDir or ReadFS came to it.
	Path string
	// Revision is what the op.Revision literal says, without its functions.
	Revision op.Revision
	// Checksum is that of the file's text.
	Checksum string
	// Doc is the comment at the top of the file, before the package clause.
	Doc string
	// Created is the "Create Date" of that comment, zero if there is none.
	Created time.Time
	// Creates are the tables, indexes and enums that the file's operations create
	// under literal names, by the upgrade or by the downgrade.
	Creates []Object
	// Upgrade are the operations of the revision's Up function, as far as the
	// file writes them out; Plain tells that these are all it runs.
	Upgrade []op.Operation
	Plain   bool
	// Err is what is wrong with the file, nil for a good one. The other
	// fields then hold what could be read all the same.
	Err error
}

// Kind is a kind of database object.
type Kind string

// The kinds of objects that File.Creates lists.
const (
	Table Kind = "table"
	Index Kind = "index"
	Enum  Kind = "enum"
)

// Object is a database object by its name.
type Object struct {
	Kind Kind
	Name string
}

// What the header of a revision file calls its parts.
const (
	headerID      = "Revision ID: "
	headerRevises = "Revises: "
	headerDate    = "Create Date: "
)

// headerValue returns what follows a name at the beginning of a line. The last
// such line counts: the message, which may say anything, comes first.
func headerValue(doc, name string) string {
	value := ""
	for line := range strings.Lines(doc) {
		if rest, ok := strings.CutPrefix(line, name); ok {
			value = strings.TrimSpace(rest)
		}
	}
	return value
}

// The forms of a date in the header: UTC, or with an offset for those who set a
// time zone.
const (
	dateUTC    = "2006-01-02 15:04:05 UTC"
	dateOffset = "2006-01-02 15:04:05 -0700"
)

func formatDate(t time.Time) string {
	if _, offset := t.Zone(); offset == 0 {
		return t.UTC().Format(dateUTC)
	}
	return t.Format(dateOffset)
}

// parseDate returns the zero time for what is no date: a user may have written
// anything there, and nothing depends on it.
func parseDate(text string) time.Time {
	for _, layout := range []string{dateUTC, dateOffset} {
		if t, err := time.Parse(layout, text); err == nil {
			return t
		}
	}
	return time.Time{}
}
