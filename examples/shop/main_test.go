package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

func TestRunRefusesWrongUse(t *testing.T) {
	t.Setenv("DATABASE_URL", "sqlite://:memory:")
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "no command"},
		{[]string{"refund"}, `unknown command "refund"`},
		{[]string{"order", "ada@example.com"}, "needs an email and a product"},
		{[]string{"order", "ada@example.com", "COF-250:none"}, `quantity "none" of "COF-250"`},
	} {
		var out bytes.Buffer
		if err := run(context.Background(), c.args, &out); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("shop %v gives %v, want an error with %q", c.args, err, c.want)
		}
		if out.Len() != 0 {
			t.Errorf("shop %v printed %q", c.args, &out)
		}
	}
}

func TestRunRefusesUnknownDatabase(t *testing.T) {
	t.Setenv("DATABASE_URL", "oracle://localhost/shop")
	err := run(context.Background(), []string{"orders"}, new(bytes.Buffer))
	if err == nil || !strings.Contains(err.Error(), `"oracle"`) {
		t.Errorf("a URL of oracle gives %v, want an error that names it", err)
	}
}
