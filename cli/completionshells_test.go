package cli

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// typing types into an interactive shell on a terminal of its own: the
// beginning of a command and the tab key, then enter. $1 is the script, $2 a
// directory, $3 the shell, $5 what is typed. What the shell does first is $4,
// which for bash is to keep no history: it writes that as it dies, into a
// directory that is being removed by then.
const typing = `
export SCRIPT=$1 DIR=$2
zmodload zsh/zpty
zpty shell ${=3}
zpty -w shell "PS1='typing> '; $4; source \$SCRIPT; printf 'READ''Y\\n'"
zpty -r shell out '*READY*typing> '
zpty -w -n shell "$5"$'\t\n'
zpty -r shell out '*RAN\[*\]*'
print -r -- $out
zpty -d shell
`

// asking asks fish what its tab key would offer.
const asking = `
source $argv[1]
gmig upgrade (complete -C $argv[5] | string replace -r '\t.*' '')
`

func TestTheShellsCompleteARevision(t *testing.T) {
	dir := t.TempDir()
	// This gmig answers the script's question, and else says how it was run.
	answer := `#!/bin/sh
if [ "$1" = __complete ]; then
	case "$*" in "__complete -- upgrade ri"*) printf 'head\tthe newest: one\nright@head\ty y\n';; esac
else
	echo "RAN[$*]"
fi
`
	if err := os.WriteFile(filepath.Join(dir, "gmig"), []byte(answer), 0o777); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv("HOME", dir)
	t.Setenv("TERM", "dumb")
	for shell, run := range map[string]struct {
		program    []string
		start, how string
	}{
		"bash": {[]string{"zsh", "-f", "-c", typing, "zsh"}, "bash --norc --noprofile -i", "unset HISTFILE"},
		"zsh":  {[]string{"zsh", "-f", "-c", typing, "zsh"}, "zsh -f -i", "autoload -Uz compinit; compinit -u -d $DIR/dump"},
		"fish": {[]string{"fish", "--no-config", "-c", asking}, "", ""},
	} {
		t.Run(shell, func(t *testing.T) {
			for _, needed := range []string{shell, run.program[0]} {
				if _, err := exec.LookPath(needed); err != nil {
					t.Fatalf("this test of the completion in %s needs %s: apt-get install zsh fish", shell, needed)
				}
			}
			script := filepath.Join(dir, shell+".script")
			if err := os.WriteFile(script, []byte(do(t, "completion "+shell)), 0o666); err != nil {
				t.Fatal(err)
			}
			for _, typed := range []string{"gmig upgrade ri", "gmig upgrade right@h"} {
				ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
				defer cancel()
				args := append(run.program[1:len(run.program):len(run.program)], script, dir, run.start, run.how, typed)
				out, err := exec.CommandContext(ctx, run.program[0], args...).CombinedOutput()
				if err != nil || !strings.Contains(string(out), "RAN[upgrade right@head]") {
					t.Errorf("%s: %v:\n%s", typed, err, out)
				}
			}
		})
	}
}
