package cli

import (
	"strings"
	"testing"
)

func TestHelpFitsATerminal(t *testing.T) {
	commands := []string{""}
	for _, c := range (&app{}).commands() {
		if !c.Hidden {
			commands = append(commands, c.Name)
		}
	}
	for _, command := range commands {
		args := append(strings.Fields(command), "--help")
		code, stdout, stderr := gmig(t, args...)
		if code != exitDone || stderr != "" {
			t.Fatalf("gmig %s --help: code %d, stderr %s", command, code, stderr)
		}
		if command != "" && !strings.Contains(stdout, "Example") {
			t.Errorf("gmig %s --help has no example", command)
		}
		for line := range strings.SplitSeq(stdout, "\n") {
			if n := len([]rune(line)); n > helpWidth {
				t.Errorf("gmig %s --help: %d columns: %s", command, n, line)
			}
		}
	}
}
