package cli

import (
	"bytes"
	"errors"
	"testing"
)

const longWarning = `column "authors"."name" is dropped with its values and "full_name" is added: if it was renamed, say --rename authors.name=full_name`

func TestAMessageIsALineUnlessATerminalShowsIt(t *testing.T) {
	var out bytes.Buffer
	(&logWriter{out: &out}).warn("%s", longWarning)
	if want := "WARN  " + longWarning + "\n"; out.String() != want {
		t.Errorf("got %q", out.String())
	}

	out.Reset()
	log := &logWriter{out: &out, terminal: true}
	log.warn("%s", longWarning)
	log.error(errors.New("create \"a\": refused\n  CREATE TABLE a  (b  text)"))
	const want = `WARN  column "authors"."name" is dropped with its values and "full_name" is
      added: if it was renamed, say --rename authors.name=full_name
error: create "a": refused
  CREATE TABLE a  (b  text)
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}

	out.Reset()
	(&logWriter{out: &out, terminal: true, paint: true}).error(errors.New("no"))
	if want := "\x1b[1;31merror:\x1b[0m no\n"; out.String() != want {
		t.Errorf("got %q", out.String())
	}
}
