package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/gmig/gmig/autogenerate"
)

func prompted(ctx context.Context, in io.Reader) (*prompt, *bytes.Buffer) {
	var out bytes.Buffer
	return &prompt{ctx: ctx, in: bufio.NewReader(in), out: &out}, &out
}

func TestARenameIsAnsweredByNumberOrName(t *testing.T) {
	q := autogenerate.RenameQuestion{Table: "users", New: "full_name", Gone: []string{"name", "nick"}}
	for _, test := range []struct{ typed, want string }{
		{"1\n", "name"}, {"2\n", "nick"}, {"0\n", ""}, {"\n", ""}, {"nick\n", "nick"},
		{"3\n-1\nyes\n 1 \n", "name"}, // asked again
		{"", ""},                      // no more input
		{"nonsense", ""},
	} {
		p, out := prompted(context.Background(), strings.NewReader(test.typed))
		got, err := p.Renamed(q)
		if err != nil || got != test.want {
			t.Errorf("%q: got %q, %v, want %q", test.typed, got, err, test.want)
		}
		if again := strings.Count(out.String(), "Please answer"); test.typed == "3\n-1\nyes\n 1 \n" && again != 3 {
			t.Errorf("asked again %d times:\n%s", again, out)
		}
	}
}

func TestAQuestionFitsTheScreen(t *testing.T) {
	p, out := prompted(context.Background(), strings.NewReader("1\n'x'\n\n"))
	if _, err := p.Renamed(autogenerate.RenameQuestion{New: "members", Gone: []string{"users"}}); err != nil {
		t.Fatal(err)
	}
	sql, err := p.Fill(autogenerate.FillQuestion{Table: "users", Column: "code", Type: "varchar(64)", Added: true})
	if err != nil || sql != "'x'" {
		t.Errorf("got %q, %v", sql, err)
	}
	sql, err = p.Using(autogenerate.UsingQuestion{Table: "users", Column: "age", From: "text", To: "bigint", Default: `"age"::bigint`})
	if err != nil || sql != "" {
		t.Errorf("got %q, %v", sql, err)
	}
	const want = `
New in the models: table "members". Was it renamed?
  1  yes, from "users"
  0  no, it is new
[0] 
Column "code" of table "users" becomes NOT NULL and has no default.
varchar(64) value, in SQL, for the rows that are there (nothing: none):
> 
Column "age" of table "users" changes from text to bigint.
SQL for its new values (nothing: "age"::bigint):
> `
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
	for _, line := range strings.Split(out.String(), "\n") {
		if len(line) > 80 {
			t.Errorf("longer than 80 columns: %q", line)
		}
	}
}

func TestAnInterruptEndsAQuestion(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	in, out := io.Pipe() // from which nothing comes
	defer out.Close()
	p, _ := prompted(ctx, in)
	if _, err := p.Fill(autogenerate.FillQuestion{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
