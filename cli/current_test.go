package cli

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/gmig/gmig/op"
)

// TestARevisionThatIsUnderWayIsAtNoHead interrupts an upgrade, and then a
// downgrade, during which the version table still names the head.
func TestARevisionThatIsUnderWayIsAtNoHead(t *testing.T) {
	inModule(t, "models/m.go", userModel)
	do(t, "init")
	do(t, "revision -m base --rev-id aaaa1111")
	do(t, "revision -m tables --rev-id bbbb2222")
	var stop error
	env := func() *Env {
		env := testEnv()
		between := func(first, second op.Operation) op.Func {
			return func(ctx context.Context, m *op.Migration) error {
				if err := m.Run(ctx, first); err != nil || stop != nil {
					return errors.Join(err, stop)
				}
				return m.Run(ctx, second)
			}
		}
		env.Versions.Add(op.Revision{ID: "aaaa1111", Message: "base"})
		env.Versions.Add(op.Revision{ID: "bbbb2222", Message: "tables", Revises: []string{"aaaa1111"}, NoTransaction: true,
			Up:   between(op.CreateTable("one", op.Column("a", op.Text)), op.CreateTable("two", op.Column("a", op.Text))),
			Down: between(op.DropTable("two"), op.DropTable("one"))})
		return env
	}
	for _, step := range []struct {
		line   string
		stop   error
		code   int
		stderr string
	}{
		{"upgrade head", errors.New("stopped"), exitFailed, "stopped"},
		{"current", nil, exitDone, `WARN  the upgrade of revision "bbbb2222" was interrupted behind 1 operation`},
		{"current -c", nil, exitFailed, `error: the upgrade of revision "bbbb2222" was interrupted behind 1 operation`},
		{"upgrade head", nil, exitDone, ""},
		{"current -c", nil, exitDone, ""},
		{"downgrade -1", errors.New("stopped"), exitFailed, "stopped"},
		{"current -c", nil, exitFailed, `error: the downgrade of revision "bbbb2222" was interrupted behind 1 operation`},
	} {
		stop = step.stop
		code, _, stderr := inEnv(t, env(), strings.Fields(step.line)...)
		if code != step.code || !strings.Contains(stderr, step.stderr) {
			t.Errorf("%s: code %d, want %d, and %q, want %q", step.line, code, step.code, stderr, step.stderr)
		}
	}
}
