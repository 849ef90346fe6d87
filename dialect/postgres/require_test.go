package postgres_test

import (
	"context"
	"strings"
	"testing"
)

func TestRequireFailsWithItsMessage(t *testing.T) {
	conn, ctx := connect(t), context.Background()
	const message = "it's 100% \"not so\" $gmig$"
	for condition, want := range map[string]string{"1 = 1": "", "1 = 0": message} {
		var failed string
		for _, statement := range newDialect().Require(condition, message) {
			if _, err := conn.ExecContext(ctx, statement); err != nil {
				failed = err.Error()
			}
		}
		if !strings.Contains(failed, want) || (want == "") != (failed == "") {
			t.Errorf("%s: %q, want %q", condition, failed, want)
		}
	}
}
