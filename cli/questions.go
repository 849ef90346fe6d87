package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/gmig/gmig/autogenerate"
)

// questioner returns who answers autogenerate's questions: the person at the
// terminal, or nobody, if there is no terminal to ask and answer on.
func (a *app) questioner(ctx context.Context, noInput bool) autogenerate.Questioner {
	if noInput || !isTerminal(a.log.out) || !isTerminal(a.stdin) {
		return nil
	}
	return &prompt{ctx: ctx, in: bufio.NewReader(a.stdin), out: a.log.out}
}

// prompt asks line by line. It writes to standard error: standard output is for
// results.
type prompt struct {
	ctx context.Context
	in  *bufio.Reader
	out io.Writer
}

var _ autogenerate.Questioner = (*prompt)(nil)

// Renamed implements autogenerate.Questioner.
func (p *prompt) Renamed(q autogenerate.RenameQuestion) (string, error) {
	kind, where := "table", ""
	if q.Table != "" {
		kind, where = "column", fmt.Sprintf(" of table %q", q.Table)
	}
	fmt.Fprintf(p.out, "\nNew in the models: %s %q%s. Was it renamed?\n", kind, q.New, where)
	for i, name := range q.Gone {
		fmt.Fprintf(p.out, "  %d  yes, from %q\n", i+1, name)
	}
	fmt.Fprintf(p.out, "  0  no, it is new\n")
	for {
		answer, err := p.line("[0] ")
		if err != nil || answer == "" {
			return "", err
		}
		if n, err := strconv.Atoi(answer); err == nil && n >= 0 && n <= len(q.Gone) {
			if n == 0 {
				return "", nil
			}
			return q.Gone[n-1], nil
		}
		if slices.Contains(q.Gone, answer) {
			return answer, nil
		}
		fmt.Fprintf(p.out, "Please answer with a number from 0 to %d.\n", len(q.Gone))
	}
}

// Fill implements autogenerate.Questioner.
func (p *prompt) Fill(q autogenerate.FillQuestion) (string, error) {
	rows := "the rows that have NULL there"
	if q.Added {
		rows = "the rows that are there"
	}
	fmt.Fprintf(p.out, "\nColumn %q of table %q becomes NOT NULL and has no default.\n"+
		"%s value, in SQL, for %s (nothing: none):\n", q.Column, q.Table, q.Type, rows)
	return p.line("> ")
}

// Using implements autogenerate.Questioner.
func (p *prompt) Using(q autogenerate.UsingQuestion) (string, error) {
	fmt.Fprintf(p.out, "\nColumn %q of table %q changes from %s to %s.\nSQL for its new values (nothing: %s):\n",
		q.Column, q.Table, q.From, q.To, q.Default)
	return p.line("> ")
}

// line reads an answer. The end of the input is an empty one; an interrupt
// ends the command.
func (p *prompt) line(mark string) (string, error) {
	fmt.Fprint(p.out, mark)
	type read struct {
		text string
		err  error
	}
	done := make(chan read, 1)
	go func() {
		text, err := p.in.ReadString('\n')
		done <- read{text, err}
	}()
	select {
	case <-p.ctx.Done():
		return "", fmt.Errorf("asking a question: %w", context.Cause(p.ctx))
	case r := <-done:
		if r.err != nil && !errors.Is(r.err, io.EOF) {
			return "", fmt.Errorf("reading the answer: %w", r.err)
		}
		return strings.TrimSpace(r.text), nil
	}
}
